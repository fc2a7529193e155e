namespace Sluice.Local;

/// <summary>What a key pair for field-level encryption is called.</summary>
/// <param name="Name">Of the public key in CloudFront, and of the last part of the parameter.</param>
/// <param name="Provider">Of the profile.</param>
/// <param name="Path">In Parameter Store, without a slash at its end.</param>
/// <param name="KmsKey">None: the account's default.</param>
/// <param name="Fields">Patterns of the profile.</param>
/// <param name="Stack">For the commands.</param>
sealed record FieldKeyPlan(string Name, string Provider, string Path, string? KmsKey, IReadOnlyList<string> Fields, string Stack)
{
    const int LongestName = 128, MostFields = 10;

    /// <summary>Where the decryptor looks for it.</summary>
    public string Parameter => $"{Path}/{Provider}/{Name}";

    /// <remarks>Source: CloudFront developer guide, quotas and values of field-level encryption.</remarks>
    /// <exception cref="UserError">All mistakes at once.</exception>
    public void Check()
    {
        var problems = new List<string>();
        if (!IsOf(Name, "_-")) problems.Add($"--name '{Name}' must be letters, digits, _ and -, {LongestName} at most");
        // The decryptor's path has no colons or blanks.
        if (!IsOf(Provider, "_-")) problems.Add($"--provider '{Provider}' must be letters, digits, _ and -, {LongestName} at most");
        if (!Path.StartsWith('/') || Path.Split('/')[1..].Any(part => !IsOf(part, "_.-"))) problems.Add($"--path '{Path}' is not a path such as /sluice/field-keys");
        if (Fields.Count is 0 or > MostFields) problems.Add($"--fields must be 1 to {MostFields}");
        foreach (var field in Fields.Where(field => !IsOf(field.EndsWith('*') ? field[..^1] : field, "[]._-"))) problems.Add($"--fields has '{field}': letters, digits, [ ] . _ - and a * at the end are allowed");
        if (problems.Count > 0) throw new UserError(string.Join("; ", problems) + ".");
    }

    static bool IsOf(string text, string others) => text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal));
}
