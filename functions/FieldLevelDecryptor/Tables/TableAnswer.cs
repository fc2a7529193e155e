using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Answers a request for items: page by page, each page whole or not at all, and where it ends before the table does it says so and gives a token.</summary>
/// <param name="table">What may be read.</param>
/// <param name="dynamo">The client.</param>
/// <param name="fields">Opens fields.</param>
/// <param name="audit">A line for each of them.</param>
sealed class TableAnswer(TableSettings table, IAmazonDynamoDB dynamo, FieldRun fields, AuditLog audit)
{
    /// <summary>Of a page: some tens of milliseconds of decryption on one processor.</summary>
    const int PageItems = 100;

    /// <summary>Of a page of which the filter left little.</summary>
    const int MostPageItems = 1000;

    /// <summary>Bytes kept for what stands behind the items: the token, which may hold a key of 3 KB.</summary>
    const int TailBytes = 16 << 10;

    /// <summary>Reads, decrypts and writes.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="who">The caller.</param>
    /// <param name="answer">Gets the answer.</param>
    /// <param name="maxBytes">Of the answer.</param>
    /// <param name="tally">Counts.</param>
    /// <param name="deadline">A page that is not done by then is left to the next request.</param>
    /// <exception cref="InvalidDataException">The request asks for what may not be asked, or DynamoDB does not understand it.</exception>
    /// <exception cref="TimeoutException">Not one page could be done.</exception>
    public async Task WriteAsync(TableRequest request, string who, ByteBuffer answer, int maxBytes, FieldTally tally, CancellationToken deadline)
    {
        var attributes = Attributes(request);
        var pages = new TablePages(dynamo, table, request, attributes);
        var start = request.Continue is { } token ? ContinueToken.Read(token) : null;
        var (items, scanned, failed, size, read) = (0, 0, 0, PageItems, 0);
        answer.Append("{\"items\":["u8);
        var complete = false;
        while (!complete && (request.Limit is not { } limit || items < limit))
        {
            var page = await PageAsync(pages, start, Math.Min(size, request.Limit - items ?? size), attributes, deadline);
            if (page is not var (found, outcomes))
            {
                if (read == 0) throw new TimeoutException($"The time was up before the first {size} items of {table.Name} were decrypted: ask for fewer with table.limit, or give the function more time.");
                break;
            }
            var before = answer.Length;
            var pageFailed = WriteItems(found.Items, outcomes, attributes, request.Project, answer, first: items == 0);
            if (answer.Length > maxBytes - TailBytes)
            {
                answer.Truncate(before);
                if (items > 0) break;
                if (size == 1) throw new InvalidDataException($"An item of {table.Name} is larger than any answer: leave attributes out with table.project.");
                size = Math.Max(1, size / 4);
                continue;
            }
            // Only now: what is thrown away has reached nobody.
            Audit(who, found.Items, outcomes, attributes, tally);
            (items, scanned, failed, read) = (items + found.Items.Count, scanned + found.Scanned, failed + pageFailed, read + 1);
            (start, complete) = (found.Next, found.Next is null);
            // A filter that leaves little: larger pages are fewer calls.
            if (found.Items.Count < size / 4) size = Math.Min(size * 2, MostPageItems);
        }
        WriteTail(answer, items, scanned, failed, complete ? null : start);
    }

    string[] Attributes(TableRequest request)
    {
        if (request.Attributes is null) return [.. table.Encrypted];
        if (request.Attributes.Except(table.Encrypted).ToList() is { Count: > 0 } unknown)
            throw new InvalidDataException($"table.attributes has {string.Join(", ", unknown)}, and those that may be decrypted are {string.Join(", ", table.Encrypted)}.");
        return [.. request.Attributes];
    }

    /// <summary>A page and an outcome for each of its items' attributes; <c>null</c> where the time was up.</summary>
    async Task<(TablePage Page, FieldOutcome[] Outcomes)?> PageAsync(TablePages pages, Dictionary<string, AttributeValue>? start, int size, string[] attributes, CancellationToken deadline)
    {
        try
        {
            var page = await pages.ReadAsync(start, size, deadline);
            var outcomes = await fields.RunAsync(page.Items.Count * attributes.Length, (i, time) => OpenAsync(page.Items[i / attributes.Length], attributes[i % attributes.Length], time), deadline);
            return deadline.IsCancellationRequested ? null : (page, outcomes);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return null;
        }
    }

    ValueTask<FieldOutcome> OpenAsync(Dictionary<string, AttributeValue> item, string attribute, CancellationToken deadline) => item.GetValueOrDefault(attribute) switch
    {
        null => ValueTask.FromResult(default(FieldOutcome)),        // the item has none: never looked at
        { S: { } text } => fields.Decryptor.OpenAsync(text, deadline),
        { B: { } bytes } => fields.Decryptor.OpenStoredAsync(bytes.ToArray(), deadline),
        _ => ValueTask.FromResult(new FieldOutcome(FieldResult.PlainText, null, "", "the attribute is neither text nor bytes: encryption did not run", 0)),
    };

    static int WriteItems(IReadOnlyList<Dictionary<string, AttributeValue>> items, FieldOutcome[] outcomes, string[] attributes, IReadOnlyList<string>? project, ByteBuffer answer, bool first)
    {
        var failed = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (!first || i > 0) answer.Append((byte)',');
            using var json = new Utf8JsonWriter(answer, FieldErrors.Options);
            if (TableItem.Write(json, items[i], outcomes.AsSpan(i * attributes.Length, attributes.Length), attributes, project)) failed++;
        }
        return failed;
    }

    void Audit(string who, IReadOnlyList<Dictionary<string, AttributeValue>> items, FieldOutcome[] outcomes, string[] attributes, FieldTally tally)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            var (item, attribute) = (items[i / attributes.Length], attributes[i % attributes.Length]);
            if (!item.ContainsKey(attribute)) continue;
            audit.Write(who, string.Join('/', table.Key.Select(name => AttributeJson.Shown(item.GetValueOrDefault(name)))), attribute, outcomes[i], tally);
        }
    }

    static void WriteTail(ByteBuffer answer, int items, int scanned, int failed, Dictionary<string, AttributeValue>? next)
    {
        answer.Append("],"u8);
        var tail = new ByteBuffer(256);
        using (var json = new Utf8JsonWriter(tail, FieldErrors.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, items);
            json.WriteNumber("scanned"u8, scanned);
            json.WriteNumber("failed"u8, failed);
            json.WriteBoolean("complete"u8, next is null);
            if (next is not null) json.WriteString("continue"u8, ContinueToken.Write(next));
            json.WriteEndObject();
        }
        answer.Append(tail.Written[1..]);
    }
}
