namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads severities: numbers, numbers as text, and the names that some pipelines put in their place.</summary>
static class SeverityText
{
    /// <summary>0 to 10; <c>null</c> where it is none.</summary>
    public static double? Read(JsonPart severity)
    {
        if (severity.Number is { } number) return Math.Clamp(number, 0, 10);
        // The numbers that GuardDuty itself gave the names before it had fractions, and 9 for the band that came later.
        return severity.Text.Trim().ToUpperInvariant() switch
        {
            "LOW" => 2,
            "MEDIUM" => 5,
            "HIGH" => 8,
            "CRITICAL" => 9,
            _ => null,
        };
    }
}
