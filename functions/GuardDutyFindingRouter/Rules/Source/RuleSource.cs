using System.Security.Cryptography;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>The rules in force: read at start-up, and again from time to time. What is broken or out of reach later leaves the old ones in force, and is told once.</summary>
sealed class RuleSource
{
    /// <summary>A read that takes longer is given up: the invocation that waits for it has findings to route.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly RuleLocation _location;
    readonly RuleStore _store;
    readonly TimeSpan _refreshAfter;
    readonly Telemetry _telemetry;
    readonly TimeProvider _time;

    // Replaced as a whole; read by any invocation.
    volatile RuleVersion _inForce;
    string _lastProblem = "";       // of the reader below
    long _lastReadTicks;            // UTC
    int _reading;                   // 1 while one reads

    RuleSource(RuleLocation location, RuleStore store, TimeSpan refreshAfter, Telemetry telemetry, TimeProvider time, RuleVersion first)
    {
        (_location, _store, _refreshAfter, _telemetry, _time, _inForce) = (location, store, refreshAfter, telemetry, time, first);
        _lastReadTicks = time.GetUtcNow().UtcTicks;
    }

    /// <summary>Reads the rules for the first time.</summary>
    /// <param name="setting"><c>RULES</c>: the document, <c>/name</c>, <c>ssm:name</c>, the ARN of a parameter or secret, or <c>s3://bucket/key</c>.</param>
    /// <param name="refreshAfter">How old rules may become before they are read again; zero: never. A document in the setting is not read again.</param>
    /// <param name="store">Reads them.</param>
    /// <param name="telemetry">Is told of new versions, and of what is wrong with them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SettingsException">The setting is none of these, the rules cannot be read, or there are mistakes in them: all of them.</exception>
    public static async Task<RuleSource> OpenAsync(string setting, TimeSpan refreshAfter, RuleStore store, Telemetry telemetry, TimeProvider time, CancellationToken cancellation)
    {
        var location = RuleLocation.Parse(setting) ?? throw new SettingsException(setting.Trim().Length == 0
            ? "RULES is missing: the rules themselves, the name of a parameter (/name), an ARN of a parameter or secret, or s3://bucket/key."
            : "RULES is not a JSON object { … }, nor the name of a parameter (/name or ssm:name), an ARN of a parameter or secret, or s3://bucket/key.");
        try
        {
            var source = new RuleSource(location, store, location.Kind == RuleLocation.Place.Here ? TimeSpan.Zero : refreshAfter, telemetry, time,
                RuleVersion.Of(await store.ReadAsync(location, cancellation), location.Name, time.GetUtcNow()));
            source.Tell("rules read");
            return source;
        }
        catch (RulesException wrong)
        {
            throw new SettingsException("RULES:\n" + wrong.Message);
        }
        catch (RulesUnreachableException unreachable)
        {
            throw new SettingsException("RULES: " + unreachable.Message);
        }
    }

    /// <summary>The version in force, 12 hexadecimal digits of its SHA-256.</summary>
    public string Version => _inForce.Hash;

    /// <summary>Whether what was read last is broken or out of reach, and older rules are in force.</summary>
    public bool IsBroken => _lastProblem.Length > 0;

    /// <summary>The rules for an invocation; reads them again where they are old. Never throws because of them.</summary>
    /// <param name="deadline">Of the invocation.</param>
    public async ValueTask<RuleSet> CurrentAsync(CancellationToken deadline)
    {
        if (_refreshAfter == TimeSpan.Zero || _time.GetUtcNow().UtcTicks - Volatile.Read(ref _lastReadTicks) < _refreshAfter.Ticks || Interlocked.Exchange(ref _reading, 1) == 1) return _inForce.Rules;
        try
        {
            await RefreshAsync(deadline);
            // An invocation at its deadline says so itself; the next one reads.
            if (!deadline.IsCancellationRequested) Volatile.Write(ref _lastReadTicks, _time.GetUtcNow().UtcTicks);
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
        return _inForce.Rules;
    }

    async Task RefreshAsync(CancellationToken deadline)
    {
        using var patience = new CancellationTokenSource(s_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, patience.Token);
        try
        {
            var document = await _store.ReadAsync(_location, either.Token);
            var hash = RuleVersion.HashOf(document.Span);
            if (hash == _inForce.Hash)
            {
                if (_lastProblem.Length > 0) _telemetry.Info("rules are as before", Field.Of("rules", _location.Name), Field.Of("version", hash));
                _lastProblem = "";
                return;
            }
            // Told once, and not parsed again: the same bytes have the same mistakes.
            if (hash == _lastProblem) return;
            _lastProblem = hash;
            _inForce = RuleVersion.Of(document, _location.Name, _time.GetUtcNow());
            _lastProblem = "";
            Tell("rules changed");
        }
        catch (RulesException wrong)
        {
            _telemetry.Warn("new rules are broken, the old ones stay in force", Field.Of("rules", _location.Name), Field.Of("version", _inForce.Hash),
                Field.Of("brokenVersion", _lastProblem), Field.Count("RulesRejected", 1), Field.Of("mistakes", wrong.Message));
        }
        catch (RulesUnreachableException unreachable)
        {
            Unreachable(unreachable.Message);
        }
        catch (OperationCanceledException)
        {
            if (!deadline.IsCancellationRequested) Unreachable($"{_location.Name} cannot be read: no answer within {s_patience.TotalSeconds} seconds.");
        }
    }

    void Unreachable(string problem)
    {
        if (problem == _lastProblem) return;
        _lastProblem = problem;
        _telemetry.Warn("rules cannot be read again, the old ones stay in force", Field.Of("rules", _location.Name), Field.Of("version", _inForce.Hash),
            Field.Count("RulesUnreachable", 1), Field.Of("reason", problem));
    }

    void Tell(string what)
    {
        var rules = _inForce.Rules;
        _telemetry.Info(what, Field.Of("rules", _location.Name), Field.Of("version", _inForce.Hash),
            Field.Plain("routes", rules.Routes.Count), Field.Plain("suppressions", rules.Suppressions.Count), Field.Plain("destinations", rules.Destinations.Count));
        if (_inForce.Warnings.Count > 0) _telemetry.Warn("rules have oddities", Field.Of("rules", _location.Name), Field.Of("warnings", string.Join('\n', _inForce.Warnings.Take(20))));
    }

    /// <summary>A document and what it says.</summary>
    sealed record RuleVersion(string Hash, RuleSet Rules, IReadOnlyList<RuleNote> Warnings)
    {
        public static RuleVersion Of(ReadOnlyMemory<byte> document, string name, DateTimeOffset now)
        {
            var read = RuleReader.Check(document, name, now);
            return new(HashOf(document.Span), read.Rules, read.Warnings);
        }

        public static string HashOf(ReadOnlySpan<byte> document) => Convert.ToHexStringLower(SHA256.HashData(document).AsSpan(0, 6));
    }
}
