using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Sample events, and what was read of them as text.</summary>
static class Samples
{
    public static string Folder { get; } = Repo.File("events", "GuardDutyFindingRouter");

    public static IEnumerable<string> Names { get; } = Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    public static JsonNode Node(string name) => JsonNode.Parse(Bytes(name))!;

    public static FindingEvent Read(string name) => EventReader.Read(Bytes(name), "request");

    public static FindingEvent Read(JsonNode? @event) => EventReader.Read(Encoding.UTF8.GetBytes(@event?.ToJsonString() ?? "null"), "request");

    /// <summary>The one finding of an event.</summary>
    public static Finding Finding(JsonNode @event) => Assert.Single(Read(@event).Arrivals).Finding!;

    /// <summary>A queue's event with these messages; their ids are <c>m0</c>, <c>m1</c> and so on.</summary>
    public static JsonObject Queue(params IEnumerable<string> bodies) => new()
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, i) => new JsonObject { ["messageId"] = $"m{i}", ["body"] = body, ["eventSource"] = "aws:sqs" })]),
    };
}

/// <summary>Writes down what was read, member by member, leaving out what is empty.</summary>
static class Told
{
    public static string Of(FindingEvent read)
    {
        var text = new StringBuilder();
        if (read.MessageIds is { } ids) text.Append("messages ").AppendJoin(", ", ids).Append('\n');
        if (read.IsSchedule) text.Append("schedule\n");
        if (read.BatchJob is { } job) text.Append(CultureInfo.InvariantCulture, $"batch job {job.InvocationId} {job.SchemaVersion}\n");
        foreach (var (parcel, one) in read.Exports) text.Append(CultureInfo.InvariantCulture, $"export {parcel} {one}\n");
        foreach (var arrival in read.Arrivals) text.Append(Of(arrival));
        return text.ToString();
    }

    static string Of(Arrival arrival)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{arrival.Kind} {arrival.Parcel} {arrival.Id}\n");
        Add(text, "name", arrival.Name);
        Add(text, "problem", arrival.Problem);
        if (arrival.Archive is { } call)
            Add(text, "archive", $"{call.Archived} {string.Join(' ', call.FindingIds)} detector {call.DetectorId} account {call.AccountId} {call.Region} by {call.By} at {call.Time:u}");
        if (!arrival.Kept.IsEmpty) Add(text, "kept", Encoding.UTF8.GetString(arrival.Kept.Span));
        if (arrival.Finding is { } finding) text.Append(Of(finding));
        return text.ToString();
    }

    /// <summary>Everything but the raw bytes.</summary>
    public static string Of(Finding finding)
    {
        var text = new StringBuilder();
        Add(text, "id", finding.Id);
        Add(text, "type", finding.Type);
        Add(text, "severity", finding.Severity.ToString(CultureInfo.InvariantCulture) + (finding.IsSeverityTold ? "" : " (assumed)"));
        Add(text, "where", $"{finding.Partition} {finding.Region} {finding.AccountId}");
        Add(text, "arn", finding.Arn);
        Add(text, "detector", finding.DetectorId);
        Add(text, "title", finding.Title);
        Add(text, "description", finding.Description);
        Add(text, "role", finding.Role.ToString());
        var subject = finding.Subject;
        Add(text, "subject", string.Join(" | ", subject.ResourceType, subject.Id, subject.Arn, subject.Detail, string.Join(' ', subject.Tags.Select(tag => $"{tag.Key}={tag.Value}"))));
        Add(text, "action", string.Join(" | ", finding.ActionType, finding.ActionText, finding.Domain, finding.Blocked));
        foreach (var one in finding.Remotes)
            Add(text, "remote", FormattableString.Invariant($"{one.Address} | {one.Port} | {one.Country} | {one.CountryCode} | {one.City} | {one.Asn} | {one.AsnOrganisation} | {one.Isp}"));
        foreach (var threat in finding.Threats) Add(text, "threat", threat);
        Add(text, "feature", finding.FeatureName);
        Add(text, "count", finding.Count.ToString(CultureInfo.InvariantCulture));
        Add(text, "marks", string.Join(' ', finding.Archived ? "archived" : "", finding.Sample ? "sample" : "").Trim());
        Add(text, "seen", string.Join(" to ", Time(finding.FirstSeen), Time(finding.LastSeen)));
        Add(text, "made", string.Join(" to ", Time(finding.CreatedAt), Time(finding.UpdatedAt)));
        Add(text, "origin", finding.Origin.ToString());
        return text.ToString();
    }

    static string Time(DateTimeOffset? time) => time is { } told ? told.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture) : "?";

    static void Add(StringBuilder text, string name, string value)
    {
        if (value.Length > 0) text.Append("  ").Append(name).Append(": ").Append(value).Append('\n');
    }
}

/// <summary>What must hold of whatever was read.</summary>
static class Sound
{
    public static void Check(FindingEvent read)
    {
        foreach (var arrival in read.Arrivals)
        {
            Assert.InRange(arrival.Parcel, 0, Math.Max(0, (read.MessageIds?.Count ?? 1) - 1));
            Assert.NotEqual("", arrival.Id);
            switch (arrival.Kind)
            {
                case ArrivalKind.Finding:
                    Check(arrival.Finding!);
                    break;
                case ArrivalKind.Archive:
                    Assert.NotEmpty(arrival.Archive!.FindingIds);
                    break;
                case ArrivalKind.Kept:
                    Assert.True(arrival.Kept.Length > 0);
                    break;
                case ArrivalKind.NotAFinding:
                    Assert.NotEqual("", arrival.Name);
                    break;
                default:
                    Assert.True(arrival is { Kind: ArrivalKind.Unreadable, Name.Length: > 0, Problem.Length: > 0, Raw.Length: > 0 }, $"{arrival.Kind} '{arrival.Name}' '{arrival.Problem}' {arrival.Raw.Length}");
                    break;
            }
        }
        for (var i = 0; i < (read.MessageIds?.Count ?? 0); i++)
            Assert.True(read.IsSchedule || read.Arrivals.Any(arrival => arrival.Parcel == i) || read.Exports.Any(export => export.Parcel == i), $"nothing came of message {i}");
    }

    public static void Check(Finding finding)
    {
        Assert.NotEqual("", finding.Id.Trim());
        Assert.NotEqual("", finding.Type.Trim());
        Assert.InRange(finding.Severity, 0, 10);
        Assert.InRange(finding.Count, 1, long.MaxValue);
        Assert.All(finding.Remotes, one => Assert.True(one.Port is >= 0 and <= 65535 && one.Asn is >= 0 and <= uint.MaxValue));
        if (finding.Raw.Span.IndexOf("undefined"u8) < 0) Assert.DoesNotContain("undefined", Told.Of(finding), StringComparison.OrdinalIgnoreCase);
        using var raw = JsonDocument.Parse(finding.Raw);
        // What the failure queue keeps is read again as the same finding.
        var again = FindingReader.Reread(finding.Raw, finding.Origin, out var problem);
        Assert.True(again is not null, problem);
        Assert.Equal(Told.Of(finding), Told.Of(again));
        Assert.Equal(finding.Raw.ToArray(), again.Raw.ToArray());
    }
}
