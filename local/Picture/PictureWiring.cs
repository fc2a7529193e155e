using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Flows that resources set up among themselves: subscriptions, delivery, notifications, rules, event sources, APIs, dead letters.</summary>
static class PictureWiring
{
    public static IEnumerable<Flow> Of(ResolvedResource resource, ResolvedTemplate template, Places places)
    {
        var properties = resource.Properties;
        return resource.Type switch
        {
            "AWS::Logs::SubscriptionFilter" => Between(places.Find(properties["LogGroupName"].Text()), places.Find(properties["DestinationArn"].Text())),
            "AWS::KinesisFirehose::DeliveryStream" => Delivery.Of(resource, places),
            "AWS::S3::Bucket" => Notifications(resource, places),
            "AWS::SQS::Queue" => Between(Places.Of(resource), places.Find(properties["RedrivePolicy"]?["deadLetterTargetArn"].Text()), failed: true),
            "AWS::SNS::Subscription" => Between(places.Find(properties["TopicArn"].Text()), places.Find(properties["Endpoint"].Text())),
            "AWS::Events::Rule" or "AWS::Scheduler::Schedule" => Rule(resource, template, places),
            "AWS::Lambda::EventSourceMapping" => Between(places.Find(properties["EventSourceArn"].Text()), places.Find(properties["FunctionName"].Text())),
            "AWS::Lambda::Url" => Between(new Place("callers", PlaceKind.Outside, "Callers", "function URL, IAM"), places.Find(properties["TargetFunctionArn"].Text())),
            "AWS::ApiGatewayV2::Integration" => Between(places.Find(properties["ApiId"].Text()), places.Find(properties["IntegrationUri"].Text())),
            "AWS::CloudFront::Distribution" => Distribution(resource, template),
            _ when FunctionSpecs.IsFunction(resource) => Function(resource, places),
            _ => [],
        };
    }

    static IEnumerable<Flow> Between(Place? from, Place? to, bool failed = false) => from is null || to is null ? [] : [new Flow(from, to, failed)];

    static IEnumerable<Flow> Notifications(ResolvedResource bucket, Places places)
    {
        var configuration = bucket.Properties["NotificationConfiguration"];
        foreach (var (list, target) in new[] { ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic"), ("LambdaConfigurations", "Function") })
            foreach (var one in configuration?[list].Items() ?? [])
            {
                var prefix = one["Filter"]?["S3Key"]?["Rules"].Items().FirstOrDefault(rule => rule["Name"].Text() == "prefix")?["Value"].Text();
                foreach (var flow in Between(Places.Of(bucket, prefix ?? ""), places.Find(one[target].Text()))) yield return flow;
            }
    }

    static IEnumerable<Flow> Rule(ResolvedResource rule, ResolvedTemplate template, Places places)
    {
        var pattern = rule.Properties["EventPattern"];
        var buckets = pattern?["detail"]?["bucket"]?["name"].Texts() ?? [];
        var prefix = pattern?["detail"]?["object"]?["key"].Items().OfType<JsonObject>().Select(key => key["prefix"].Text()).FirstOrDefault() ?? "";
        var sources = buckets.Select(name => places.Bucket(name, prefix)).OfType<Place>().ToList();
        // On a bus of its own, a rule sees what others put there.
        if (sources.Count == 0 && places.Find(rule.Properties["EventBusName"].Text()) is { } bus) sources = [IsOpen(bus, template, places) ? bus with { What = "from other accounts" } : bus];
        if (sources.Count == 0) sources = [.. pattern?["source"].Texts().Select(source => Outsiders.Service(source, pattern["detail-type"].Texts().FirstOrDefault())) ?? []];
        foreach (var source in sources) yield return new Flow(source, Places.Of(rule));
        foreach (var target in rule.Properties["Targets"].Items().Concat(rule.Properties["Target"].Items()))
        {
            if (places.Find(target["Arn"].Text()) is not { } to) continue;
            yield return new Flow(Places.Of(rule), to);
            foreach (var flow in Between(Places.Of(rule), places.Find(target["DeadLetterConfig"]?["Arn"].Text()), failed: true)) yield return flow;
        }
    }

    /// <summary>Its own account needs no policy.</summary>
    static bool IsOpen(Place bus, ResolvedTemplate template, Places places) =>
        template.Resources.Values.Any(one => one.Type == "AWS::Events::EventBusPolicy" && places.Find(one.Properties["EventBusName"].Text())?.Id == bus.Id);

    static IEnumerable<Flow> Distribution(ResolvedResource distribution, ResolvedTemplate template)
    {
        var to = Places.Of(distribution);
        yield return new Flow(new Place("browser", PlaceKind.Outside, "Browser", "form"), to);
        foreach (var origin in distribution.Properties["DistributionConfig"]?["Origins"].Items() ?? [])
            foreach (var api in template.Resources.Values.Where(one => one.Type == "AWS::ApiGatewayV2::Api" && origin["DomainName"].Text()?.StartsWith(one.Ref + ".", StringComparison.Ordinal) == true))
                yield return new Flow(to, Places.Of(api));
    }

    static IEnumerable<Flow> Function(ResolvedResource function, Places places)
    {
        var (self, properties) = (Places.Of(function), function.Properties);
        foreach (var source in (properties["Events"] as JsonObject ?? []).Select(one => one.Value).OfType<JsonObject>())
        {
            var from = source["Properties"];
            var reference = (from?["Queue"] ?? from?["Stream"] ?? from?["Topic"]).Text();
            var place = source["Type"].Text() is "Schedule" or "ScheduleV2" ? new Place(function.LogicalId + "Schedule", PlaceKind.Channel, "Schedule", from?["Schedule"].Text() ?? from?["ScheduleExpression"].Text() ?? "") : places.Find(reference);
            foreach (var flow in Between(place, self)) yield return flow;
        }
        var dead = properties["DeadLetterQueue"]?["TargetArn"] ?? properties["DeadLetterConfig"]?["TargetArn"] ?? properties["EventInvokeConfig"]?["DestinationConfig"]?["OnFailure"]?["Destination"];
        foreach (var flow in Between(self, places.Find(dead.Text()), failed: true)) yield return flow;
    }
}
