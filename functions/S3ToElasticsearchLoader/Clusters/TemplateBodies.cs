using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Writes what is installed: index templates and lifecycle policies in the form that each product wants.</summary>
static class TemplateBodies
{
    /// <summary>Above the templates that come with Elasticsearch (100 and 200), below what a user would choose to overrule ours.</summary>
    const int Priority = 250;

    /// <summary>The mappings and settings that are embedded for a kind of log, <c>{"settings","mappings"}</c>; <c>null</c> where there are none.</summary>
    /// <param name="kind"><c>waf</c>, <c>vpcflow</c>, <c>cloudtrail</c> or <c>alb</c>.</param>
    public static JsonDocument? Embedded(string kind)
    {
        using var resource = typeof(TemplateBodies).Assembly.GetManifestResourceStream(kind + ".json");
        return resource is null ? null : JsonDocument.Parse(resource);
    }

    /// <summary>A template of the form of <paramref name="cluster"/>: composable, or legacy, or legacy with a mapping type.</summary>
    /// <param name="embedded"><c>{"settings","mappings"}</c></param>
    /// <param name="cluster">Whose form.</param>
    /// <param name="pattern">Which indices.</param>
    /// <param name="documentType">The mapping type, where there are types.</param>
    /// <param name="dataStream">Whether its indices are those of data streams; composable only.</param>
    /// <param name="policy">Elasticsearch's lifecycle policy; <c>null</c> for none.</param>
    public static ByteBuffer Template(JsonDocument embedded, Cluster cluster, string pattern, string documentType, bool dataStream, string? policy)
    {
        var output = new ByteBuffer();
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartArray("index_patterns");
        json.WriteStringValue(pattern);
        json.WriteEndArray();
        json.WriteNumber(cluster.HasComposableTemplates ? "priority" : "order", Priority);
        if (cluster.HasComposableTemplates)
        {
            if (dataStream)
            {
                json.WriteStartObject("data_stream");
                json.WriteEndObject();
            }
            json.WriteStartObject("template");
        }
        json.WriteStartObject("settings");
        foreach (var setting in embedded.RootElement.GetProperty("settings").EnumerateObject()) setting.WriteTo(json);
        if (policy is not null) json.WriteString("index.lifecycle.name", policy);
        json.WriteEndObject();
        json.WritePropertyName("mappings");
        if (cluster.HasTypes)
        {
            json.WriteStartObject();
            json.WritePropertyName(documentType);
        }
        embedded.RootElement.GetProperty("mappings").WriteTo(json);
        if (cluster.HasTypes) json.WriteEndObject();
        if (cluster.HasComposableTemplates) json.WriteEndObject();
        json.WriteEndObject();
        return output;
    }

    /// <summary>Elasticsearch's lifecycle: deletes after so many days, rolls a data stream over before.</summary>
    public static ByteBuffer IlmPolicy(int days, bool dataStream) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("policy");
        json.WriteStartObject("phases");
        json.WriteStartObject("hot");
        json.WriteStartObject("actions");
        if (dataStream)
        {
            json.WriteStartObject("rollover");
            json.WriteString("max_age", "1d");
            json.WriteString("max_size", "30gb");
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("delete");
        json.WriteString("min_age", Days(days));
        json.WriteStartObject("actions");
        Empty(json, "delete");
    }, open: 5);

    /// <summary>OpenSearch's: the same; it finds its indices by itself.</summary>
    public static ByteBuffer IsmPolicy(int days, bool dataStream, string pattern) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("policy");
        json.WriteString("description", "Deletes what Sluice loaded after its time.");
        json.WriteString("default_state", "hot");
        json.WriteStartArray("ism_template");
        json.WriteStartObject();
        json.WriteStartArray("index_patterns");
        json.WriteStringValue(pattern);
        json.WriteEndArray();
        json.WriteNumber("priority", Priority);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("states");
        State(json, "hot", actions =>
        {
            if (!dataStream) return;
            actions.WriteStartObject();
            actions.WriteStartObject("rollover");
            actions.WriteString("min_index_age", "1d");
            actions.WriteString("min_size", "30gb");
            actions.WriteEndObject();
            actions.WriteEndObject();
        }, next: "delete", days);
        State(json, "delete", actions =>
        {
            actions.WriteStartObject();
            Empty(actions, "delete");
            actions.WriteEndObject();
        }, next: null, days);
        json.WriteEndArray();
    }, open: 2);

    static void State(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> actions, string? next, int days)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartArray("actions");
        actions(json);
        json.WriteEndArray();
        json.WriteStartArray("transitions");
        if (next is not null)
        {
            json.WriteStartObject();
            json.WriteString("state_name", next);
            json.WriteStartObject("conditions");
            json.WriteString("min_index_age", Days(days));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Empty(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }

    static ByteBuffer Written(Action<Utf8JsonWriter> write, int open)
    {
        var output = new ByteBuffer();
        using var json = new Utf8JsonWriter(output);
        write(json);
        while (open-- > 0) json.WriteEndObject();
        return output;
    }

    static string Days(int days) => days.ToString(System.Globalization.CultureInfo.InvariantCulture) + "d";
}
