namespace Sluice.Local;

/// <summary>
/// Reads a list of accounts: <c>account id, e-mail</c> a line, with commas, semicolons or tabs between, in quotes or not; with a header the columns
/// may be in any order and others beside them. Blank lines and lines that begin with # are left out.
/// </summary>
sealed class CandidateReader
{
    readonly List<Candidate> _accounts = [];
    readonly List<string> _mistakes = [];
    readonly Dictionary<string, int> _lineOfAccount = new(StringComparer.Ordinal), _lineOfEmail = new(StringComparer.OrdinalIgnoreCase);
    (int Account, int Email)? _columns;
    bool _hasHeader;
    char? _separator;

    /// <exception cref="UserError">It cannot be read.</exception>
    public static CandidateFile Load(string path)
    {
        try
        {
            // Takes the byte order mark off, of UTF-16 too.
            return Read(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"--csv: there is no file '{path}'.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"--csv {path}: {failure.Message}");
        }
    }

    public static CandidateFile Read(string text)
    {
        var reader = new CandidateReader();
        var lines = text.TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++) reader.Line(i + 1, lines[i].Trim());
        if (reader._accounts.Count == 0 && reader._mistakes.Count == 0) reader._mistakes.Add("the file names no account.");
        return new CandidateFile(reader._accounts, reader._mistakes);
    }

    void Line(int number, string line)
    {
        // Excel's own word on what stands between columns needs no asking.
        if (line.Length == 0 || line[0] == '#' || (number == 1 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))) return;
        _separator ??= CsvLine.Separator(line);
        if (CsvLine.Fields(line, _separator.Value) is not { } fields)
        {
            _mistakes.Add($"line {number}: a quote is not closed, or something stands behind one that is.");
            return;
        }
        // A spreadsheet writes rows that are empty as commas.
        if (fields.All(field => field.Length == 0)) return;
        if (_columns is null)
        {
            _columns = (0, 1);
            if (IsHeader(fields))
            {
                Header(number, fields);
                return;
            }
        }
        Account(number, fields);
    }

    static bool IsHeader(IReadOnlyList<string> fields) => !fields.Any(field => field.Any(letter => char.IsAsciiDigit(letter) || letter == '@'));

    void Header(int number, IReadOnlyList<string> fields)
    {
        var names = fields.Select(field => field.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()).ToList();
        var email = names.FindIndex(name => name.Contains("MAIL", StringComparison.Ordinal));
        var account = names.FindIndex(name => name.Contains("ACCOUNT", StringComparison.Ordinal) && !name.Contains("MAIL", StringComparison.Ordinal) && !name.Contains("NAME", StringComparison.Ordinal));
        if (account < 0) account = names.IndexOf("ID");
        if (account < 0 || email < 0) _mistakes.Add($"line {number}: a header needs a column 'account id' and a column 'e-mail'; this has {string.Join(", ", fields.Select(field => $"'{field}'"))}.");
        else (_columns, _hasHeader) = ((account, email), true);
    }

    void Account(int number, IReadOnlyList<string> fields)
    {
        var (account, email) = _columns!.Value;
        var (id, wrongId) = AccountId.Read(Field(account));
        var address = Field(email);
        var wrongEmail = EmailAddress.Mistake(address);
        if (!_hasHeader && wrongId is null && wrongEmail is null && fields.Skip(2).Any(field => field.Length > 0))
            wrongEmail = $"it has {fields.Count} columns; without a header there are two, account id and e-mail.";
        foreach (var mistake in new[] { wrongId, wrongEmail }.OfType<string>()) _mistakes.Add($"line {number}: {mistake}");
        if (id is not null && !_lineOfAccount.TryAdd(id, number)) _mistakes.Add($"line {number}: {id} stands in line {_lineOfAccount[id]} already.");
        else if (wrongEmail is null && !_lineOfEmail.TryAdd(address, number)) _mistakes.Add($"line {number}: its e-mail address stands in line {_lineOfEmail[address]} already, and no two accounts have the same.");
        if (id is not null && wrongEmail is null) _accounts.Add(new Candidate(id, address, number));

        string Field(int column) => column < fields.Count ? fields[column] : "";
    }
}
