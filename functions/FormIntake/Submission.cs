namespace Sluice.FormIntake;

/// <summary>A form that was sent, in order and ready to be stored.</summary>
/// <param name="Id">32 hexadecimal digits; the page brings it, so that a form that is sent twice is one.</param>
/// <param name="Values">By field: what was typed, or the message that CloudFront made of it, in base64.</param>
/// <param name="Encrypted">Which of them are messages.</param>
sealed record Submission(string Id, IReadOnlyDictionary<FormField, string> Values, IReadOnlyList<FormField> Encrypted);

/// <summary>A form as it was read: a submission, or what is wrong with it.</summary>
/// <param name="Id">Of the form; a new one where it brought none.</param>
/// <param name="Submission">Nothing is wrong.</param>
/// <param name="Clear">What was typed into the fields that are not encrypted, to be shown again.</param>
/// <param name="Problems">By field, for whoever typed it.</param>
/// <param name="InClear">Fields that must be encrypted and were not: nothing that whoever typed can do.</param>
sealed record FormReading(
    string Id, Submission? Submission, IReadOnlyDictionary<FormField, string> Clear, IReadOnlyList<(FormField Field, string Text)> Problems, IReadOnlyList<FormField> InClear)
{
    /// <summary>The hidden field.</summary>
    public const string IdField = "submission";

    /// <summary>CloudFront encrypts values of up to 16 KB; in small frames they become this.</summary>
    const int LongestMessage = 24 << 10;

    static readonly MessageLimits s_limits = new();

    /// <summary>Looks at the fields of a form.</summary>
    /// <param name="fields">As read.</param>
    /// <param name="encrypted">Which must be messages.</param>
    /// <param name="newId">Where the form brings no id.</param>
    public static FormReading Read(IReadOnlyDictionary<string, string> fields, IReadOnlyList<FormField> encrypted, string newId)
    {
        var (values, clear) = (new Dictionary<FormField, string>(), new Dictionary<FormField, string>());
        var (problems, inClear) = (new List<(FormField, string)>(), new List<FormField>());
        foreach (var field in FormField.All)
        {
            var value = fields.GetValueOrDefault(field.Name, "");
            if (encrypted.Contains(field))
            {
                if (string.IsNullOrWhiteSpace(value)) problems.Add((field, field.ProblemOf("")!));
                else if (MessageOf(value) is { } message) values[field] = message;
                else inClear.Add(field);
                continue;
            }
            value = value.Trim();
            values[field] = clear[field] = value;
            if (field.ProblemOf(value) is { } problem) problems.Add((field, problem));
        }
        var id = fields.GetValueOrDefault(IdField) is { Length: 32 } given && given.All(char.IsAsciiHexDigitLower) ? given : newId;
        var isWhole = problems.Count + inClear.Count == 0;
        return new(id, isWhole ? new Submission(id, values, encrypted) : null, clear, problems, inClear);
    }

    /// <summary>The message itself, as CloudFront wrote it: a <c>+</c> that became a blank on the way is one again.</summary>
    static string? MessageOf(string value)
    {
        if (FieldText.Read(value, LongestMessage, out var message, out _) != FieldKind.Message) return null;
        try
        {
            MessageHeader.Read(message, s_limits);
            return Convert.ToBase64String(message);
        }
        catch (MessageException)
        {
            // Whoever sends this did not go through CloudFront; it is told the same as for a text in clear.
            return null;
        }
    }
}
