using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Flows of a delivery stream: what a function transforms is drawn as if it came out of the function, which is where readers look for it.</summary>
static class Delivery
{
    public static IEnumerable<Flow> Of(ResolvedResource stream, Places places)
    {
        var self = Places.Of(stream);
        foreach (var (name, value) in stream.Properties)
        {
            if (!name.EndsWith("DestinationConfiguration", StringComparison.Ordinal) || value is not JsonObject destination) continue;
            var transformation = Transformation(destination, places);
            if (transformation is not null) yield return new Flow(self, transformation);
            var from = transformation ?? self;
            // Other destinations than S3 keep in S3 what they refuse.
            var backup = destination["S3Configuration"] ?? destination;
            if (Target(name, destination, places) is { } target) yield return new Flow(from, target);
            if (Bucket(backup, "ErrorOutputPrefix", places) is { } failed) yield return new Flow(from, failed, Failed: true);
        }
    }

    static Place? Transformation(JsonObject destination, Places places) => destination["ProcessingConfiguration"]?["Processors"].Items()
        .Where(processor => processor["Type"].Text() == "Lambda")
        .SelectMany(processor => processor["Parameters"].Items())
        .Where(parameter => parameter["ParameterName"].Text() == "LambdaArn")
        .Select(parameter => places.Find(parameter["ParameterValue"].Text()))
        .FirstOrDefault();

    static Place? Target(string name, JsonObject destination, Places places) => name switch
    {
        "ExtendedS3DestinationConfiguration" or "S3DestinationConfiguration" => Bucket(destination, "Prefix", places),
        "SplunkDestinationConfiguration" => new Place("splunk", PlaceKind.Outside, "Splunk", "HTTP Event Collector"),
        "HttpEndpointDestinationConfiguration" => new Place("http", PlaceKind.Outside, destination["EndpointConfiguration"]?["Name"].Text() ?? "HTTP endpoint", "HTTP endpoint"),
        _ => new Place(name, PlaceKind.Outside, name.Replace("DestinationConfiguration", "", StringComparison.Ordinal), "destination"),
    };

    /// <summary>Of <c>logs/!{timestamp:yyyy}/</c> what is the same for every object: <c>logs/</c>.</summary>
    static Place? Bucket(JsonNode configuration, string prefix, Places places)
    {
        var keys = (configuration[prefix].Text() ?? "").Split("!{")[0];
        return places.Find(configuration["BucketARN"].Text(), keys.Contains('/', StringComparison.Ordinal) ? keys[..(keys.IndexOf('/', StringComparison.Ordinal) + 1)] : "");
    }
}
