using System.Globalization;

namespace Sluice.AuroraCdcForwarder;

/// <summary>A place in the binary log as a number that grows with it.</summary>
static class BinlogPosition
{
    /// <summary>The file's number, twelve digits of the position, eight of the row: ordered as numbers of at most 38 digits.</summary>
    /// <param name="file">Such as <c>mysql-bin-changelog.000042</c>.</param>
    /// <param name="position">In the file.</param>
    /// <param name="row">In the event.</param>
    public static string Sequence(string file, long position, long row)
    {
        var dot = file.LastIndexOf('.');
        if (!ulong.TryParse(file.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 999_999_999_999
            || position is < 0 or > 999_999_999_999 || row is < 0 or > 99_999_999)
            throw new ChangeException("its place in the binary log is not file.number, position and row");
        return string.Create(CultureInfo.InvariantCulture, $"{number}{position:000000000000}{row:00000000}").TrimStart('0') is { Length: > 0 } text ? text : "0";
    }
}
