namespace Sluice.GuardDutyFindingRouter;

/// <summary>Where the rules are kept: what <c>RULES</c> says.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Name">For people, in mistakes and log lines; never the rules themselves.</param>
/// <param name="Text">The document; the reference of a parameter or secret; or the key of an object.</param>
/// <param name="Bucket">Of an object; empty otherwise.</param>
sealed record RuleLocation(RuleLocation.Place Kind, string Name, string Text, string Bucket = "")
{
    /// <summary>Reads the setting.</summary>
    /// <returns><c>null</c> where it is none of them.</returns>
    public static RuleLocation? Parse(string setting)
    {
        var text = setting.Trim().TrimStart('\uFEFF');
        // A comment may stand before the document, and the name of a parameter has no second slash there.
        if (text.StartsWith('{') || text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith("/*", StringComparison.Ordinal)) return new(Place.Here, "RULES", text);
        if (text.StartsWith("s3://", StringComparison.Ordinal))
            return text[5..].Split('/', 2) is [{ Length: > 0 } bucket, { Length: > 0 } key] ? new(Place.Object, text, key, bucket) : null;
        return TextRules.Reference.Fits(text) ? new(Place.Reference, text, DestinationReader.Bare(text)) : null;
    }

    /// <summary>The three.</summary>
    public enum Place : byte
    {
        /// <summary>The setting is the document: at most 4 KB with all other variables.</summary>
        Here,

        /// <summary>A parameter (4 KB, advanced 8 KB) or a secret (64 KB).</summary>
        Reference,

        /// <summary>An object of S3.</summary>
        Object,
    }
}
