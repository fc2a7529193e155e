namespace Sluice.S3ToElasticsearchLoader;

/// <summary>What AWS' services put into the keys of their logs: <c>…/AWSLogs/account[/account]/service/region/…</c>.</summary>
static class KeyParts
{
    const string Unknown = "unknown";

    /// <summary>The first folder of twelve digits, or <c>unknown</c>.</summary>
    public static string Account(string key)
    {
        foreach (var part in key.AsSpan().Split('/'))
        {
            var folder = key.AsSpan()[part];
            if (folder.Length == 12 && !folder.ContainsAnyExceptInRange('0', '9')) return folder.ToString();
        }
        return Unknown;
    }

    /// <summary>The first folder that looks like a region (<c>us-gov-west-1</c>), or <c>unknown</c>.</summary>
    public static string Region(string key)
    {
        foreach (var part in key.AsSpan().Split('/'))
        {
            var folder = key.AsSpan()[part];
            if (IsRegion(folder)) return folder.ToString();
        }
        return Unknown;
    }

    static bool IsRegion(ReadOnlySpan<char> folder)
    {
        if (folder.Length is < 9 or > 20 || folder[2] != '-' || folder[^2] != '-' || !char.IsAsciiDigit(folder[^1])) return false;
        foreach (var letter in folder[..^2])
            if (!char.IsAsciiLetterLower(letter) && letter != '-') return false;
        return true;
    }
}
