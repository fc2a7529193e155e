using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What OpenSearch says when it does not do what is asked.</summary>
/// <param name="status">Of HTTP, or of one item of a bulk request.</param>
/// <param name="type">OpenSearch's own word, such as <c>mapper_parsing_exception</c>.</param>
/// <param name="reason">For people.</param>
/// <param name="cause">The reason below, where there is one.</param>
sealed class SearchFault(int status, string type, string reason, string? cause = null) : Exception(reason)
{
    public int Status => status;

    public string Type => type;

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["type"] = type, ["reason"] = Message };
        if (cause is not null) error["caused_by"] = new JsonObject { ["type"] = "illegal_argument_exception", ["reason"] = cause };
        return error;
    }

    /// <summary>The whole answer to a request.</summary>
    public JsonObject ToAnswer()
    {
        var error = ToJson();
        error["root_cause"] = new JsonArray(new JsonObject { ["type"] = type, ["reason"] = Message });
        return new JsonObject { ["error"] = error, ["status"] = status };
    }

    /// <summary>A real server would do it; this one is too small, and says so rather than guess.</summary>
    public static SearchFault NotPlayed(string what) => new(400, "not_played_here", $"{what} is OpenSearch's, but not of this small endpoint: set SLUICE_SEARCH to a folder with a real server");

    public static SearchFault NoIndex(string name) => new(404, "index_not_found_exception", $"no such index [{name}]");
}
