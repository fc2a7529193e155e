using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Finds a row's values column by column. Rows mostly come in the order of their table, so each search goes on where the last one ended.</summary>
struct ColumnCursor(RowImage image)
{
    JsonElement.ObjectEnumerator _members = image.IsThere ? image.Row.EnumerateObject() : default;

    /// <summary>A column's value; undefined where the image does not have it.</summary>
    public JsonElement Find(Column column)
    {
        if (image.Overlay.ValueKind == JsonValueKind.Object) return image.Find(column.Name);
        var ahead = _members;
        while (ahead.MoveNext())
        {
            if (!ahead.Current.NameEquals(column.Utf8Name)) continue;
            _members = ahead;
            return ahead.Current.Value;
        }
        return image.Find(column.Name);
    }
}
