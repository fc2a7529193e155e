using System.Security.Cryptography;
using System.Text;

namespace Sluice.FieldLevelDecryptor;

/// <summary>What an invocation did, in numbers.</summary>
sealed class FieldTally
{
    readonly int[] _results = new int[Enum.GetValues<FieldResult>().Length];

    /// <summary>Fields so far.</summary>
    public int Fields => _results.Sum();

    /// <summary>Bytes of messages.</summary>
    public long BytesIn { get; private set; }

    /// <summary>Bytes of plain texts.</summary>
    public long BytesOut { get; private set; }

    /// <summary>Fields of a result.</summary>
    public int Of(FieldResult result) => _results[(int)result];

    /// <summary>Counts one.</summary>
    public void Add(in FieldOutcome outcome)
    {
        _results[(int)outcome.Result]++;
        BytesIn += outcome.BytesIn;
        BytesOut += outcome.Plaintext?.Length ?? 0;
    }
}

/// <summary>One line for each decryption: who, which item, which key, what came of it. Never a plain text.</summary>
/// <param name="telemetry">Takes the lines.</param>
/// <param name="hashItems">A hash of the item's name in its place, where names tell too much.</param>
sealed class AuditLog(Telemetry telemetry, bool hashItems)
{
    const int LongestName = 256;

    /// <summary>Writes one, and counts it.</summary>
    /// <param name="who">ARN of the caller, or how it came.</param>
    /// <param name="item">The caller's id, or the item's key.</param>
    /// <param name="attribute">Of the item; empty where there is none.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="tally">Counts.</param>
    public void Write(string who, string item, string attribute, in FieldOutcome outcome, FieldTally tally)
    {
        tally.Add(outcome);
        var decrypted = outcome.Result == FieldResult.Decrypted;
        telemetry.Write(decrypted ? LogLevel.Info : LogLevel.Warn, decrypted ? "field decrypted" : "field not decrypted", null,
            Field.Of("who", who), Field.Of("item", Shown(item)), Field.Of("attribute", attribute), Field.Of("key", outcome.Key), Field.Of("outcome", outcome.Result.ToString()),
            Field.Of("reason", decrypted ? "" : outcome.Reason));
    }

    string Shown(string item) =>
        hashItems ? "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(item)))[..32]
        : item.Length > LongestName ? item[..LongestName] + "..." : item;
}
