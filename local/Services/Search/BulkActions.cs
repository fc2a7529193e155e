using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <param name="Name"><c>create</c> or <c>index</c>.</param>
/// <param name="Id">None: the cluster finds one.</param>
readonly record struct BulkAction(string Name, string Index, string? Id, ReadOnlyMemory<byte> Document)
{
    public bool CreateOnly => Name == "create";
}

/// <summary>Reads the body of <c>_bulk</c>: an action and a document, a line each.</summary>
/// <remarks>Source: OpenSearch documentation, "Bulk"; what OpenSearch 2.19 says to each mistake.</remarks>
static class BulkActions
{
    const int LongestId = 512;

    /// <exception cref="SearchFault">All of it is refused.</exception>
    public static IReadOnlyList<BulkAction> Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) throw new SearchFault(400, "parse_exception", "request body is required");
        if (body.Span[^1] != '\n') throw new SearchFault(400, "illegal_argument_exception", "The bulk request must be terminated by a newline [\\n]");
        var (actions, problems, number) = (new List<BulkAction>(), new List<string>(), 0);
        while (!body.IsEmpty)
        {
            var line = Line(ref body);
            number++;
            if (line.IsEmpty) continue;
            var (name, about) = Action(line, number);
            if (body.IsEmpty) throw new SearchFault(400, "illegal_argument_exception", $"The document of the action in line [{number}] is missing");
            var action = new BulkAction(name, (string?)about["_index"] ?? "", (string?)about["_id"], Line(ref body));
            number++;
            if (action.Index.Length == 0) problems.Add("index is missing");
            if (action.Id is { } id && Encoding.UTF8.GetByteCount(id) is > LongestId and var bytes) problems.Add($"id [{id}] is too long, must be no longer than {LongestId} bytes but was: {bytes}");
            actions.Add(action);
        }
        if (problems.Count > 0) throw new SearchFault(400, "action_request_validation_exception", $"Validation Failed: {string.Concat(problems.Select((one, i) => $"{i + 1}: {one};"))}");
        return actions;
    }

    static (string Name, JsonObject About) Action(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            if (JsonNode.Parse(line.Span) is JsonObject { Count: 1 } action)
            {
                var (name, about) = action.Single();
                if (name is "delete" or "update") throw SearchFault.NotPlayed($"the bulk action '{name}'");
                if (name is not ("create" or "index")) throw Malformed($"expected one of [create, delete, index, update] but found [{name}]");
                foreach (var (member, _) in about?.AsObject() ?? throw Malformed("expected START_OBJECT"))
                    if (member is not ("_index" or "_id")) throw new SearchFault(400, "illegal_argument_exception", $"Action/metadata line [{number}] contains an unknown parameter [{member}]");
                return (name, about.AsObject());
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw Malformed("it is not JSON");
        }
        throw Malformed("expected START_OBJECT");

        SearchFault Malformed(string why) => new(400, "illegal_argument_exception", $"Malformed action/metadata line [{number}], {why}");
    }

    static ReadOnlyMemory<byte> Line(ref ReadOnlyMemory<byte> body)
    {
        var end = body.Span.IndexOf((byte)'\n');
        var line = body[..end];
        body = body[(end + 1)..];
        return line;
    }
}
