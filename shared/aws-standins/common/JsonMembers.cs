using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using Amazon.Runtime.Internal.Util;

namespace Amazon.StandIns;

/// <summary>Writes the members that are set: what is null is left out, as the official marshallers do.</summary>
static class JsonMembers
{
    internal static void Member(this Utf8JsonWriter json, string name, string value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    internal static void Member(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    internal static void Member(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag) json.WriteBoolean(name, flag);
    }

    /// <summary>Whole seconds since 1970, as the official marshallers write a timestamp.</summary>
    internal static void Member(this Utf8JsonWriter json, string name, DateTime? value)
    {
        if (value is { } time) json.WriteNumber(name, Convert.ToInt64(StringUtils.FromDateTimeToUnixTimestamp(time), CultureInfo.InvariantCulture));
    }

    /// <summary>Base64 goes from the stream's own buffer straight into the request's; no string, no copy.</summary>
    internal static void Member(this Utf8JsonWriter json, string name, MemoryStream value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        StringUtils.WriteBase64StringValue(json, value);
    }

    internal static void Member<T>(this Utf8JsonWriter json, string name, T value, Action<Utf8JsonWriter, T> members) where T : class
    {
        if (value is null) return;
        json.WriteStartObject(name);
        members(json, value);
        json.WriteEndObject();
    }

    internal static void Member<T>(this Utf8JsonWriter json, string name, List<T> items, Action<Utf8JsonWriter, T> members)
    {
        if (!IsSet(items)) return;
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void Member(this Utf8JsonWriter json, string name, List<string> items)
    {
        if (!IsSet(items)) return;
        json.WriteStartArray(name);
        foreach (var item in items) json.WriteStringValue(item);
        json.WriteEndArray();
    }

    internal static void Member(this Utf8JsonWriter json, string name, List<MemoryStream> items)
    {
        if (!IsSet(items)) return;
        json.WriteStartArray(name);
        foreach (var item in items) StringUtils.WriteBase64StringValue(json, item);
        json.WriteEndArray();
    }

    internal static void Member<T>(this Utf8JsonWriter json, string name, Dictionary<string, T> map, Action<Utf8JsonWriter, T> members)
    {
        if (map is null || (map.Count == 0 && AWSConfigs.InitializeCollections)) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteStartObject(key);
            members(json, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Version 4 sends an empty list that the caller made, but not one it made itself.</summary>
    static bool IsSet<T>(List<T> items) => items is not null && (items.Count > 0 || !AWSConfigs.InitializeCollections);
}
