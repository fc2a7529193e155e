using System.Globalization;
using System.Text;

namespace Sluice.Local;

/// <param name="List">A single text is a list of one.</param>
sealed record TomlValue(int Line, IReadOnlyList<string> List)
{
    public string Text => string.Join(' ', List);
}

/// <summary>As much TOML as a samconfig.toml has: tables, and keys with texts, numbers, booleans and lists of those.</summary>
/// <remarks>No package for it is on every feed. What it does not understand is an error, never skipped.</remarks>
sealed class Toml
{
    readonly string _file;
    readonly string _text;
    readonly Dictionary<string, TomlValue> _values = new(StringComparer.Ordinal);
    int _at;
    int _line = 1;

    Toml(string file, string text) => (_file, _text) = (file, text.ReplaceLineEndings("\n"));

    /// <returns>Values by full name, such as <c>default.deploy.parameters.region</c>.</returns>
    public static IReadOnlyDictionary<string, TomlValue> Parse(string file, string text)
    {
        var toml = new Toml(file, text);
        toml.ReadAll();
        return toml._values;
    }

    char Next => _at < _text.Length ? _text[_at] : '\0';

    void ReadAll()
    {
        var table = "";
        for (SkipSpace(lines: true); Next != '\0'; SkipSpace(lines: true))
        {
            if (Next == '[')
            {
                Expect('[');
                if (Next == '[') throw Mistake("lists of tables ([[...]]) are not read here.");
                table = Key() + ".";
                Expect(']');
            }
            else
            {
                var (line, key) = (_line, table + Key());
                Expect('=');
                SkipSpace(lines: false);
                if (!_values.TryAdd(key, new TomlValue(line, Value()))) throw Mistake($"'{key}' stands here twice.");
            }
            SkipSpace(lines: false);
            if (Next is not ('\n' or '\0')) throw Mistake($"'{Next}' is not expected here.");
        }
    }

    string Key()
    {
        var key = new StringBuilder();
        while (true)
        {
            SkipSpace(lines: false);
            if (Next is '"' or '\'') key.Append(Quoted());
            else if (IsBare(Next)) while (IsBare(Next)) key.Append(Take());
            else throw Mistake("a name is expected here.");
            SkipSpace(lines: false);
            if (Next != '.') return key.ToString();
            key.Append(Take());
        }
    }

    List<string> Value()
    {
        if (Next == '{') throw Mistake("inline tables ({...}) are not read here.");
        if (Next != '[') return [Scalar()];
        Expect('[');
        var items = new List<string>();
        for (SkipSpace(lines: true); Next != ']'; SkipSpace(lines: true))
        {
            items.Add(Scalar());
            SkipSpace(lines: true);
            if (Next == ',') Take();
            else if (Next != ']') throw Mistake("',' or ']' is expected here.");
        }
        Expect(']');
        return items;
    }

    string Scalar()
    {
        if (Next is '"' or '\'') return Quoted();
        var word = new StringBuilder();
        while (char.IsAsciiLetterOrDigit(Next) || Next is '+' or '-' or '.' or '_' or ':') word.Append(Take());
        var text = word.ToString();
        if (text is "true" or "false" || decimal.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return text;
        throw Mistake(text.Length == 0 ? "a value is expected here." : $"'{text}' is no value that is read here: text in quotes, a number, true or false.");
    }

    string Quoted()
    {
        var quote = Take();
        if (Next == quote && _at + 1 < _text.Length && _text[_at + 1] == quote) throw Mistake("texts over several lines are not read here.");
        var text = new StringBuilder();
        while (Next != quote)
        {
            if (Next is '\n' or '\0') throw Mistake($"a {quote} is not closed.");
            var letter = Take();
            text.Append(letter == '\\' && quote == '"' ? Escape(Take()) : letter);
        }
        Take();
        return text.ToString();
    }

    char Escape(char letter) => letter switch
    {
        '"' or '\\' => letter,
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        _ => throw Mistake($"the escape \\{letter} is not read here."),
    };

    void SkipSpace(bool lines)
    {
        while (Next is ' ' or '\t' or '#' || lines && Next == '\n')
        {
            if (Next == '#') while (Next is not ('\n' or '\0')) Take();
            else Take();
        }
    }

    void Expect(char letter)
    {
        SkipSpace(lines: false);
        if (Next != letter) throw Mistake($"'{letter}' is expected here.");
        Take();
    }

    char Take()
    {
        var letter = Next;
        if (letter == '\n') _line++;
        _at++;
        return letter;
    }

    static bool IsBare(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';

    TemplateException Mistake(string message) => new(_file, _line, "", message);
}
