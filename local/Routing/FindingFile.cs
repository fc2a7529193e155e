using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local;

/// <summary>The findings of an event, as the function reads them.</summary>
static class FindingFile
{
    /// <summary>Reads any event that the function takes, but no objects of an export.</summary>
    /// <exception cref="UserError">There is no finding in it; the message says what there is.</exception>
    public static IReadOnlyList<Finding> Read(ReadOnlyMemory<byte> @event, string name)
    {
        FindingEvent read;
        try
        {
            read = EventReader.Read(@event, "route");
        }
        catch (InvalidDataException wrong)
        {
            throw new UserError($"{name}: {wrong.Message}");
        }
        var findings = read.Arrivals.Select(one => one.Finding).OfType<Finding>().ToList();
        if (findings.Count > 0) return findings;
        var others = read.Arrivals.Select(one => one.Problem.Length > 0 ? $"{one.Name} {one.Problem}" : one.Name).Where(text => text.Length > 0)
            .Concat(read.Exports.Select(one => $"{one.Object}: give --event its findings instead")).Concat(read.IsSchedule ? ["a schedule"] : []);
        throw new UserError($"there is no finding of GuardDuty in {name}, but {string.Join("; ", others.DefaultIfEmpty("nothing"))}.");
    }
}
