using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>An entry as it is kept.</summary>
/// <param name="Account">Of the finding.</param>
/// <param name="Version">Rises with each change; 0: nothing is kept yet.</param>
/// <param name="Entry">What is known.</param>
/// <param name="Finding">The newest state, as JSON: an event that it was archived names no more than its id.</param>
sealed record StoredEntry(string Account, long Version, LedgerEntry Entry, ReadOnlyMemory<byte> Finding);

/// <summary>Keeps entries. A change is made only on the version that was read.</summary>
interface ILedgerStore
{
    /// <summary>Reads an entry, as it is at this moment.</summary>
    /// <param name="id">Region and id of the finding.</param>
    /// <param name="account">Its account.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns><c>null</c>: there is none.</returns>
    Task<StoredEntry?> ReadAsync(string id, string account, CancellationToken cancellation);

    /// <summary>Reads the entries of an id in all accounts; in practice there is one.</summary>
    Task<IReadOnlyList<StoredEntry>> ReadAllAsync(string id, CancellationToken cancellation);

    /// <summary>Writes an entry.</summary>
    /// <param name="id">Region and id of the finding.</param>
    /// <param name="entry">With the version that follows the one that was read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether it is written; else somebody else was faster, and nothing is changed.</returns>
    Task<bool> WriteAsync(string id, StoredEntry entry, CancellationToken cancellation);
}

/// <summary>Entries in DynamoDB: key <c>id</c> and <c>account</c>, a text of JSON, and <c>expires</c> for its time to live.</summary>
/// <param name="table">The client.</param>
/// <param name="name">Of the table.</param>
/// <param name="keep">How long an entry stays after its last change.</param>
/// <param name="time">The clock of the expiry.</param>
sealed class LedgerTable(IAmazonDynamoDB table, string name, TimeSpan keep, TimeProvider time) : ILedgerStore
{
    /// <summary>A larger finding is not kept beside its entry; an item of DynamoDB takes 400 KB.</summary>
    const int MaxFindingBytes = 300 << 10;

    /// <summary>Stands for no account.</summary>
    internal const string NoAccount = "-";

    /// <inheritdoc/>
    public async Task<StoredEntry?> ReadAsync(string id, string account, CancellationToken cancellation)
    {
        var answer = await table.GetItemAsync(new GetItemRequest
        {
            TableName = name,
            Key = new() { ["id"] = new AttributeValue(id), ["account"] = AccountKey(account) },
            ConsistentRead = true,
        }, cancellation);
        return answer.Item is { Count: > 0 } item ? Stored(item, time.GetUtcNow()) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEntry>> ReadAllAsync(string id, CancellationToken cancellation)
    {
        var answer = await table.QueryAsync(new QueryRequest
        {
            TableName = name,
            KeyConditionExpression = "id = :id",
            ExpressionAttributeValues = new() { [":id"] = new AttributeValue(id) },
            ConsistentRead = true,
        }, cancellation);
        return [.. (answer.Items ?? []).Select(item => Stored(item, time.GetUtcNow()))];
    }

    /// <inheritdoc/>
    public async Task<bool> WriteAsync(string id, StoredEntry entry, CancellationToken cancellation)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["id"] = new AttributeValue(id),
            ["account"] = AccountKey(entry.Account),
            ["version"] = Number(entry.Version),
            ["expires"] = Number(time.GetUtcNow().Add(keep).ToUnixTimeSeconds()),
            ["entry"] = new AttributeValue(JsonSerializer.Serialize(entry.Entry, LedgerJson.Default.LedgerEntry)),
        };
        if (Packed(entry.Finding) is { Length: > 0 and <= MaxFindingBytes } packed) item["finding"] = new AttributeValue { B = new MemoryStream(packed) };
        try
        {
            await table.PutItemAsync(new PutItemRequest
            {
                TableName = name,
                Item = item,
                ConditionExpression = entry.Version == 1 ? "attribute_not_exists(id) OR version = :before" : "version = :before",
                ExpressionAttributeValues = new() { [":before"] = Number(entry.Version - 1) },
            }, cancellation);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    static StoredEntry Stored(Dictionary<string, AttributeValue> item, DateTimeOffset now)
    {
        var version = long.Parse(item["version"].N, CultureInfo.InvariantCulture);
        // DynamoDB deletes within days of the expiry, not at once: what has expired is forgotten, and its version goes on.
        var isForgotten = item.TryGetValue("expires", out var expires) && long.Parse(expires.N, CultureInfo.InvariantCulture) <= now.ToUnixTimeSeconds();
        var entry = isForgotten ? new LedgerEntry() : JsonSerializer.Deserialize(item["entry"].S, LedgerJson.Default.LedgerEntry)!;
        return new(item["account"].S, version, entry, item.TryGetValue("finding", out var packed) && packed.B is { } bytes ? Unpacked(bytes) : default);
    }

    /// <summary>The sort key: DynamoDB takes no empty text, and a finding may come without its account.</summary>
    internal static AttributeValue AccountKey(string account) => new(account.Length > 0 ? account : NoAccount);

    static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    static byte[] Packed(ReadOnlyMemory<byte> finding)
    {
        if (finding.IsEmpty) return [];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(finding.Span);
        return packed.ToArray();
    }

    static byte[] Unpacked(MemoryStream packed)
    {
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
