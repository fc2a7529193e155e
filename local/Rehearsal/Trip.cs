using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>How a sample is sent, so that it comes to its function as on AWS.</summary>
/// <param name="Wiring">What of the stack it takes, in words.</param>
abstract record Trip(string Wiring)
{
    /// <summary>Nothing of the stack would bring it.</summary>
    public sealed record Stays(string Why) : Trip("");

    /// <summary>Objects are put into a bucket.</summary>
    public sealed record Objects(string Bucket, IReadOnlyList<string> Keys, string Wiring) : Trip(Wiring);

    /// <summary>Messages are sent to a queue.</summary>
    /// <param name="Queue">Its ARN.</param>
    /// <param name="Bucket">That has the objects which they name; null: they name none.</param>
    public sealed record Messages(string Queue, IReadOnlyList<string> Bodies, string? Bucket, IReadOnlyList<string> Keys) : Trip("SQS queue → event source mapping");

    /// <summary>Records are put into a delivery stream.</summary>
    public sealed record Records(WiredStream Stream, IReadOnlyList<byte[]> Data) : Trip("Firehose stream → transformation");

    /// <summary>A request by way of an HTTP API or a function URL.</summary>
    /// <param name="Principal">Who must be let in by the function's policy; null: IAM lets the caller in.</param>
    public sealed record Request(byte[] Event, string? Principal, string Source, string Wiring) : Trip(Wiring);

    /// <summary>A rule's time has come.</summary>
    public sealed record Time(WiredRule Rule, byte[] Event) : Trip($"schedule {Rule.Schedule} → rule (sent by the runner: moto fires none)");

    /// <summary>An event is put on the bus.</summary>
    /// <param name="IsForwarded">Of the account that it names, which forwards it to a bus of the stack; otherwise: of the stack's own.</param>
    public sealed record BusEvent(JsonObject Event, bool IsForwarded) : Trip("EventBridge")
    {
        public string Account => Event["account"]!.ToString();
    }

    /// <summary>Somebody calls Invoke.</summary>
    /// <param name="Role">As whom; null: as an administrator.</param>
    public sealed record Invoke(byte[] Event, string? Role, bool Waits, string Wiring, string? Bucket, IReadOnlyList<string> Keys) : Trip(Wiring);
}

/// <summary>Chooses the trip by what the sample is and by what the stack wires to the function.</summary>
sealed class TripPlanner(Wiring wiring, string region)
{
    const string NameInSamples = "example-origin-secret";
    static readonly string[] s_played = ["firehose.amazonaws.com", "scheduler.amazonaws.com"];

    public Trip Plan(WiredFunction function, RehearsalSample sample, Expectation expected) => sample.Kind switch
    {
        SampleKind.Firehose => Firehose(function, sample),
        SampleKind.Queue => Queue(function, sample, expected, [.. sample.Bodies]),
        SampleKind.S3Test or SampleKind.Kept => Queue(function, sample, expected, [sample.Json.ToJsonString()]),
        SampleKind.Topic => new Trip.Stays("no topic of the stack has the function as a subscriber"),
        SampleKind.Objects => Objects(function, sample),
        SampleKind.S3Batch => Batch(function, sample, expected),
        SampleKind.Http => Http(function, sample),
        SampleKind.Schedule => Schedule(function),
        SampleKind.EventBus => BusEvent(function, sample, expected),
        _ => Direct(function, sample),
    };

    Trip Firehose(WiredFunction function, RehearsalSample sample)
    {
        if (wiring.StreamsOf(function).FirstOrDefault() is not { } stream) return new Trip.Stays("no delivery stream of the stack transforms with the function");
        if (sample.IsOfKinesis && stream.Settings.SourceStreamArn is null) return new Trip.Stays("its records are those of a Kinesis source, and the stack's stream has none");
        return new Trip.Records(stream, sample.Data);
    }

    Trip Queue(WiredFunction function, RehearsalSample sample, Expectation expected, IReadOnlyList<string> bodies)
    {
        if (wiring.QueuesOf(function).FirstOrDefault() is not { } mapping) return new Trip.Stays("no event source mapping of the stack calls the function");
        var bucket = BucketOf(function, sample, expected);
        return new Trip.Messages(mapping.Queue, bucket is null ? bodies : [.. bodies.Select(body => sample.Renamed(body, bucket))], bucket, Keys(sample));
    }

    Trip Objects(WiredFunction function, RehearsalSample sample)
    {
        var keys = Keys(sample);
        if (keys.Count == 0) return new Trip.Stays("S3 sends no event of removals: the stack asks for none");
        if (Way(function, keys) is not { } way) return new Trip.Stays("nothing in the stack brings objects to the function");
        return new Trip.Objects(way.Bucket, keys, way.Name);
    }

    /// <summary>One that takes such keys, if there is one; otherwise any, for that they do not arrive is worth knowing.</summary>
    ObjectWay? Way(WiredFunction function, IReadOnlyList<string> keys)
    {
        var ways = wiring.ObjectWaysOf(function).ToList();
        return ways.FirstOrDefault(one => keys.All(key => key.StartsWith(one.Prefix, StringComparison.Ordinal))) ?? ways.FirstOrDefault();
    }

    string? BucketOf(WiredFunction function, RehearsalSample sample, Expectation expected) =>
        expected.BucketOf is { } variable ? function.Environment[variable] : Way(function, Keys(sample))?.Bucket;

    Trip.Invoke Batch(WiredFunction function, RehearsalSample sample, Expectation expected)
    {
        var bucket = BucketOf(function, sample, expected);
        var text = Encoding.UTF8.GetString(sample.Bytes);
        return new(Encoding.UTF8.GetBytes(bucket is null ? text : sample.Renamed(text, bucket)), null, Waits: true, "Invoke, as a job of S3 Batch Operations does", bucket, Keys(sample));
    }

    Trip Http(WiredFunction function, RehearsalSample sample)
    {
        var @event = sample.Json.DeepClone().AsObject();
        if (wiring.Routes.FirstOrDefault(one => one.Function == function.Arn) is { } route)
        {
            var origin = wiring.Origins.FirstOrDefault(one => one.Domain == route.Domain);
            var headers = @event["headers"]!.AsObject();
            foreach (var (name, value) in origin?.Headers ?? new Dictionary<string, string>())
                if (headers[name]?.ToString() == NameInSamples) headers[name] = value;
            Address(@event, route.Domain, route.Api);
            var account = function.Arn.Split(':')[4];
            return new Trip.Request(Encoding.UTF8.GetBytes(@event.ToJsonString()), "apigateway.amazonaws.com", $"arn:aws:execute-api:{region}:{account}:{route.Api}/*/{route.Key}",
                (origin is null ? "" : "CloudFront's header → ") + $"HTTP API, route {route.Key}");
        }
        if (function.Url is not { } url) return new Trip.Stays("no HTTP API and no function URL of the stack call the function");
        var caller = @event["requestContext"]?["authorizer"]?["iam"];
        if (function.UrlAuthorization == "AWS_IAM" && caller is null) return new Trip.Stays("the function URL asks for IAM: AWS answers 403 by itself");
        var host = new Uri(url).Host;
        Address(@event, host, host.Split('.')[0]);
        return new Trip.Request(Encoding.UTF8.GetBytes(@event.ToJsonString()), function.UrlAuthorization == "AWS_IAM" ? null : "*", "", $"function URL, {function.UrlAuthorization}");
    }

    static void Address(JsonObject @event, string domain, string id)
    {
        @event["headers"]!["host"] = domain;
        var context = @event["requestContext"]!.AsObject();
        (context["apiId"], context["domainName"], context["domainPrefix"]) = (id, domain, id);
    }

    Trip Schedule(WiredFunction function)
    {
        if (wiring.Rules.FirstOrDefault(rule => rule.Enabled && rule.Schedule is not null && rule.Targets.Any(one => one.Arn == function.Arn)) is not { } rule)
            return new Trip.Stays("no schedule of the stack has the function as its target");
        var target = rule.Targets.First(one => one.Arn == function.Arn);
        var input = target.Input ?? new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = "Scheduled Event",
            ["source"] = target.Role is null ? "aws.events" : "aws.scheduler",
            ["account"] = function.Arn.Split(':')[4],
            ["time"] = "2026-11-22T12:00:00Z",
            ["region"] = region,
            ["resources"] = new JsonArray(rule.Arn),
            ["detail"] = new JsonObject(),
        }.ToJsonString();
        return target.Role is { } role
            ? new Trip.Invoke(Encoding.UTF8.GetBytes(input), role, Waits: false, $"schedule {rule.Schedule} → EventBridge Scheduler's role (sent by the runner: moto fires none)", null, [])
            : new Trip.Time(rule, Encoding.UTF8.GetBytes(input));
    }

    // Whether a pattern takes this event is moto's to say: a rule that takes none of its samples is what is looked for.
    Trip BusEvent(WiredFunction function, RehearsalSample sample, Expectation expected) => wiring.RulesOf(function).Any(one => one.Pattern is not null)
        ? new Trip.BusEvent(sample.Json.AsObject(), expected.Forwarded) : new Trip.Stays("no rule of the stack has the function as its target");

    Trip.Invoke Direct(WiredFunction function, RehearsalSample sample)
    {
        // Whose role may invoke it, and is no service's that is played otherwise.
        var invoker = wiring.Invokers.FirstOrDefault(one => one.Functions.Contains(function.Arn) && !one.Services.Intersect(s_played).Any());
        return invoker is null
            ? new(sample.Bytes, null, Waits: true, "Invoke, by whom IAM lets in", null, [])
            : new(sample.Bytes, invoker.Role, Waits: false, $"asynchronous Invoke with the role of {string.Join(", ", invoker.Services)}", null, []);
    }

    static IReadOnlyList<string> Keys(RehearsalSample sample) => [.. sample.Objects.Select(one => one.Key)];
}
