using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Forms with a field that CloudFront encrypts: browser → CloudFront → FormIntake → table, and from there, for who may, the clear text.</summary>
static class FormScene
{
    const string Attribute = FormEdge.Field;

    static readonly (string Name, string Email, string Phone)[] s_people =
    [
        ("Ada Lovelace", "ada@example.com", "+44 20 7946 0958"),
        ("R&D <Acme>", "rd@example.com", "+1 404 555 0150 x7"),
        ("Grace Hopper", "grace@example.com", "+1 202 555 0143"),
    ];

    public static DemoScene Scene { get; } = new("Forms: browser → CloudFront, which encrypts → FormIntake → DynamoDB → FieldLevelDecryptor", PlayAsync);

    static async Task<IReadOnlyList<string>> PlayAsync(DemoStack stack, DemoProgress progress, CancellationToken cancellation)
    {
        var (intake, decryptor, table) = (stack.Function("FormIntake"), stack.Function("FieldLevelDecryptor"), stack.Resource("FormTable").PhysicalName);
        var (edge, _) = await progress.StepAsync("storing the private key, reading CloudFront's secret", async _ =>
            (await FormEdge.StartAsync(stack, cancellation), $"private key in Parameter Store, {FormEdge.Parameter(stack)}"));
        await using var encrypting = edge;
        using var browser = new HttpClient { BaseAddress = edge.Address };
        var (sent, _) = await progress.StepAsync("people fill in the form", async _ =>
        {
            var statuses = new List<int>();
            foreach (var one in s_people) statuses.Add(await SendAsync(browser, one, cancellation));
            return (statuses, $"{s_people.Length} forms sent through CloudFront, which encrypted {Attribute}");
        });
        await using var bare = await edge.WithoutEncryptionAsync();
        using var past = new HttpClient { BaseAddress = bare.Address };
        var (refused, _) = await progress.StepAsync("somebody switches the encryption off", async _ =>
        {
            var status = await SendAsync(past, s_people[0], cancellation);
            return (status, $"the form is refused ({status}), and nothing of it stored");
        });

        var (stored, _) = await progress.StepAsync("looking into the table", async _ =>
        {
            var items = (await stack.Calls.CallAsync([new("dynamodb", "scan", new() { ["TableName"] = table })], cancellation))[0]["Items"]!.AsArray();
            return (items, $"{items.Count} items in table {table}");
        });
        var (opened, took) = await progress.StepAsync("the administrator decrypts", async _ =>
        {
            var outcome = await decryptor.InvokeAsync("""{"table":{}}"""u8.ToArray(), cancellation);
            return (JsonNode.Parse(outcome.Payload)!, "one call of FieldLevelDecryptor");
        });

        Show(progress.Console, stored, opened, took);
        return [.. Check(sent, refused, stored, opened, string.Join('\n', intake.Lines.Concat(decryptor.Lines)))];
    }

    static async Task<int> SendAsync(HttpClient browser, (string Name, string Email, string Phone) person, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent([new("name", person.Name), new("email", person.Email), new("phone", person.Phone)]);
        using var answer = await browser.PostAsync("/", form, cancellation);
        return (int)answer.StatusCode;
    }

    /// <summary>By id.</summary>
    static IEnumerable<(string Id, string Name, string Stored, string? Opened)> Rows(JsonArray stored, JsonNode opened)
    {
        foreach (var item in stored)
        {
            var id = item!["id"]!["S"]!.ToString();
            var found = opened["items"]?.AsArray().FirstOrDefault(one => one!["item"]!["id"]?.ToString() == id);
            yield return (id, item["name"]!["S"]!.ToString(), item[Attribute]!["S"]!.ToString(), (string?)found?["item"]![Attribute]);
        }
    }

    static void Show(IAnsiConsole console, JsonArray stored, JsonNode opened, TimeSpan took)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Name").AddColumn("Phone, in the table").AddColumn($"Phone, decrypted in {DemoProgress.Seconds(took)}");
        foreach (var (_, name, message, text) in Rows(stored, opened)) table.AddRow(Markup.Escape(name), $"[grey]{message[..40]}…[/] ({message.Length} characters)", Markup.Escape(text ?? "?"));
        console.Write(table);
        console.WriteLine();
    }

    static IEnumerable<string> Check(IReadOnlyList<int> sent, int refused, JsonArray stored, JsonNode opened, string logs)
    {
        if (sent.Any(status => status != 201)) yield return $"forms were answered {string.Join(", ", sent)}, and 201 was to be";
        if (refused != 422) yield return $"a form in clear was answered {refused}, and 422 was to be";
        var rows = Rows(stored, opened).ToList();
        if (rows.Count != s_people.Length) yield return $"{rows.Count} forms are stored of {s_people.Length}";
        foreach (var person in s_people)
        {
            if (rows.FirstOrDefault(row => row.Name == person.Name) is not { Id: not null } row) yield return $"the form of {person.Name} is not stored";
            else if (row.Opened != person.Phone) yield return $"the phone number of {person.Name} is decrypted to something else";
            else if (row.Stored.Contains(person.Phone, StringComparison.Ordinal) || !row.Stored.StartsWith("AYAB", StringComparison.Ordinal)) yield return $"the phone number of {person.Name} is stored in clear";
            if (logs.Contains(person.Phone, StringComparison.Ordinal) || logs.Contains(person.Email, StringComparison.Ordinal)) yield return $"what {person.Name} typed is in a log";
        }
    }
}
