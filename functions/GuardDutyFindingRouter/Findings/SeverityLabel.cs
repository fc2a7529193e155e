namespace Sluice.GuardDutyFindingRouter;

/// <summary>GuardDuty's names of severities, least first.</summary>
/// <remarks>Source: GuardDuty user guide, "Severity levels of GuardDuty findings": Low 1.0 to 3.9, Medium 4.0 to 6.9, High 7.0 to 8.9, Critical 9.0 to 10.0.
/// What is below 1, such as a clean object scan, is informational.</remarks>
enum SeverityLabel : byte
{
    /// <summary>Below 1.</summary>
    Informational,

    /// <summary>From 1.</summary>
    Low,

    /// <summary>From 4.</summary>
    Medium,

    /// <summary>From 7.</summary>
    High,

    /// <summary>From 9.</summary>
    Critical,
}

/// <summary>Numbers to names.</summary>
static class SeverityLabels
{
    /// <summary>The name of a severity; nothing falls between 3.9 and 4.0, or above 8.9.</summary>
    public static SeverityLabel Of(double severity) => severity switch
    {
        >= 9 => SeverityLabel.Critical,
        >= 7 => SeverityLabel.High,
        >= 4 => SeverityLabel.Medium,
        >= 1 => SeverityLabel.Low,
        _ => SeverityLabel.Informational,
    };
}
