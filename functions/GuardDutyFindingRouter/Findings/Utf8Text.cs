namespace Sluice.GuardDutyFindingRouter;

/// <summary>Bytes of texts.</summary>
static class Utf8Text
{
    /// <summary>The text behind a byte order mark, if it begins with one.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span is [0xEF, 0xBB, 0xBF, ..] ? text[3..] : text;
}
