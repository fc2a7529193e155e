using System.CommandLine;
using System.CommandLine.Parsing;

namespace Sluice.Local;

/// <summary><c>./sluice generate-event</c>: sample events on stdout; without a name, the list of them.</summary>
static class GenerateEventCommand
{
    static readonly EventChoices s_default = new();

    public static Command Create()
    {
        var command = new Command("generate-event", "Write a sample event to stdout; without a name, list them.");
        command.SetAction(_ => List());
        foreach (var kind in EventKinds.All) command.Add(For(kind));
        return command;
    }

    static int List()
    {
        var width = EventKinds.All.Max(kind => kind.Name.Length);
        foreach (var kind in EventKinds.All) Console.Out.WriteLine($"{kind.Name.PadRight(width)}  {kind.Summary}");
        Console.Error.WriteLine("\nThe same --seed gives the same bytes. Options: ./sluice generate-event NAME --help");
        return ExitCode.Success;
    }

    static Command For(EventKind kind)
    {
        var records = Count("--records", "Records", kind.Name == "firehose-cloudwatch-logs" ? 3 : s_default.Records, least: 0, most: 10_000);
        var events = Count("--events", "Log events of each record", s_default.Events, least: 0, most: 100_000);
        var control = Count("--control", "Control messages before them", s_default.Control, least: 0, most: 100);
        var kinesis = new Option<bool>("--kinesis-source") { Description = "As from a stream with a Kinesis source" };
        var bucket = Text("--bucket", "Bucket", s_default.Bucket);
        var key = Text("--key", "Key, as it is (not URL-encoded)", s_default.Key);
        var schema = Text("--schema", "Version of the schema", s_default.Schema).AcceptOnlyFromAmong("1.0", "2.0");
        var via = Text("--via", "What it comes through", s_default.Via).AcceptOnlyFromAmong("none", "sqs", "sns");
        var severity = new Option<double>("--severity") { Description = "1 to 10", DefaultValueFactory = _ => s_default.Severity };
        severity.Validators.Add(result => { if (result.GetValueOrDefault<double>() is not (>= 1 and <= 10)) result.AddError("--severity is 1 to 10."); });
        var type = Text("--type", "Type of the finding", s_default.FindingType);
        var body = new Option<string?>("--body") { Description = "Body of the message" };
        if (kind.Name != "apigateway-http") body.DefaultValueFactory = _ => s_default.Body;
        var subject = new Option<string?>("--subject") { Description = "Subject" };
        var method = Text("--method", "Method", s_default.Method);
        var path = Text("--path", "Path and query", s_default.Path);
        var seed = new Option<int>("--seed") { Description = "Another seed, another sample", DefaultValueFactory = _ => s_default.Seed };
        var region = Text("--region", "Region", s_default.Region);

        var command = new Command(kind.Name, kind.Summary + ".") { seed, region };
        Option[] all = [records, events, control, kinesis, bucket, key, schema, via, severity, type, body, subject, method, path];
        foreach (var option in all.Where(option => kind.Options.Contains(option.Name[2..]))) command.Add(option);
        command.SetAction(parsed =>
        {
            var sample = kind.From(s_default with
            {
                Seed = parsed.GetValue(seed),
                Region = parsed.GetRequiredValue(region),
                Records = Chosen(records),
                Events = Chosen(events),
                Control = Chosen(control),
                FromKinesis = Chosen(kinesis),
                Bucket = Chosen(bucket),
                Key = Chosen(key),
                Schema = Chosen(schema),
                Via = Chosen(via),
                Severity = Chosen(severity),
                FindingType = Chosen(type),
                Body = Chosen(body),
                Subject = Chosen(subject),
                Method = Chosen(method),
                Path = Chosen(path),
            });
            Console.Out.WriteLine(SampleJson.Indented(sample));
            return ExitCode.Success;

            // An option that the kind does not take is not on the command, and cannot be asked for.
            T Chosen<T>(Option<T> option) => command.Options.Contains(option) ? parsed.GetValue(option)! : default!;
        });
        return command;
    }

    static Option<string> Text(string name, string description, string fallback) =>
        new(name) { Description = description, DefaultValueFactory = _ => fallback };

    static Option<int> Count(string name, string description, int fallback, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        option.Validators.Add(Within);
        return option;

        void Within(OptionResult result)
        {
            if (result.Errors.Any()) return;
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most)) result.AddError($"{name} is {least} to {most}.");
        }
    }
}
