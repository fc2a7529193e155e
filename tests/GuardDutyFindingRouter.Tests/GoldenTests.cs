using System.Text.Json;
using Sluice.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Each kind of notice in each format, as it is written: <c>SLUICE_WRITE_GOLDEN=1</c> writes the files anew, to be read before they are committed.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var notice in Some.Notices.Keys)
            {
                foreach (var format in Some.Destinations.Keys) all.Add(notice, format);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_notice_in_a_format_reads_as_its_golden_file(string notice, string format)
    {
        var destination = Some.Destinations[format];
        var message = MessageFormats.Render(Some.Notices[notice], destination, "secret", Some.Now);

        Assert.Empty(StrictFormats.Problems(destination.Kind, message));
        var isText = destination.Kind == DestinationKind.Email;
        var path = Repo.File("tests", "GuardDutyFindingRouter.Tests", "Golden", notice, $"{format}.{(isText ? "txt" : "json")}");
        var written = isText ? $"Subject: {message.Subject}\n\n{System.Text.Encoding.UTF8.GetString(message.Body)}" : Readable(message);
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, written);
        }
        Assert.Equal(File.ReadAllText(path), written);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_message_shows_what_a_finding_does_not_say(string notice, string format)
    {
        var message = MessageFormats.Render(Some.Notices[notice], Some.Destinations[format], "secret", Some.Now);
        var text = System.Text.Encoding.UTF8.GetString(message.Body) + message.Subject;

        foreach (var nothing in new[] { "undefined", "null", "\"-1\"", "NaN", ": ,", "()", "  in ", "=,", "System." }) Assert.DoesNotContain(nothing, text, StringComparison.Ordinal);
    }

    /// <summary>Indented, and with all that goes beside the body.</summary>
    static string Readable(OutMessage message)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JsonBody.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("contentType", message.ContentType);
            json.Text("subject", message.Subject);
            json.Text("path", message.Path);
            json.Text("incidentLabel", message.IncidentLabel);
            json.WriteStartObject("attributes");
            foreach (var (name, value) in message.Attributes) json.WriteString(name, value);
            json.WriteEndObject();
            if (message.Body.Length > 0) Write(json, "body", message.Body);
            if (message.Comment.Length > 0) Write(json, "comment", message.Comment);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(output.ToArray()) + "\n";
    }

    static void Write(Utf8JsonWriter json, string name, byte[] body)
    {
        json.WritePropertyName(name);
        using var document = JsonDocument.Parse(body);
        document.RootElement.WriteTo(json);
    }
}
