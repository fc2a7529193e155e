namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Standard logs of CloudFront, and others of the W3C form: tabs between, the columns in a <c>#Fields</c> line.</summary>
/// <remarks>The time is <c>date</c> and <c>time</c>, which do not stay. Names are lower-case with underlines:
/// <c>cs(User-Agent)</c> is <c>cs_user_agent</c>. Texts stay as CloudFront writes them, URL-encoded. Source: CloudFront developer guide,
/// "Standard log file fields".</remarks>
sealed class CloudFrontShape() : ColumnShape([], 0, (byte)'\t', quoting: false, exact: true)
{
    /// <inheritdoc/>
    public override bool TryHeader(ReadOnlySpan<byte> record)
    {
        if (record[0] != '#') return false;
        if (record.StartsWith("#Fields:"u8)) Become([.. Words(record["#Fields:".Length..], (byte)' ').Select(ColumnOf)]);
        return true;
    }

    /// <inheritdoc/>
    public override string? Write(ReadOnlySpan<byte> record, DocumentWriter document) =>
        HasColumns ? base.Write(record, document) : "no #Fields line stands before it";

    static Column ColumnOf(string field)
    {
        var kind = field switch
        {
            "date" => ColumnKind.Date,
            "time" => ColumnKind.TimeOfDay,
            "c-ip" => ColumnKind.Ip,
            "sc-bytes" or "sc-status" or "cs-bytes" or "time-taken" or "c-port" or "time-to-first-byte" or "sc-content-len"
                or "sc-range-start" or "sc-range-end" or "fle-encrypted-fields" => ColumnKind.Number,
            _ => ColumnKind.Text,
        };
        var name = string.Create(field.Length, field, (room, text) =>
        {
            for (var i = 0; i < room.Length; i++) room[i] = char.IsAsciiLetterOrDigit(text[i]) ? char.ToLowerInvariant(text[i]) : '_';
        });
        return new Column(name.Trim('_'), kind);
    }
}
