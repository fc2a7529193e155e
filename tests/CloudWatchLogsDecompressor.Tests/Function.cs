using System.Text;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>The function in this process: settings as an environment, a stream that takes what is put back, and its log.</summary>
sealed class Function
{
    readonly Handler _handler;
    readonly MemoryStream _log = new();

    public Function(params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        Settings = Settings.From(new EnvironmentReader(variables.GetValueOrDefault));
        _handler = new Handler(Settings, new Reingest(PutAsync, Time, RetryBudget.Throttling), new Telemetry("decompressor", _log, LogLevel.Info, Time));
    }

    public Settings Settings { get; }

    public ImpatientTime Time { get; } = new();

    /// <summary>Every call that put records back, in order.</summary>
    public List<(StreamName Stream, IReadOnlyList<PackedRecord> Records)> Calls { get; } = [];

    /// <summary>What the stream answers to a call; all is accepted unless a test says otherwise.</summary>
    public Func<IReadOnlyList<PackedRecord>, IReadOnlyList<string?>> Accept { get; set; } = records => new string?[records.Count];

    public IEnumerable<byte[]> PutBack => Calls.SelectMany(call => call.Records).Select(record => record.Data);

    public string Log => Encoding.UTF8.GetString(_log.ToArray());

    public JsonNode LastLine => JsonNode.Parse(Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!;

    /// <summary>Bytes of the last answer.</summary>
    public int AnswerBytes { get; private set; }

    public async Task<Entry[]> InvokeAsync(byte[] @event, CancellationToken deadline = default)
    {
        var answer = new ByteBuffer();
        // The handler may change the event in place: a test's own stays as it is.
        await _handler.HandleAsync(@event.ToArray(), answer, new Invocation("request-1", "", TimeSpan.FromMinutes(1), deadline));
        AnswerBytes = answer.Length;
        return Entry.Read(answer.Written);
    }

    public Task<Entry[]> BatchAsync(params byte[][] records) => InvokeAsync(Samples.Batch(records));

    public async Task<Entry> OneAsync(byte[] record) => Assert.Single(await BatchAsync(record));

    Task<IReadOnlyList<string?>> PutAsync(StreamName stream, IReadOnlyList<PackedRecord> records, CancellationToken cancellation)
    {
        Calls.Add((stream, records));
        return Task.FromResult(Accept(records));
    }
}
