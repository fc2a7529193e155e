using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A group of findings as it is kept, and whom its summary is for.</summary>
/// <param name="Flood">What is told.</param>
/// <param name="Finding">The most severe of them, as JSON.</param>
/// <param name="Destinations">Names of the destinations that its findings would have gone to.</param>
sealed record StoredFlood(Flood Flood, ReadOnlyMemory<byte> Finding, IReadOnlyList<string> Destinations);

/// <summary>Counts new findings of one type, account and region in the ledger's table, and keeps the list of groups whose last summary is still to be sent.</summary>
/// <remarks>Counts are added up by DynamoDB, so that invocations at the same time all count. A finding that is tried again may count twice.</remarks>
/// <param name="table">The client.</param>
/// <param name="name">Of the table.</param>
/// <param name="time">The clock of the windows.</param>
sealed class FloodTable(IAmazonDynamoDB table, string name, TimeProvider time)
{
    /// <summary>Resources that a summary names.</summary>
    const int MaxSubjects = 20;

    /// <summary>Item with the list of groups; it stands for no account.</summary>
    const string OpenId = "floods";

    /// <summary>Counts a finding.</summary>
    /// <param name="finding">A new one.</param>
    /// <param name="destinations">Those that group floods, by name.</param>
    /// <param name="threshold">Findings that are told one by one.</param>
    /// <param name="window">How long a group lasts; windows follow each other without a gap.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The group with this finding in it. Above the threshold it is in the list of open groups.</returns>
    public async Task<StoredFlood> AddAsync(Finding finding, IReadOnlyList<string> destinations, int threshold, TimeSpan window, CancellationToken cancellation)
    {
        var since = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() / (long)window.TotalSeconds * (long)window.TotalSeconds);
        var id = string.Create(CultureInfo.InvariantCulture, $"flood/{finding.Region}/{finding.Type}/{since.ToUnixTimeSeconds()}");
        var key = Key(id, finding.AccountId);
        var counted = await table.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = name,
            Key = key,
            UpdateExpression = "SET #type = :type, #region = :region, #until = :until, #expires = :expires ADD #count :one, #destinations :destinations",
            ExpressionAttributeNames = new() { ["#type"] = "type", ["#region"] = "region", ["#until"] = "until", ["#expires"] = "expires", ["#count"] = "count", ["#destinations"] = "destinations" },
            ExpressionAttributeValues = new()
            {
                [":type"] = new AttributeValue(finding.Type), [":region"] = new AttributeValue(finding.Region), [":until"] = Number(since.Add(window).ToUnixTimeSeconds()),
                [":expires"] = Number(since.Add(window).AddDays(7).ToUnixTimeSeconds()), [":one"] = Number(1), [":destinations"] = new AttributeValue { SS = [.. destinations] },
            },
            ReturnValues = ReturnValue.ALL_NEW,
        }, cancellation);
        var count = int.Parse(counted.Attributes["count"].N, CultureInfo.InvariantCulture);
        if (count <= MaxSubjects && finding.Subject.Id.Length > 0) await NoteSubjectAsync(key, finding.Subject.Id, cancellation);
        await NoteSeverestAsync(key, finding, cancellation);
        var isFirstSummary = count == threshold + 1;
        if (isFirstSummary) await OpenAsync(id, key["account"].S, cancellation);
        // Only the summary tells more than the count: which resources, how severe.
        var stored = Stored((isFirstSummary ? await ReadAsync(key, cancellation) : null) ?? counted.Attributes, threshold);
        // Its own number, which nobody else has: by now others may have been counted too.
        return stored with { Flood = stored.Flood with { Count = count, Grouped = Math.Max(0, count - threshold) } };
    }

    /// <summary>The groups whose window has ended and whose last summary is still to be sent.</summary>
    /// <param name="threshold">Findings that are told one by one.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<StoredFlood>> EndedAsync(int threshold, CancellationToken cancellation)
    {
        var open = await ReadAsync(Key(OpenId, LedgerTable.NoAccount), cancellation);
        var ended = new List<StoredFlood>();
        foreach (var entry in open?.GetValueOrDefault("open")?.SS ?? [])
        {
            var (account, id) = Parts(entry);
            if (await ReadAsync(Key(id, account), cancellation) is not { } item) await CloseAsync(entry, cancellation);      // its time to live is over
            else if (Stored(item, threshold) is var flood && flood.Flood.Until <= time.GetUtcNow()) ended.Add(flood);
        }
        return ended;
    }

    /// <summary>Takes a group off the list: its last summary is sent, or kept.</summary>
    public Task CloseAsync(Flood flood, CancellationToken cancellation) => CloseAsync(flood.Key, cancellation);

    async Task CloseAsync(string entry, CancellationToken cancellation) => await table.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = name,
        Key = Key(OpenId, LedgerTable.NoAccount),
        UpdateExpression = "DELETE #open :entry",
        ExpressionAttributeNames = new() { ["#open"] = "open" },
        ExpressionAttributeValues = new() { [":entry"] = new AttributeValue { SS = [entry] } },
    }, cancellation);

    async Task OpenAsync(string id, string account, CancellationToken cancellation) => await table.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = name,
        Key = Key(OpenId, LedgerTable.NoAccount),
        UpdateExpression = "ADD #open :entry",
        ExpressionAttributeNames = new() { ["#open"] = "open" },
        ExpressionAttributeValues = new() { [":entry"] = new AttributeValue { SS = [$"{account}/{id}"] } },
    }, cancellation);

    async Task NoteSubjectAsync(Dictionary<string, AttributeValue> key, string subject, CancellationToken cancellation) => await table.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = name,
        Key = key,
        UpdateExpression = "ADD #subjects :one",
        ExpressionAttributeNames = new() { ["#subjects"] = "subjects" },
        ExpressionAttributeValues = new() { [":one"] = new AttributeValue { SS = [subject] } },
    }, cancellation);

    async Task NoteSeverestAsync(Dictionary<string, AttributeValue> key, Finding finding, CancellationToken cancellation)
    {
        try
        {
            await table.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = name,
                Key = key,
                UpdateExpression = "SET severity = :severity, finding = :finding",
                ConditionExpression = "attribute_not_exists(severity) OR severity < :severity",
                ExpressionAttributeValues = new()
                {
                    [":severity"] = new AttributeValue { N = finding.Severity.ToString("R", CultureInfo.InvariantCulture) },
                    [":finding"] = new AttributeValue(System.Text.Encoding.UTF8.GetString(finding.Raw.Span)),
                },
            }, cancellation);
        }
        catch (ConditionalCheckFailedException)
        {
            // One that is as severe is there already.
        }
    }

    async Task<Dictionary<string, AttributeValue>?> ReadAsync(Dictionary<string, AttributeValue> key, CancellationToken cancellation) =>
        (await table.GetItemAsync(new GetItemRequest { TableName = name, Key = key, ConsistentRead = true }, cancellation)).Item is { Count: > 0 } item ? item : null;

    static StoredFlood Stored(Dictionary<string, AttributeValue> item, int threshold)
    {
        var (account, id) = (item["account"].S, item["id"].S);
        var count = int.Parse(item["count"].N, CultureInfo.InvariantCulture);
        return new(
            new Flood(
                $"{account}/{id}", item["type"].S, account == LedgerTable.NoAccount ? "" : account, count, Math.Max(0, count - threshold),
                item.TryGetValue("severity", out var severity) ? double.Parse(severity.N, CultureInfo.InvariantCulture) : 0,
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(id[(id.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture)),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(item["until"].N, CultureInfo.InvariantCulture)),
                item.GetValueOrDefault("subjects")?.SS ?? []),
            System.Text.Encoding.UTF8.GetBytes(item.GetValueOrDefault("finding")?.S ?? ""),
            item.GetValueOrDefault("destinations")?.SS ?? []);
    }

    static (string Account, string Id) Parts(string entry) => entry.IndexOf('/', StringComparison.Ordinal) is var slash ? (entry[..slash], entry[(slash + 1)..]) : default;

    static Dictionary<string, AttributeValue> Key(string id, string account) => new() { ["id"] = new AttributeValue(id), ["account"] = LedgerTable.AccountKey(account) };

    static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
