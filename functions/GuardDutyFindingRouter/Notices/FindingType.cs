namespace Sluice.GuardDutyFindingRouter;

/// <summary>The parts of a type such as <c>Backdoor:EC2/C&amp;CActivity.B!DNS</c>.</summary>
/// <remarks>Source: GuardDuty user guide, "GuardDuty finding format": ThreatPurpose:ResourceTypeAffected/ThreatFamilyName.DetectionMechanism!Artifact.
/// Read leniently: parts that are missing are empty.</remarks>
/// <param name="Purpose"><c>Backdoor</c>.</param>
/// <param name="Resource"><c>EC2</c>.</param>
/// <param name="Family"><c>C&amp;CActivity</c>.</param>
/// <param name="Detail"><c>B!DNS</c>: all behind the family.</param>
readonly record struct FindingType(string Purpose, string Resource, string Family, string Detail)
{
    /// <summary>Takes a type apart.</summary>
    public static FindingType Parse(string type)
    {
        var colon = type.IndexOf(':', StringComparison.Ordinal);
        var purpose = colon < 0 ? "" : type[..colon];
        var rest = type[(colon + 1)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var resource = slash < 0 ? "" : rest[..slash];
        var name = rest[(slash + 1)..];
        var end = name.AsSpan().IndexOfAny('.', '!');
        return end < 0 ? new(purpose, resource, name, "") : new(purpose, resource, name[..end], name[(end + 1)..]);
    }
}
