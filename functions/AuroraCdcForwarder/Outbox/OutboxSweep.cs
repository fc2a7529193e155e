using System.Globalization;
using System.Text.Json;
using MySqlConnector;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Moves the rows of the outbox into the delivery stream: read, sent, then deleted.</summary>
/// <param name="settings">Where it is.</param>
/// <param name="connect">Opens a connection to the writer.</param>
/// <remarks>Rows are deleted by their ids once they are accounted for, so a transaction that commits late is never passed by, and a crash
/// between the two sends rows again with the same event ids. A lock of the server keeps two sweeps from sending the same rows.</remarks>
sealed class OutboxSweep(OutboxSettings settings, Func<CancellationToken, Task<MySqlConnection>> connect)
{
    /// <summary>Held while a sweep runs; the server frees it when the connection ends.</summary>
    const string LockName = "sluice_cdc_sweep";

    /// <summary>Sweeps until the outbox is empty, the time is up, or nothing goes forward.</summary>
    /// <param name="run">Gets the payloads.</param>
    /// <param name="deadline">No batch is begun behind it.</param>
    public async Task RunAsync(ForwardRun run, CancellationToken deadline)
    {
        await using var connection = await connect(deadline);
        if (!await TakeLockAsync(connection, deadline)) return;       // another sweep is at it
        while (!deadline.IsCancellationRequested)
        {
            var rows = await ReadAsync(connection, deadline);
            if (rows.Count == 0) return;
            var opened = new List<JsonDocument>(rows.Count);
            try
            {
                var payloads = new List<Payload>(rows.Count);
                foreach (var (id, payload) in rows)
                    payloads.Add(EventReader.One(payload, payloads.Count, string.Create(CultureInfo.InvariantCulture, $"outbox-{id}"), opened));
                var done = await run.AddAsync(payloads, deadline);
                ulong[] ids = [.. rows.Where((_, i) => done[i]).Select(row => row.Id)];
                // Not with the deadline: what is delivered should go while there is a connection.
                if (ids.Length > 0) await DeleteAsync(connection, ids);
                run.Swept += ids.Length;
                if (ids.Length < rows.Count) return;       // the stream refuses: the next sweep tries again
            }
            finally
            {
                foreach (var document in opened) document.Dispose();
            }
        }
    }

    static async Task<bool> TakeLockAsync(MySqlConnection connection, CancellationToken deadline)
    {
        using var command = new MySqlCommand("SELECT GET_LOCK(@name, 0)", connection);
        command.Parameters.AddWithValue("@name", LockName);
        return Convert.ToInt64(await command.ExecuteScalarAsync(deadline), CultureInfo.InvariantCulture) == 1;
    }

    async Task<List<(ulong Id, string Payload)>> ReadAsync(MySqlConnection connection, CancellationToken deadline)
    {
        using var command = new MySqlCommand($"SELECT id, payload FROM {settings.Table} ORDER BY id LIMIT {settings.BatchRows.ToString(CultureInfo.InvariantCulture)}", connection);
        using var reader = await command.ExecuteReaderAsync(deadline);
        var rows = new List<(ulong, string)>();
        while (await reader.ReadAsync(deadline)) rows.Add((reader.GetUInt64(0), reader.GetString(1)));
        return rows;
    }

    async Task DeleteAsync(MySqlConnection connection, ulong[] ids)
    {
        using var command = new MySqlCommand($"DELETE FROM {settings.Table} WHERE id IN ({string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))})", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
