using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A record that is a JSON object: its members are copied as they stand, but for those that a kind of log treats in its own way.</summary>
/// <remarks>What the document has of its own wins: a member of the record called <c>aws</c> becomes <c>aws_</c>. An object with a
/// member twice is refused, for a cluster would refuse it too. Further objects behind the first are left for the next call.</remarks>
abstract class ObjectShape : Shape
{
    readonly MemberNames _names = new();

    /// <inheritdoc/>
    public sealed override string? Write(ReadOnlySpan<byte> record, DocumentWriter document)
    {
        if (record[0] != '{') return "it is not a JSON object";
        try
        {
            return Read(record, document) ?? Finish(document);
        }
        catch (JsonException)
        {
            // The parser's words quote the record.
            document.Consumed = 0;
            return "it is not valid JSON, or not whole";
        }
    }

    string? Read(ReadOnlySpan<byte> record, DocumentWriter document)
    {
        var json = new Utf8JsonReader(record);
        var plain = JsonValue.IsPlain(record);
        _names.Clear();
        Start();
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            if (!_names.TryAdd(record, (int)json.TokenStartIndex + 1, name.Length)) return "it has a member twice";
            json.Read();
            if (Member(name, ref json, record, plain, document) is { } refusal) return refusal;
        }
        document.Consumed = (int)json.BytesConsumed;
        return null;
    }

    /// <summary>A record begins.</summary>
    protected virtual void Start()
    {
        // Most kinds keep nothing from member to member.
    }

    /// <summary>Writes one member, or not.</summary>
    /// <param name="name">Escaped.</param>
    /// <param name="json">On the first token of the value; afterwards on its last.</param>
    /// <param name="record">What it reads.</param>
    /// <param name="plain"><see cref="JsonValue.IsPlain"/>.</param>
    /// <param name="document">Where to.</param>
    /// <returns><c>null</c>, or why the record is refused.</returns>
    protected abstract string? Member(ReadOnlySpan<byte> name, ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document);

    /// <summary>All members were read.</summary>
    protected virtual string? Finish(DocumentWriter document) => null;

    /// <summary>Copies the member as it stands.</summary>
    protected static void Copy(ReadOnlySpan<byte> name, ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document)
    {
        var taken = name.SequenceEqual("aws"u8) ? "aws_"u8 : name.SequenceEqual("@timestamp"u8) ? "@timestamp_"u8 : name;
        document.Name(taken);
        JsonValue.Append(ref json, record, plain, document.Output, document.Scratch);
    }

    /// <summary>Reads a time: a text or a number, as <see cref="TimeText.TryParse"/> has them.</summary>
    protected static bool TryTime(ref Utf8JsonReader json, out long ticks)
    {
        ticks = 0;
        return json.TokenType is JsonTokenType.String or JsonTokenType.Number && TimeText.TryParse(json.ValueSpan, out ticks);
    }
}
