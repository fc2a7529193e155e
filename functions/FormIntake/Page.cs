using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Sluice.FormIntake;

/// <summary>The pages. Whatever comes from outside is escaped; works without scripts, by keyboard, and in a narrow window.</summary>
/// <param name="title">Of the form.</param>
/// <param name="encrypted">Which fields CloudFront encrypts.</param>
sealed class Page(string title, IReadOnlyList<FormField> encrypted)
{
    const int ShownOfMessage = 48;

    /// <summary>The form, empty or with what was typed and what is wrong with it.</summary>
    /// <param name="id">Of the submission that it will be.</param>
    /// <param name="clear">What was typed; encrypted fields come back empty.</param>
    /// <param name="problems">By field.</param>
    public string Form(string id, IReadOnlyDictionary<FormField, string>? clear = null, IReadOnlyList<(FormField Field, string Text)>? problems = null)
    {
        var html = new StringBuilder();
        if (problems is { Count: > 0 })
        {
            html.Append("""<div class="notice" role="alert" tabindex="-1" id="problems"><h2>Nothing was sent yet</h2><ul>""");
            foreach (var (field, text) in problems) html.Append(CultureInfo.InvariantCulture, $"""<li><a href="#{field.Name}">{Safe(text)}</a></li>""");
            html.Append("</ul></div>");
        }
        html.Append(CultureInfo.InvariantCulture, $"""<h1>{Safe(title)}</h1><p>All fields are needed.</p><form method="post" action="" novalidate><input type="hidden" name="{FormReading.IdField}" value="{Safe(id)}">""");
        foreach (var field in FormField.All) AppendField(html, field, clear?.GetValueOrDefault(field, "") ?? "", problems?.FirstOrDefault(one => one.Field == field).Text, again: problems is { Count: > 0 });
        html.Append("""<button type="submit">Send</button></form>""");
        return Whole(problems is { Count: > 0 } ? "Error: " + title : title, html);
    }

    /// <summary>What was stored, so that whoever sent it can see that nobody can read the encrypted fields here.</summary>
    /// <param name="submission">As stored.</param>
    /// <param name="wasThere">It had been stored before.</param>
    public string Stored(Submission submission, bool wasThere)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""<div class="notice good" role="status"><h1>Thank you</h1><p>{(wasThere ? "This form was stored before; nothing was changed." : "Your form is stored.")}</p></div><h2>What is stored</h2><dl>""");
        foreach (var field in FormField.All)
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{field.Label}</dt>");
            var value = submission.Values[field];
            if (submission.Encrypted.Contains(field))
                html.Append(CultureInfo.InvariantCulture, $"""<dd>Encrypted: {value.Length} characters that only the holder of the key can read.<br><code>{Safe(value[..Math.Min(ShownOfMessage, value.Length)])}…</code></dd>""");
            else html.Append(CultureInfo.InvariantCulture, $"<dd>{Safe(value)}</dd>");
        }
        html.Append(CultureInfo.InvariantCulture, $"""</dl><p>Number of this form: <code>{Safe(submission.Id)}</code></p><p><a href="">Send another form</a></p>""");
        return Whole("Stored: " + title, html);
    }

    /// <summary>A sentence or two instead of the form.</summary>
    /// <param name="heading">What happened.</param>
    /// <param name="text">What that means for whoever sent it.</param>
    /// <param name="back">Whether to offer the form again.</param>
    public static string Message(string heading, string text, bool back = true)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""<div class="notice" role="alert"><h1>{Safe(heading)}</h1><p>{Safe(text)}</p></div>""");
        if (back) html.Append("""<p><a href="">Back to the form</a></p>""");
        return Whole(heading, html);
    }

    void AppendField(StringBuilder html, FormField field, string value, string? problem, bool again)
    {
        var isEncrypted = encrypted.Contains(field);
        var described = string.Join(' ', new[] { isEncrypted ? field.Name + "-hint" : null, problem is null ? null : field.Name + "-problem" }.OfType<string>());
        html.Append(CultureInfo.InvariantCulture, $"""<div class="field"><label for="{field.Name}">{field.Label}</label>""");
        if (isEncrypted) html.Append(CultureInfo.InvariantCulture, $"""<span class="hint" id="{field.Name}-hint">Encrypted on its way, before it reaches us.{(again ? " Please enter it again: once encrypted, nobody here can show it." : "")}</span>""");
        if (problem is not null) html.Append(CultureInfo.InvariantCulture, $"""<span class="problem" id="{field.Name}-problem">{Safe(problem)}</span>""");
        html.Append(CultureInfo.InvariantCulture, $"""<input id="{field.Name}" name="{field.Name}" type="{field.InputType}" autocomplete="{field.AutoComplete}" maxlength="{field.MaxLength}" required""");
        if (value.Length > 0) html.Append(" value=\"").Append(Safe(value)).Append('"');
        if (described.Length > 0) html.Append(" aria-describedby=\"").Append(described).Append('"');
        if (problem is not null) html.Append(" aria-invalid=\"true\"");
        html.Append("></div>");
    }

    static string Whole(string title, StringBuilder content) =>
        $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Safe(title)}</title><style>{PageStyle.Text}</style></head><body><main><div class="card">{content}</div></main></body></html>""";

    static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
