using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>One labelled line of a message.</summary>
/// <param name="Label">Such as <c>Account</c>.</param>
/// <param name="Text">One line, never empty.</param>
/// <param name="IsShort">Whether it stands beside another one where there is room.</param>
readonly record struct Fact(string Label, string Text, bool IsShort = false);

/// <summary>What a person reads of a notice, whatever the service: the headline says how bad, what and where; the rest follows in the order in which it is asked for.
/// All texts are clean (<see cref="CleanText"/>), none is markup, and what a finding does not say is left out.</summary>
sealed record NoticeText
{
    /// <summary>How bad.</summary>
    public required SeverityLabel Label { get; init; }

    /// <summary>Such as <c>Critical (9.3)</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>Such as <c>SAMPLE · UPDATE · HIGH: SSH brute force against i-0123 in shop-prod</c>; at most 250 UTF-16 units.</summary>
    public required string Headline { get; init; }

    /// <summary>What happened, and which side the resource was on: one to three sentences.</summary>
    public required string What { get; init; }

    /// <summary>What else is known, each label once.</summary>
    public required IReadOnlyList<Fact> Facts { get; init; }

    /// <summary>What to do first; none for what is resolved.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>GuardDuty's own sentences; may be empty, and is for a flood.</summary>
    public required string Description { get; init; }

    /// <summary>URL of the console; empty where none can be made.</summary>
    public required string Link { get; init; }

    /// <summary>What the link leads to.</summary>
    public required string LinkLabel { get; init; }

    /// <summary>Writes the texts of a notice.</summary>
    public static NoticeText Of(Notice notice, TextBounds bounds)
    {
        var finding = notice.Finding;
        var severity = NumberOf(notice);
        var label = SeverityLabels.Of(severity);
        return new NoticeText
        {
            Label = label,
            Severity = string.Create(CultureInfo.InvariantCulture, $"{label} ({severity:0.#})"),
            Headline = CleanText.Cut(Headlines.Of(notice, label, bounds), 250),
            What = WhatText.Of(notice, bounds),
            Facts = FactList.Of(notice, bounds),
            Steps = notice.Kind == NoticeKind.Resolve ? [] : FirstSteps.Of(finding.Type, finding.Role),
            Description = notice.Flood is null ? CleanText.Line(finding.Description, bounds.Description) : "",
            Link = ConsoleLink.Of(notice),
            LinkLabel = ConsoleLink.Label(notice),
        };
    }

    /// <summary>Severity from 0 to 10; what is no number counts as 0.</summary>
    public static double NumberOf(Notice notice)
    {
        var severity = notice.Flood?.HighestSeverity ?? notice.Finding.Severity;
        return double.IsFinite(severity) ? Math.Clamp(severity, 0, 10) : 0;
    }
}
