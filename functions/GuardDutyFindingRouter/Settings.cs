namespace Sluice.GuardDutyFindingRouter;

/// <summary>What the environment asks of the function.</summary>
/// <param name="Rules">The rules, or where they are (<c>RULES</c>); see <see cref="RuleSource"/>.</param>
/// <param name="RulesAge">How long rules are used before they are read again (<c>RULES_REFRESH_SECONDS</c>).</param>
/// <param name="LedgerTable">Name of the table; empty: copies and repeats are not told apart (<c>LEDGER_TABLE</c>).</param>
/// <param name="LedgerKeep">How long a finding is remembered after its last change (<c>LEDGER_DAYS</c>).</param>
/// <param name="QueueAttempts">So often a queue's message is left to come again when a destination may take it later (<c>QUEUE_ATTEMPTS</c>).</param>
/// <param name="Concurrency">Findings at a time (<c>CONCURRENCY</c>).</param>
/// <param name="ExportOwner">Account that must own the bucket of an export; empty: any (<c>EXPORT_BUCKET_OWNER</c>).</param>
/// <param name="Delivery">How destinations are reached.</param>
sealed record Settings(
    string Rules, TimeSpan RulesAge, string LedgerTable, TimeSpan LedgerKeep, int QueueAttempts, int Concurrency, string ExportOwner, DeliverySettings Delivery)
{
    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public static Settings From(EnvironmentReader env) => env.Complete(new Settings(
        Rules: env.Text("RULES"),
        RulesAge: TimeSpan.FromSeconds(env.WholeNumber("RULES_REFRESH_SECONDS", fallback: 60, min: 1, max: 86_400)),
        LedgerTable: env.Text("LEDGER_TABLE", ""),
        LedgerKeep: TimeSpan.FromDays(env.WholeNumber("LEDGER_DAYS", fallback: 90, min: 1, max: 3650)),
        QueueAttempts: env.WholeNumber("QUEUE_ATTEMPTS", fallback: 3, min: 1, max: 100),
        Concurrency: env.WholeNumber("CONCURRENCY", fallback: 8, min: 1, max: 64),
        ExportOwner: env.Text("EXPORT_BUCKET_OWNER", ""),
        Delivery: DeliverySettings.From(env)));
}
