using System.Globalization;

namespace Sluice.AuroraCdcForwarder;

/// <summary>The kinds of column whose values need to be told apart.</summary>
enum TypeKind : byte
{
    /// <summary>Text, ENUM, SET, JSON, binary in base64: what the sender writes is what is delivered.</summary>
    Text,

    /// <summary>INT and smaller, BIGINT, YEAR, FLOAT, DOUBLE.</summary>
    Number,

    /// <summary>BIGINT UNSIGNED.</summary>
    Unsigned,

    /// <summary>DECIMAL(p,s).</summary>
    Decimal,

    /// <summary>BIT(n).</summary>
    Bit,

    /// <summary>DATE.</summary>
    Date,

    /// <summary>DATETIME(p).</summary>
    DateTime,

    /// <summary>TIMESTAMP(p).</summary>
    Timestamp,

    /// <summary>TIME(p).</summary>
    Time,
}

/// <summary>The type of a column.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Digits">Behind the point: of a DECIMAL, or of the seconds.</param>
/// <param name="TicksPerUnit">100-nanosecond ticks of one unit where a number stands for a time; 0 where the settings tell.</param>
readonly record struct ColumnType(TypeKind Kind, int Digits = 0, double TicksPerUnit = 0)
{
    /// <summary>Reads SQL's spelling, such as <c>decimal(12,4)</c>, <c>bigint unsigned</c>, <c>datetime(6)</c>.</summary>
    /// <returns><c>null</c> for a type that is not known.</returns>
    public static ColumnType? Parse(string text)
    {
        var words = text.Trim().ToLowerInvariant().Split(['(', ')', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return null;
        int Number(int at, int otherwise) => words.Length > at && int.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : otherwise;
        var unsigned = words.Contains("unsigned", StringComparer.Ordinal);
        return words[0] switch
        {
            "bigint" when unsigned => new(TypeKind.Unsigned),
            "tinyint" or "smallint" or "mediumint" or "int" or "integer" or "bigint" or "year" or "float" or "double" or "real" or "bool" or "boolean" => new(TypeKind.Number),
            "decimal" or "numeric" or "dec" or "fixed" => new(TypeKind.Decimal, Number(2, 0)),
            "bit" => new(TypeKind.Bit),
            "date" => new(TypeKind.Date),
            "datetime" => new(TypeKind.DateTime, Number(1, 0)),
            "timestamp" => new(TypeKind.Timestamp, Number(1, 0)),
            "time" => new(TypeKind.Time, Number(1, 0)),
            "char" or "varchar" or "text" or "tinytext" or "mediumtext" or "longtext" or "string" or "enum" or "set" or "json" or "uuid" or "inet4" or "inet6"
                or "binary" or "varbinary" or "blob" or "tinyblob" or "mediumblob" or "longblob"
                or "point" or "geometry" or "linestring" or "polygon" or "multipoint" or "multilinestring" or "multipolygon" or "geometrycollection" => new(TypeKind.Text),
            _ => null,
        };
    }
}
