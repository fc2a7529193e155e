using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>An event of Splunk's HTTP Event Collector: the finding as it came, with what Sluice knows of it as indexed fields.</summary>
/// <remarks>Source: Splunk, "Format events for HTTP Event Collector": time in seconds since 1970, fields flat. The destination's fields <c>index</c>, <c>sourcetype</c>,
/// <c>source</c> and <c>host</c> are taken over; without them the index is the token's, the type <c>aws:guardduty</c>, the source <c>sluice</c> and the host the account.</remarks>
static class HecForm
{
    /// <summary>A finding of more bytes is told in the normalised form.</summary>
    const int MaxRaw = 150_000;

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, (Notice Notice, Destination Destination, DateTimeOffset Now, MachineBounds Bounds) message)
    {
        var (notice, destination, now, bounds) = message;
        var finding = notice.Finding;
        json.WriteStartObject();
        json.WriteNumber("time", Math.Round((decimal)(finding.UpdatedAt ?? finding.LastSeen ?? now).ToUnixTimeMilliseconds() / 1000, 3));
        json.Text("host", Or(AsffForm.FieldOf(destination, "host"), bounds.Short(finding.AccountId)));
        json.WriteString("source", Or(AsffForm.FieldOf(destination, "source"), "sluice"));
        json.WriteString("sourcetype", Or(AsffForm.FieldOf(destination, "sourcetype"), "aws:guardduty"));
        json.Text("index", AsffForm.FieldOf(destination, "index"));
        json.WritePropertyName("event");
        var raw = notice.Flood is null && finding.Raw.Length <= MaxRaw ? RawJson.OneLine(finding.Raw) : [];
        if (raw.Length > 0) json.WriteRawValue(raw, skipInputValidation: true);
        else NormalisedForm.Write(json, (notice, destination, now, bounds));
        json.WriteStartObject("fields");
        json.WriteString("sluice_kind", NormalisedForm.KindName(notice.Kind));
        json.WriteString("sluice_incident", IncidentName.Of(notice, 255));
        json.WriteString("severity_label", SeverityLabels.Of(NoticeText.NumberOf(notice)).ToString());
        json.Text("account_name", bounds.Short(notice.Account.Name));
        json.Text("account_ou", bounds.Short(notice.Account.OrganisationalUnit));
        json.Texts("sluice_changes", notice.Changes.Take(Math.Min(bounds.Items, 20)).Select(bounds.Short));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
