using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>What came of an object.</summary>
sealed record ReadObject(List<ReadDocument> Documents, List<RejectedRecord> Rejected, Exception? Failure, DocumentReader Reader)
{
    public string[] Ids => [.. Documents.Select(document => document.Id)];
    public string[] Texts => [.. Documents.Select(document => document.Json)];
}

/// <summary>One document as it would be sent.</summary>
sealed record ReadDocument(string Index, string Id, string Json, long Line, long Offset)
{
    public JsonElement Root => JsonDocument.Parse(Json).RootElement;
    public string this[string path] => Find(path) is { } found ? (found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText()) : "(none)";

    JsonElement? Find(string path)
    {
        var at = Root;
        foreach (var part in path.Split('/'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out var next)) return null;
            at = next;
        }
        return at;
    }
}

/// <summary>Reads objects as the function does.</summary>
static class Reading
{
    public static readonly BulkDialect Dialect = new("create", null, WithId: true);

    public static SourceObject Source(string key = "logs/object") => new("bucket", key, "", "e7a9", 0, new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static ReadingSettings With(LogFormat format = LogFormat.Auto, string index = "", string fields = "", int maxRecordBytes = 1 << 20) =>
        new(format, index, fields, maxRecordBytes, ReadMessages: true);

    public static byte[] Sample(string name) => File.ReadAllBytes(Sluice.Tests.Repo.File("events", "S3ToElasticsearchLoader", "objects", name));

    public static Task<ReadObject> ReadAsync(string content, ReadingSettings? settings = null, string key = "logs/object") =>
        ReadAsync(Encoding.UTF8.GetBytes(content), settings, key);

    public static Task<ReadObject> ReadAsync(byte[] stored, ReadingSettings? settings = null, string key = "logs/object", long offset = 0, long line = 1, int maxBytes = 1 << 20) =>
        ReadAsync(new MemoryStream(stored), settings, key, offset, line, maxBytes);

    public static async Task<ReadObject> ReadAsync(Stream stored, ReadingSettings? settings = null, string key = "logs/object", long offset = 0, long line = 1, int maxBytes = 1 << 20)
    {
        using var reader = new DocumentReader(stored, Source(key), settings ?? With(), offset, line);
        var read = new ReadObject([], [], null, reader);
        var body = new BulkBody(Dialect);
        try
        {
            while (await reader.FillAsync(body, maxBytes, CancellationToken.None))
            {
                read.Documents.AddRange(Documents(body));
                read.Rejected.AddRange(body.Rejected);
                body.Clear();
            }
        }
        catch (Exception failure)
        {
            return read with { Failure = failure };
        }
        return read;
    }

    public static List<ReadDocument> Documents(BulkBody body)
    {
        var documents = new List<ReadDocument>();
        foreach (var item in body.Items)
        {
            var lines = Encoding.UTF8.GetString(body.Bytes.Written.Slice(item.Start, item.Length)).Split('\n');
            Assert.Equal(3, lines.Length);
            Assert.Equal("", lines[2]);
            using var parsed = JsonDocument.Parse(lines[1], new JsonDocumentOptions { AllowDuplicateProperties = false });
            var action = JsonDocument.Parse(lines[0]).RootElement.GetProperty("create");
            documents.Add(new(action.GetProperty("_index").GetString()!, action.GetProperty("_id").GetString()!, lines[1], item.Line, item.Offset));
        }
        return documents;
    }

    public static byte[] Gzip(params ReadOnlySpan<byte> content)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest)) gzip.Write(content);
        return output.ToArray();
    }

    public static byte[] Gzip(string content) => Gzip(Encoding.UTF8.GetBytes(content));
}

/// <summary>A stream that gives so many bytes at a time.</summary>
sealed class SmallReads(byte[] content, int bytes) : MemoryStream(content)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(bytes, buffer.Length)]);
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
}
