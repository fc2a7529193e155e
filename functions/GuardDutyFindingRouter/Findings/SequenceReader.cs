namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads attack sequences, which tell who, what and where in <c>service.detection.sequence</c>, and have no action.</summary>
/// <remarks>Source: GuardDuty API reference, Sequence: actors{user{name,type},process}, endpoints{ip,domain,port,location,autonomousSystem},
/// resources{uid,name,resourceType,tags}, signals{name,type,severity,count}.</remarks>
static class SequenceReader
{
    const int MostListed = 3;
    const int MostSignals = 6;

    /// <summary>The first resource, the others as detail; <c>null</c> where the sequence names none.</summary>
    /// <param name="sequence">An object.</param>
    /// <param name="told">GuardDuty's resource type: <c>AttackSequence</c>.</param>
    public static FindingSubject? Subject(JsonPart sequence, string told)
    {
        var (id, arn) = ("", "");
        var (others, tags) = (new List<string>(), new List<KeyValuePair<string, string>>());
        foreach (var element in sequence["resources"u8].Items)
        {
            var resource = new JsonPart(element);
            var uid = resource["uid"u8].Text;
            var name = resource["name"u8].Text is { Length: > 0 } given ? given : Words.Behind('/', uid);
            SubjectTags.Add(resource["tags"u8], tags);
            if (name.Length == 0) continue;
            if (id.Length == 0) (id, arn) = (name, uid.StartsWith("arn:", StringComparison.Ordinal) ? uid : "");
            else if (name != id && !others.Contains(name)) others.Add(name);
        }
        var actors = Actors(sequence);
        if (id.Length == 0 && actors.Count > 0) id = actors[0];
        if (id.Length == 0) return null;
        var detail = Words.Join(", ", Words.Around("with ", Words.List(others, MostListed)), Words.Around("by ", Words.List(actors, MostListed)));
        return new(told.Length > 0 ? told : "AttackSequence", id, arn, detail, tags);
    }

    static List<string> Actors(JsonPart sequence)
    {
        var names = new List<string>();
        foreach (var element in sequence["actors"u8].Items)
        {
            var actor = new JsonPart(element);
            var user = Words.Join(" ", actor["user"u8]["type"u8].Text, actor["user"u8]["name"u8].Text);
            var name = user.Length > 0 ? user : Words.Around("process ", actor["process"u8]["name"u8].Text);
            if (name.Length > 0 && !names.Contains(name)) names.Add(name);
        }
        return names;
    }

    /// <summary><c>5 signals: Discovery:S3/AnomalousBehavior, …</c>; empty where there are none.</summary>
    public static string Signals(JsonPart sequence)
    {
        var (names, count) = (new List<string>(), 0);
        foreach (var element in sequence["signals"u8].Items)
        {
            count++;
            if (new JsonPart(element)["name"u8].Text is { Length: > 0 } name && !names.Contains(name)) names.Add(name);
        }
        return count == 0 ? "" : Words.Join(": ", Words.Count(count, "signal"), Words.List(names, MostSignals));
    }

    /// <summary>Everybody at the other end.</summary>
    public static IReadOnlyList<RemoteParty> Remotes(JsonPart sequence)
    {
        var remotes = new List<RemoteParty>();
        foreach (var element in sequence["endpoints"u8].Items)
        {
            var endpoint = new JsonPart(element);
            var (location, network) = (endpoint["location"u8], endpoint["autonomousSystem"u8]);
            RemoteReader.Add(new(
                endpoint["ip"u8].Text, RemoteReader.Port(endpoint), location["country"u8].Text, "", location["city"u8].Text,
                RemoteReader.Asn(network["number"u8]), network["name"u8].Text, ""), remotes);
        }
        return remotes;
    }

    /// <summary>The first domain among the endpoints; empty where there is none.</summary>
    public static string Domain(JsonPart sequence)
    {
        foreach (var element in sequence["endpoints"u8].Items)
        {
            if (new JsonPart(element)["domain"u8].Text is { Length: > 0 } domain) return domain;
        }
        return "";
    }
}
