using System.Net;
using System.Security.Cryptography;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;

namespace Sluice.FieldLevelDecryptor.Tests;

public class KeyRingTests
{
    const string Path = "/sluice/field-keys";

    static KeySettings Read(params (string Name, string Value)[] env)
    {
        var reader = new EnvironmentReader(env.ToDictionary(one => one.Name, one => one.Value).GetValueOrDefault);
        return reader.Complete(KeySettings.From(reader));
    }

    static (KeyRing Ring, MessageDecryptor Messages) Over(Parameters parameters, TimeProvider time, KeySettings? settings = null)
    {
        var loader = new KeyLoader(settings ?? Read(("KEY_PATH", Path)), new SecretText(() => throw new NotSupportedException(), () => parameters), () => throw new NotSupportedException());
        var ring = new KeyRing(loader.LoadAsync, TimeSpan.FromMinutes(60), new Telemetry("test", Stream.Null, LogLevel.Fatal, time));
        return (ring, new MessageDecryptor(ring, Some.EverySuite, new(), time));
    }

    [Fact]
    public async Task Keys_are_read_once_and_again_when_they_are_old()
    {
        var time = new SetTime();
        var parameters = new Parameters(new() { [$"{Path}/FLEDemo/DemoPublicKey"] = Vectors.PrivateKey("DemoPublicKey") });
        var (_, messages) = Over(parameters, time);
        for (var i = 0; i < 100; i++) Assert.Equal("404-555-0150", await messages.OpenAsync(Vectors.Message("0178 phone")));
        Assert.Equal(1, parameters.Calls);
        time.Pass(TimeSpan.FromMinutes(61));
        for (var i = 0; i < 100; i++) Assert.Equal("404-555-0150", await messages.OpenAsync(Vectors.Message("0178 phone")));
        Assert.Equal(2, parameters.Calls);
    }

    [Fact]
    public async Task A_key_that_is_added_is_found_by_the_first_message_that_names_it()
    {
        var time = new SetTime();
        var all = new Dictionary<string, string> { [$"{Path}/FLEDemo/OldPublicKey"] = Vectors.PrivateKey("OldPublicKey"), [$"{Path}/Other/A"] = Vectors.PrivateKey("OldPublicKey"), [$"{Path}/Other/B"] = Vectors.PrivateKey("OldPublicKey") };
        var parameters = new Parameters(all);
        var (_, messages) = Over(parameters, time);
        Assert.Equal("old", await messages.OpenAsync(Vectors.Message("0178 rotated key (OldPublicKey)")));
        Assert.Equal(2, parameters.Calls);      // two pages
        time.Pass(TimeSpan.FromSeconds(31));
        all[$"{Path}/FLEDemo/DemoPublicKey"] = Vectors.PrivateKey("DemoPublicKey");
        Assert.Equal("404-555-0150", await messages.OpenAsync(Vectors.Message("0178 phone")));
        Assert.Equal("old", await messages.OpenAsync(Vectors.Message("0178 rotated key (OldPublicKey)")));
        Assert.Equal(4, parameters.Calls);
    }

    [Fact]
    public async Task A_flood_of_unknown_names_is_no_flood_of_calls()
    {
        var time = new SetTime();
        var parameters = new Parameters(new() { [$"{Path}/FLEDemo/OldPublicKey"] = Vectors.PrivateKey("OldPublicKey") });
        var (_, messages) = Over(parameters, time);
        for (var i = 0; i < 200; i++)
        {
            Assert.StartsWith("refused: ", await messages.OpenAsync(Vectors.Message("0178 phone")), StringComparison.Ordinal);
            time.Pass(TimeSpan.FromSeconds(1));
        }
        Assert.InRange(parameters.Calls, 6, 8);     // one in 30 seconds
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_again_stay_in_use()
    {
        var time = new SetTime();
        var all = new Dictionary<string, string> { [$"{Path}/FLEDemo/DemoPublicKey"] = Vectors.PrivateKey("DemoPublicKey") };
        var (_, messages) = Over(new Parameters(all), time);
        Assert.Equal("404-555-0150", await messages.OpenAsync(Vectors.Message("0178 phone")));
        all[$"{Path}/FLEDemo/New"] = "no key";
        time.Pass(TimeSpan.FromHours(2));
        Assert.Equal("404-555-0150", await messages.OpenAsync(Vectors.Message("0178 phone")));
    }

    [Fact]
    public async Task Every_key_that_cannot_be_used_is_named_at_the_start()
    {
        using var weak = RSA.Create(1024);
        var all = new Dictionary<string, string> { [$"{Path}/FLEDemo/Weak"] = weak.ExportPkcs8PrivateKeyPem(), [$"{Path}/NoProvider"] = "x", ["/named"] = "nothing" };
        var settings = Read(("KEY_PATH", Path), ("KEYS", "FLEDemo/Named=/named, a:b/Forbidden=/forbidden"));
        var refused = await Assert.ThrowsAsync<KeysUnavailableException>(() => Over(new Parameters(all), TimeProvider.System, settings).Ring.KeysAsync(CancellationToken.None).AsTask());
        foreach (var part in new[] { "FLEDemo/Named: /named holds neither PEM", "a:b/Forbidden: /forbidden cannot be read (AccessDeniedException): the function's role needs ssm:GetParameter", "FLEDemo/Weak: ", "1024 bits", $"{Path}/NoProvider is not {Path}/provider/key-name" })
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"there is no parameter below {Path}", (await Assert.ThrowsAsync<KeysUnavailableException>(() => Over(new Parameters([]), TimeProvider.System).Ring.KeysAsync(CancellationToken.None).AsTask())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_may_hold_DER()
    {
        var settings = Read(("KEYS", "FLEDemo/DemoPublicKey=arn:aws:secretsmanager:eu-west-1:1:secret:key"));
        var loader = new KeyLoader(settings, new SecretText(() => new Secrets(null, Vectors.Rsa.ExportPkcs8PrivateKey()), () => throw new NotSupportedException()), () => throw new NotSupportedException());
        Assert.Equal("404-555-0150", await Some.Decryptor([.. await loader.LoadAsync(CancellationToken.None)]).OpenAsync(Vectors.Message("0178 phone")));
    }

    static async Task<IFieldKey> KmsKeyAsync(Kms kms, params (string, string)[] more) => Assert.Single(await new KeyLoader(
        Read([("KEYS", "FLEDemo/DemoPublicKey=" + Kms.Arn), .. more]), new SecretText(() => throw new NotSupportedException(), () => throw new NotSupportedException()), () => kms).LoadAsync(CancellationToken.None));

    [Fact]
    public async Task A_key_of_KMS_decrypts_there_and_its_refusal_of_a_message_is_one_of_ours()
    {
        var kms = new Kms(Vectors.Rsa, KeyUsageType.ENCRYPT_DECRYPT);
        var decryptor = Some.Decryptor(await KmsKeyAsync(kms));
        Assert.Equal("404-555-0150", await decryptor.OpenAsync(Vectors.Message("0178 phone")));
        Assert.StartsWith("refused: FLEDemo/DemoPublicKey is configured and does not open", await decryptor.OpenAsync(Vectors.Message("NEG EDK ciphertext bit")), StringComparison.Ordinal);
        Assert.Equal(2, kms.Calls);
        Assert.True(Some.Ring(await KmsKeyAsync(kms)) is { } ring && (await ring.KeysAsync(CancellationToken.None)).Count == 1 && ring.CallsOut);
    }

    [Fact]
    public async Task A_key_of_KMS_that_is_disabled_or_throttled_is_no_fault_of_the_message()
    {
        foreach (var (failure, transient) in new (Exception, bool)[]
        {
            (new DisabledException("off", ErrorType.Sender, "DisabledException", "1", HttpStatusCode.BadRequest), false),
            (new AmazonKeyManagementServiceException("slow", ErrorType.Sender, "ThrottlingException", "1", HttpStatusCode.BadRequest), true),
        })
        {
            var decryptor = Some.Decryptor(await KmsKeyAsync(new Kms(Vectors.Rsa, KeyUsageType.ENCRYPT_DECRYPT, failure)));
            var unavailable = await Assert.ThrowsAsync<KeysUnavailableException>(() => decryptor.OpenAsync(Vectors.Message("0178 phone"), CancellationToken.None).AsTask());
            Assert.Equal(transient, unavailable.IsTransient);
        }
    }

    [Fact]
    public async Task A_key_of_KMS_that_cannot_do_is_refused_at_the_start()
    {
        using var weak = RSA.Create(1024);
        Assert.Contains("is a key for SIGN_VERIFY", (await Assert.ThrowsAsync<KeysUnavailableException>(() => KmsKeyAsync(new Kms(Vectors.Rsa, KeyUsageType.SIGN_VERIFY)))).Message, StringComparison.Ordinal);
        Assert.Contains("1024 bits", (await Assert.ThrowsAsync<KeysUnavailableException>(() => KmsKeyAsync(new Kms(weak, KeyUsageType.ENCRYPT_DECRYPT)))).Message, StringComparison.Ordinal);
        Assert.Contains("oaep-sha256 and oaep-sha1 only", (await Assert.ThrowsAsync<KeysUnavailableException>(() => KmsKeyAsync(new Kms(Vectors.Rsa, KeyUsageType.ENCRYPT_DECRYPT), ("RSA_PADDING", "oaep-sha512")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_reported_at_once()
    {
        var wrong = new Dictionary<string, string>
        {
            ["KEYS"] = "FLEDemo=/x, =y, ok/Key=/z", ["KEY_PATH"] = "relative", ["RSA_PADDING"] = "oaep", ["SUITES"] = "0178,9999", ["MAX_DATA_KEYS"] = "0", ["FORM_ENCODED"] = "maybe",
            ["TABLE_NAME"] = "t", ["TABLE_KEY"] = "a,b,c", ["ENCRYPTED_ATTRIBUTES"] = "a",
        };
        var message = Assert.Throws<SettingsException>(() => Settings.From(new EnvironmentReader(wrong.GetValueOrDefault))).Message;
        foreach (var part in new[] { "KEYS has 'FLEDemo=/x'", "KEYS has '=y'", "KEY_PATH='relative'", "RSA_PADDING='oaep'", "SUITES has '9999'", "MAX_DATA_KEYS='0'", "FORM_ENCODED='maybe'", "TABLE_KEY='a,b,c'", "an attribute of TABLE_KEY" })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("KEYS or KEY_PATH is missing", Assert.Throws<SettingsException>(() => Settings.From(new EnvironmentReader(_ => null))).Message, StringComparison.Ordinal);
    }

    /// <summary>A clock that stands still until it is moved.</summary>
    sealed class SetTime : TimeProvider
    {
        long _ticks = TimeSpan.TicksPerDay;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
    }
}
