using System.Text.Json.Nodes;
using Sluice;

namespace Local.Tests;

public class AlarmTests
{
    sealed record Watched(string Alarm, string Namespace, string Metric, string Of);

    static readonly Watched[] s_watched = [.. Suite.Of("AWS::CloudWatch::Alarm").SelectMany(alarm =>
        alarm.Properties["Metrics"] is JsonArray several
            ? several.Select(one => one!["MetricStat"]?["Metric"]).OfType<JsonObject>().Select(metric => Of(alarm.LogicalId, metric))
            : [Of(alarm.LogicalId, alarm.Properties)])];

    [Fact]
    public void Each_function_is_watched_for_errors_and_for_want_of_concurrency()
    {
        foreach (var function in Suite.Everything.Functions.Values)
        {
            Assert.Contains(s_watched, one => one is { Namespace: "AWS/Lambda", Metric: "Errors" } && one.Of == function.Name);
            Assert.Contains(s_watched, one => one is { Namespace: "AWS/Lambda", Metric: "Throttles" } && one.Of == function.Name);
        }
    }

    [Fact]
    public void Each_function_that_has_to_answer_in_time_is_watched_at_four_fifths_of_its_timeout()
    {
        // What a queue feeds uses all of its time on purpose and goes on with the next message; the age of the queue tells that it is late.
        var fed = Suite.Everything.Functions.Values.Where(one => Suite.Everything.Resources[one.LogicalId].Properties["Events"] is JsonObject events && events.Any(@event => (string?)@event.Value!["Type"] == "SQS"));
        foreach (var function in Suite.Everything.Functions.Values.Except(fed))
        {
            var alarm = s_watched.Single(one => one is { Namespace: "AWS/Lambda", Metric: "Duration" } && one.Of == function.Name);
            Assert.Equal(function.Timeout.TotalMilliseconds * 0.8, (double)Suite.Everything.Resources[alarm.Alarm].Properties["Threshold"]!);
        }
    }

    [Fact]
    public void Each_queue_of_failures_is_watched_for_its_depth_and_each_other_for_its_age()
    {
        foreach (var queue in Suite.Of("AWS::SQS::Queue"))
        {
            var metric = queue.Properties["RedrivePolicy"] is null ? "ApproximateNumberOfMessagesVisible" : "ApproximateAgeOfOldestMessage";
            Assert.True(s_watched.Any(one => one.Namespace == "AWS/SQS" && one.Metric == metric && one.Of == queue.PhysicalName), $"{queue.LogicalId}: {metric}");
        }
    }

    [Fact]
    public void Each_delivery_stream_is_watched_for_late_and_for_refused_records()
    {
        foreach (var stream in Suite.Of("AWS::KinesisFirehose::DeliveryStream"))
        {
            Assert.Contains(s_watched, one => one.Metric.EndsWith(".DataFreshness", StringComparison.Ordinal) && one.Of == stream.PhysicalName);
            Assert.Contains(s_watched, one => one.Metric == "ThrottledRecords" && one.Of == stream.PhysicalName);
        }
    }

    [Fact]
    public void Each_rule_and_each_function_that_is_called_without_waiting_is_watched_for_events_that_get_lost()
    {
        foreach (var rule in Suite.Of("AWS::Events::Rule"))
            Assert.True(s_watched.Any(one => one is { Namespace: "AWS/Events", Metric: "FailedInvocations" } && one.Of == rule.PhysicalName), rule.LogicalId);
        foreach (var function in Suite.Everything.Functions.Values)
            if (Suite.Everything.Resources[function.LogicalId].Properties is var properties && (properties["DeadLetterQueue"] ?? properties["EventInvokeConfig"]) is not null)
                Assert.True(s_watched.Any(one => one.Metric == "AsyncEventsDropped" && one.Of == function.Name), function.LogicalId);
    }

    [Fact]
    public void Metrics_of_our_own_are_those_that_the_functions_write()
    {
        var own = s_watched.Where(one => one.Namespace == Telemetry.MetricNamespace).ToList();
        Assert.NotEmpty(own);
        foreach (var one in own)
        {
            var function = Suite.Everything.Functions.Values.Single(function => function.Name == one.Of);
            Assert.Contains(one.Metric, Suite.MetricsOf(function.ProjectName));
        }
    }

    [Fact]
    public void Each_alarm_calls_the_topic_and_says_what_happened()
    {
        foreach (var alarm in Suite.Of("AWS::CloudWatch::Alarm"))
        {
            Assert.Equal("""["arn:aws:sns:us-east-1:123456789012:alarms"]""", alarm.Properties["AlarmActions"]!.ToJsonString());
            Assert.EndsWith(".", (string)alarm.Properties["AlarmDescription"]!, StringComparison.Ordinal);
        }
    }

    static Watched Of(string alarm, JsonObject metric) =>
        new(alarm, (string)metric["Namespace"]!, (string)metric["MetricName"]!, (string)metric["Dimensions"]![0]!["Value"]!);
}
