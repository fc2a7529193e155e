namespace Sluice.Local;

/// <summary>An account that is to be invited.</summary>
/// <param name="Id">12 digits.</param>
/// <param name="Email">Of the account's root user: GuardDuty compares it.</param>
/// <param name="Line">Of the file, from 1.</param>
sealed record Candidate(string Id, string Email, int Line);

/// <param name="Mistakes">Each with its line. No e-mail address stands in them: they may end in a log.</param>
sealed record CandidateFile(IReadOnlyList<Candidate> Accounts, IReadOnlyList<string> Mistakes)
{
    /// <summary>The administrator cannot invite itself.</summary>
    public IEnumerable<string> MistakesOf(string administrator) =>
        Accounts.Where(one => one.Id == administrator).Select(one => $"line {one.Line}: {one.Id} is the administrator's own account, which these credentials belong to.");
}
