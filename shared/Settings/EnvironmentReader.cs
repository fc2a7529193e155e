using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice;

/// <summary>Reads typed settings from environment variables and reports all mistakes in one message.</summary>
/// <param name="variable">Gives the text of a variable, or <c>null</c>.</param>
/// <remarks>A mistake does not end the reading: the reader notes it and gives a placeholder, and <see cref="Complete"/> throws
/// once, with every mistake in it. Values are quoted back, so a secret must be passed by reference, never as a setting.</remarks>
public sealed class EnvironmentReader(Func<string, string?> variable)
{
    readonly List<string> _problems = [];

    /// <summary>Reads the variables of this process.</summary>
    public static EnvironmentReader Process => new(Environment.GetEnvironmentVariable);

    /// <summary>Text that must be there.</summary>
    public string Text(string name) => Required(name, "a text", text => text)!;

    /// <summary>Text, or <paramref name="fallback"/> where the variable is missing or empty.</summary>
    public string Text(string name, string fallback) => Value(name) ?? fallback;

    /// <summary>An absolute http or https URL that must be there.</summary>
    public Uri HttpUrl(string name) => Required(name, "an absolute http(s) URL", text =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null)!;

    /// <summary>A whole number in a range.</summary>
    public int WholeNumber(string name, int fallback, int min, int max) =>
        Optional(name, $"a whole number from {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)}", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max ? n : (int?)null) ?? fallback;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Switch(string name, bool fallback) =>
        Optional(name, "true or false", text => bool.TryParse(text, out var on) ? on : (bool?)null) ?? fallback;

    /// <summary>One of the words in <paramref name="words"/>, whatever its case.</summary>
    public T Choice<T>(string name, T fallback, params ReadOnlySpan<(string Word, T Value)> words) where T : struct
    {
        if (Value(name) is not { } text) return fallback;
        foreach (var (word, value) in words)
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
        var known = new List<string>();
        foreach (var (word, _) in words) known.Add(word);
        _problems.Add($"{name}='{text}' is not one of {string.Join(", ", known)}");
        return fallback;
    }

    /// <summary>A regular expression, or <c>null</c> where the variable is missing. It runs in time linear to its input.</summary>
    public Regex? Pattern(string name) => Value(name) is { } text ? PatternOf(name, text) : null;

    /// <summary>A regular expression that is part of a larger setting.</summary>
    public Regex? PatternOf(string name, string text)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            // NotSupported: back references and look-arounds, which have no linear-time form.
            _problems.Add($"{name}='{text}' is not a regular expression that runs in linear time: {wrong.Message.TrimEnd('.')}");
            return null;
        }
    }

    /// <summary>Notes a mistake that the typed reads cannot see, such as two settings that exclude each other.</summary>
    public void Problem(string text) => _problems.Add(text);

    /// <summary>Gives <paramref name="settings"/> back if all reads went well.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public T Complete<T>(T settings) => _problems.Count == 0 ? settings
        : throw new SettingsException("Settings: " + string.Join("; ", _problems) + ".");

    string? Value(string name) => variable(name) is { Length: > 0 } text ? text : null;

    T? Required<T>(string name, string expected, Func<string, T?> parse) where T : class
    {
        if (Value(name) is not { } text) _problems.Add($"{name} is missing, expected {expected}");
        else if (parse(text) is { } value) return value;
        else _problems.Add($"{name}='{text}' is not {expected}");
        return null;
    }

    T? Optional<T>(string name, string expected, Func<string, T?> parse) where T : struct
    {
        if (Value(name) is not { } text) return null;
        if (parse(text) is { } value) return value;
        _problems.Add($"{name}='{text}' is not {expected}");
        return null;
    }
}

/// <summary>The settings of a function are wrong; the message lists every mistake and what was expected.</summary>
public sealed class SettingsException(string message) : Exception(message);
