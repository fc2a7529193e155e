using System.Globalization;

namespace Sluice.Local;

/// <summary>Identifiers, addresses and times of sample events: the same seed gives the same bytes on every machine.</summary>
sealed class SampleSource(int seed, string region, DateTimeOffset? start = null)
{
    /// <summary>No sample depends on the clock, or it could not be compared with yesterday's.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 23, 0, 0, TimeSpan.Zero);

    readonly Random _random = new(seed);

    public string Region => region;

    public const string Account = Deployment.Account;

    public DateTimeOffset Time { get; private set; } = start ?? Start;

    public string Iso => Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public string IsoMilliseconds => Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public long Milliseconds => Time.ToUnixTimeMilliseconds();

    public void Pass(int mostMilliseconds) => Time += TimeSpan.FromMilliseconds(Whole(1, mostMilliseconds));

    public int Whole(int least, int most) => _random.Next(least, most + 1);

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    public string Digits(int count) => Letters(count, "0123456789");

    public string Hex(int count) => Letters(count, "0123456789abcdef");

    public string Token(int count) => Letters(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    public string UpperToken(int count) => Letters(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public string Guid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        // Version 4, variant 1, as AWS sends them.
        (bytes[7], bytes[8]) = ((byte)(bytes[7] & 0x0F | 0x40), (byte)(bytes[8] & 0x3F | 0x80));
        return new Guid(bytes).ToString();
    }

    public string Arn(string service, string resource) => $"arn:aws:{service}:{region}:{Deployment.Account}:{resource}";

    string Letters(int count, string alphabet) => string.Create(count, this, (letters, source) =>
    {
        foreach (ref var letter in letters) letter = alphabet[source._random.Next(alphabet.Length)];
    });
}
