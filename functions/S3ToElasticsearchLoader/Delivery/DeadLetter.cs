using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>One line of an object of dead letters: a document that the cluster will not take, or a record that became no document.</summary>
/// <param name="Source">The object that it came from; its size and time are not kept.</param>
/// <param name="Line">The line there, from 1.</param>
/// <param name="Offset">Where its record starts, bytes from the start of the decompressed content.</param>
/// <param name="Index">Where the document was to go; empty for a record.</param>
/// <param name="Id">The document's; empty where it has none.</param>
/// <param name="Status">The cluster's for the document; 0 for a record.</param>
/// <param name="Error">Why.</param>
/// <param name="Content">The document as JSON, or the record as it was read.</param>
sealed record DeadLetter(SourceObject Source, long Line, long Offset, string Index, string Id, int Status, ItemError Error, ReadOnlyMemory<byte> Content)
{
    /// <summary>The type of a record that became no document.</summary>
    public const string Unreadable = "unreadable";

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether it is a record, to be read anew, and no document.</summary>
    public bool IsRecord => Error.Type == Unreadable && Index.Length == 0;

    /// <summary>The letter of a document.</summary>
    /// <param name="source">Where it came from.</param>
    /// <param name="body">Where it stands.</param>
    /// <param name="rejection">Why.</param>
    public static DeadLetter Of(SourceObject source, BulkBody body, ItemRejection rejection)
    {
        var item = body.Items[rejection.Item];
        var bytes = body.Bytes.WrittenMemory.Slice(item.Start, item.Length);
        var end = bytes.Span.IndexOf((byte)'\n');
        var (index, id) = ActionOf(bytes.Span[..end]);
        return new(source, item.Line, item.Offset, index, id, rejection.Status, rejection.Error, bytes[(end + 1)..^1]);
    }

    /// <summary>The letter of a record.</summary>
    public static DeadLetter Of(SourceObject source, RejectedRecord record) =>
        new(source, record.Line, record.Offset, "", "", 0, new(Unreadable, record.Reason), record.Raw);

    /// <summary>Appends the line: <c>{"bucket","key","versionId","etag","line","offset","index","id","status","type","reason",…}</c> and
    /// the content, as <c>document</c> (JSON), <c>raw</c> (text) or <c>rawBase64</c>.</summary>
    public void WriteTo(ByteBuffer output)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("bucket"u8, Source.Bucket);
            json.WriteString("key"u8, Source.Key);
            if (Source.VersionId.Length > 0) json.WriteString("versionId"u8, Source.VersionId);
            json.WriteString("etag"u8, Source.ETag);
            json.WriteNumber("line"u8, Line);
            json.WriteNumber("offset"u8, Offset);
            if (Index.Length > 0) json.WriteString("index"u8, Index);
            if (Id.Length > 0) json.WriteString("id"u8, Id);
            if (Status > 0) json.WriteNumber("status"u8, Status);
            json.WriteString("type"u8, Error.Type);
            json.WriteString("reason"u8, Error.Reason);
            WriteContent(json);
            json.WriteEndObject();
        }
        output.Append((byte)'\n');
    }

    void WriteContent(Utf8JsonWriter json)
    {
        var content = Content.Span;
        var isText = Utf8.IsValid(content);
        if (!IsRecord && isText && IsJson(content))
        {
            json.WritePropertyName("document"u8);
            json.WriteRawValue(content, skipInputValidation: true);
        }
        else if (isText) json.WriteString("raw"u8, content);
        else json.WriteBase64String("rawBase64"u8, content);
    }

    static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            while (json.Read())
            {
                // To the end.
            }
            // A line feed between tokens is JSON, but would end our line.
            return !text.Contains((byte)'\n');
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static (string Index, string Id) ActionOf(ReadOnlySpan<byte> action)
    {
        var (index, id) = ("", "");
        var json = new Utf8JsonReader(action);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var (isIndex, isId) = (json.ValueTextEquals("_index"u8), json.ValueTextEquals("_id"u8));
            json.Read();
            if (isIndex) index = json.GetString()!;
            else if (isId) id = json.GetString()!;
        }
        return (index, id);
    }
}
