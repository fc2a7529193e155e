namespace Sluice.AuroraCdcForwarder;

/// <summary>What the environment asks of the function.</summary>
/// <param name="DeliveryStream">Name of the delivery stream (<c>DELIVERY_STREAM</c>).</param>
/// <param name="Style">How lines are written (<c>OUTPUT_FORMAT</c>, <c>TABLES</c>, <c>CSV_NULL</c>, <c>CSV_NEWLINES</c>, <c>INCLUDE_BEFORE</c>,
/// <c>DEBEZIUM_DECIMALS</c>, <c>DEBEZIUM_TIMES</c>).</param>
/// <param name="FlatTable">The table of the article's payload (<c>FLAT_TABLE</c>).</param>
/// <param name="FailureQueue">URL of the queue for what can never be delivered; empty lets such events fail (<c>FAILURE_QUEUE_URL</c>).</param>
/// <param name="Outbox">The outbox; <c>null</c> where there is none (<c>OUTBOX_HOST</c> and the others).</param>
sealed record Settings(string DeliveryStream, LineStyle Style, string FlatTable, string FailureQueue, OutboxSettings? Outbox)
{
    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public static Settings From(EnvironmentReader env)
    {
        var queue = env.Text("FAILURE_QUEUE_URL", "");
        if (queue.Length > 0 && !Uri.TryCreate(queue, UriKind.Absolute, out _)) env.Problem($"FAILURE_QUEUE_URL='{queue}' is not the URL of a queue");
        var outbox = OutboxSettings.From(env);
        if (outbox is not null && queue.Length == 0) env.Problem("OUTBOX_HOST needs FAILURE_QUEUE_URL: rows that cannot be delivered would stay in the outbox and be read again without end");
        var nullToken = env.Text("CSV_NULL", "NULL");
        if (nullToken.AsSpan().IndexOfAny(",\"\r\n") >= 0) env.Problem("CSV_NULL has a comma, a quote or a line feed");
        var newlines = env.Choice("CSV_NEWLINES", Newlines.Escape, ("escape", Newlines.Escape), ("space", Newlines.Space), ("keep", Newlines.Keep));
        if (newlines == Newlines.Escape && !CsvLine.CanEscape(nullToken)) env.Problem($"CSV_NULL='{nullToken}' could be a text's escapes: with CSV_NEWLINES=escape it begins with neither n nor r, and has no backslash before n, r or a backslash");
        return env.Complete(new Settings(
            DeliveryStream: env.Text("DELIVERY_STREAM"),
            Style: new LineStyle(
                Format: env.Choice("OUTPUT_FORMAT", LineFormat.Json, ("json", LineFormat.Json), ("csv", LineFormat.Csv)),
                Tables: TableLayouts.Parse(env.Text("TABLES", TableLayouts.Default), env.Problem),
                NullToken: nullToken,
                Newlines: newlines,
                Before: env.Switch("INCLUDE_BEFORE", true),
                Modes: new ConnectModes(
                    DecimalsAreText: env.Choice("DEBEZIUM_DECIMALS", false, ("precise", false), ("string", true)),
                    TimesAreMilliseconds: env.Choice("DEBEZIUM_TIMES", false, ("adaptive", false), ("connect", true)))),
            FlatTable: env.Text("FLAT_TABLE", "Sales"),
            FailureQueue: queue,
            Outbox: outbox));
    }
}
