using System.Text.Json.Nodes;
using Sluice;
using Sluice.Local;

namespace Local.Tests;

public class DashboardTests
{
    [Fact]
    public void It_shows_each_function_and_only_metrics_that_are_written()
    {
        var metrics = Widgets(Suite.Everything).Where(one => (string?)one["type"] == "metric").SelectMany(one => one["properties"]!["metrics"]!.AsArray()).Select(one => one!.AsArray()).ToList();
        foreach (var function in Suite.Everything.Functions.Values)
        {
            Assert.Contains(metrics, one => Text(one, 0) == "AWS/Lambda" && Text(one, 3) == function.Name);
            var own = metrics.Where(one => Text(one, 0) == Telemetry.MetricNamespace && Text(one, 3) == function.Name).ToList();
            Assert.NotEmpty(own);
            Assert.All(own, one => Assert.Contains(Text(one, 1), Suite.MetricsOf(function.ProjectName)));
        }
        foreach (var type in new[] { "AWS::SQS::Queue", "AWS::KinesisFirehose::DeliveryStream" })
            Assert.All(Suite.Of(type), one => Assert.Contains(metrics, metric => Text(metric, 3) == one.PhysicalName));
    }

    [Fact]
    public void It_names_nothing_that_is_not_deployed()
    {
        var little = Suite.Only(new() { ["ForwardCloudWatchLogs"] = "false", ["CaptureChanges"] = "true" });

        var titles = Widgets(little).Where(one => (string?)one["type"] == "text").Select(one => ((string)one["properties"]!["markdown"]!).Split('\n')[0]);

        Assert.Equal(["Each record is delivered, dropped on purpose, or failed with a reason where it can be replayed.", "## AuroraCdcForwarder"], titles);
    }

    static IEnumerable<JsonObject> Widgets(ResolvedTemplate template)
    {
        var dashboard = Assert.Single(template.Resources.Values, one => one.Type == "AWS::CloudWatch::Dashboard");
        return JsonNode.Parse((string)dashboard.Properties["DashboardBody"]!)!["widgets"]!.AsArray().Select(one => one!.AsObject());
    }

    static string Text(JsonArray metric, int position) => (string)metric[position]!;
}
