using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Why a cluster refused something.</summary>
/// <param name="Type">Its name for it, such as <c>mapper_parsing_exception</c>.</param>
/// <param name="Reason">A sentence; may quote the document, so it belongs into dead letters and not into logs.</param>
readonly record struct ItemError(string Type, string Reason)
{
    /// <summary>Reads <c>{"type","reason","caused_by":{"reason"},…}</c>; the reader stands at its brace and ends at the closing one.</summary>
    public static ItemError Read(ref Utf8JsonReader json)
    {
        var (type, reason, cause) = ("", "", "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isReason, isCause) = (json.ValueTextEquals("type"u8), json.ValueTextEquals("reason"u8), json.ValueTextEquals("caused_by"u8));
            json.Read();
            if (isCause && json.TokenType == JsonTokenType.StartObject) cause = Read(ref json).Reason;
            else if (isType && json.TokenType == JsonTokenType.String) type = json.GetString()!;
            else if (isReason && json.TokenType == JsonTokenType.String) reason = json.GetString()!;
            else json.Skip();
        }
        return new(type, cause.Length == 0 ? reason : reason + ": " + cause);
    }

    /// <summary>For logs: the type, and the field where the reason names one; nothing of the document.</summary>
    public string Label
    {
        get
        {
            var start = Reason.IndexOf("field [", StringComparison.Ordinal) + 7;
            var end = start < 7 ? -1 : Reason.IndexOf(']', start);
            return end < 0 ? Type : $"{Type}: field {Reason[start..end]}";
        }
    }
}

/// <summary>What the cluster says of one document.</summary>
/// <param name="Status">As if it had been a request of its own.</param>
/// <param name="Error">Empty where there is none, and for 409.</param>
readonly record struct ItemResult(int Status, ItemError Error)
{
    /// <summary>What follows from it.</summary>
    public ItemVerdict Verdict => Status switch
    {
        >= 200 and < 300 => ItemVerdict.Delivered,
        409 => ItemVerdict.AlreadyThere,
        // OpenSearch says 429 and Elasticsearch 403 while an index is blocked, as when the disk is full.
        _ when Error.Type is "cluster_block_exception" or "es_rejected_execution_exception" or "rejected_execution_exception" => ItemVerdict.Later,
        408 or 429 or >= 500 => ItemVerdict.Later,
        401 or 403 => ItemVerdict.Forbidden,
        _ => ItemVerdict.Rejected,
    };
}

/// <summary>What becomes of a document.</summary>
enum ItemVerdict
{
    /// <summary>It was written.</summary>
    Delivered,

    /// <summary>It had been written before: an earlier answer was lost, or the object is read again.</summary>
    AlreadyThere,

    /// <summary>It will never be taken as it is.</summary>
    Rejected,

    /// <summary>It may be taken later.</summary>
    Later,

    /// <summary>We may not write there: nobody's documents will be taken until somebody changes that.</summary>
    Forbidden,
}

/// <summary>Reads the answer to <c>_bulk</c>.</summary>
static class BulkReply
{
    /// <summary>Reads what the cluster says of each document.</summary>
    /// <param name="body"><c>{"took":7,"errors":true,"items":[{"create":{"status":201}},{"create":{"status":400,"error":{…}}}]}</c></param>
    /// <param name="results">Gets one entry a document, in order, in place of what it holds.</param>
    /// <exception cref="InvalidDataException">Not such an answer, or cut.</exception>
    public static void Read(ReadOnlySpan<byte> body, List<ItemResult> results)
    {
        results.Clear();
        try
        {
            var json = new Utf8JsonReader(body);
            var found = false;
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new InvalidDataException("the answer is no JSON object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isItems = json.ValueTextEquals("items"u8);
                json.Read();
                if (isItems && json.TokenType == JsonTokenType.StartArray)
                {
                    found = true;
                    while (json.Read() && json.TokenType == JsonTokenType.StartObject) results.Add(ReadItem(ref json));
                }
                else json.Skip();
            }
            while (json.Read())
            {
                // To the end: what follows the object makes it no answer.
            }
            if (!found) throw new InvalidDataException("the answer has no items");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException("the answer is no JSON, or was cut", broken);
        }
    }

    /// <summary><c>{"create":{"status":201,…}}</c>: the operation is the only member, the status comes before the error.</summary>
    static ItemResult ReadItem(ref Utf8JsonReader json)
    {
        var (status, error) = (0, default(ItemError?));
        json.Read();
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new InvalidDataException("an item of the answer is no object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isStatus, isError) = (json.ValueTextEquals("status"u8), json.ValueTextEquals("error"u8));
            json.Read();
            if (isStatus && json.TokenType == JsonTokenType.Number) status = json.GetInt32();
            // An object that is loaded again has a 409 for each document: not a text for each as well.
            else if (isError && json.TokenType == JsonTokenType.StartObject && status != 409) error = ItemError.Read(ref json);
            else json.Skip();
        }
        json.Read();
        if (status == 0) throw new InvalidDataException("an item of the answer has no status");
        return new(status, error ?? new ItemError("", ""));
    }
}
