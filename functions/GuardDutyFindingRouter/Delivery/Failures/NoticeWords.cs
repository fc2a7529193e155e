namespace Sluice.GuardDutyFindingRouter;

/// <summary>Kinds of notices as kept messages call them.</summary>
static class NoticeWords
{
    /// <summary>The word.</summary>
    public static string Of(NoticeKind kind) => kind switch
    {
        NoticeKind.New => "new",
        NoticeKind.Update => "update",
        NoticeKind.Repeat => "repeat",
        NoticeKind.Resolve => "resolve",
        NoticeKind.Summary => "summary",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no word for it"),
    };

    /// <summary>The kind; <c>null</c> for another word.</summary>
    public static NoticeKind? KindOf(string word) => word switch
    {
        "new" => NoticeKind.New,
        "update" => NoticeKind.Update,
        "repeat" => NoticeKind.Repeat,
        "resolve" => NoticeKind.Resolve,
        "summary" => NoticeKind.Summary,
        _ => null,
    };
}
