using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Local;

namespace Sluice.FieldLevelDecryptor.Tests;

public class MessageTests
{
    public static TheoryData<ushort> Suites => Some.Suites;

    [Fact]
    public void Any_text_comes_back_from_any_suite_frame_length_and_context() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte[] Text, byte Suite, byte Frame, bool EmptyLast, Dictionary<NonNull<string>, NonNull<string>> Context)>(), it =>
        {
            var suite = CipherSuite.All[it.Suite % CipherSuite.All.Count];
            var writer = new MessageWriter(suite, Some.Wrapping())
            {
                FrameLength = it.Frame, EmptyLastFrame = it.EmptyLast,
                Context = [.. it.Context.Select(pair => KeyValuePair.Create(Valid(pair.Key.Get), Valid(pair.Value.Get))).DistinctBy(pair => pair.Key)],
            };
            return Some.Decryptor().OpenAsync(writer.Write(it.Text)).GetAwaiter().GetResult() == Encoding.Latin1.GetString(it.Text);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Bodies_without_frames_are_read(ushort suite) =>
        Assert.Equal("404-555-0150", await Some.Decryptor().OpenAsync(new MessageWriter(CipherSuite.Of(suite)!, Some.Wrapping()) { FrameLength = 0 }.Write("404-555-0150"u8)));

    [Fact]
    public async Task Every_padding_is_a_setting_and_the_wrong_one_is_named()
    {
        foreach (var (word, padding) in Paddings.All)
        {
            var message = Some.Writer(keys: Some.Wrapping(padding: padding)).Write("text"u8);
            Assert.Equal("text", await Some.Decryptor(Some.RsaKey(padding: padding)).OpenAsync(message));
            var other = padding == RSAEncryptionPadding.OaepSHA256 ? RSAEncryptionPadding.OaepSHA384 : RSAEncryptionPadding.OaepSHA256;
            var refused = await Some.Decryptor(Some.RsaKey(padding: other)).OpenAsync(message);
            Assert.StartsWith("refused: ", refused, StringComparison.Ordinal);
            if (padding != RSAEncryptionPadding.Pkcs1) Assert.EndsWith("It opens with RSA_PADDING=" + word, refused, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public async Task Raw_AES_keys_open_what_they_wrapped_and_nothing_else(int length)
    {
        var key = RandomNumberGenerator.GetBytes(length);
        var message = new MessageWriter(CipherSuite.Of(0x0478)!, WrappingKey.Aes("service", "aes", key)) { Context = [new("a", "b")] }.Write("text"u8);
        Assert.Equal("text", await Some.Decryptor(new AesFieldKey("service", "aes", key)).OpenAsync(message));
        Assert.StartsWith("refused: service/aes is configured and does not open", await Some.Decryptor(new AesFieldKey("service", "aes", RandomNumberGenerator.GetBytes(length))).OpenAsync(message), StringComparison.Ordinal);
        Assert.StartsWith("refused: the message is for service/aes", await Some.Decryptor(new AesFieldKey("service", "ae", key)).OpenAsync(message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_diagnosis_says_whose_the_message_is_and_what_is_configured()
    {
        var message = Some.Writer().Write("text"u8);
        Assert.Equal("refused: the message is for FLEDemo/DemoPublicKey, and configured are FLEDemo/New, Else/DemoPublicKey: provider and name of the key must be those of CloudFront's profile and public key",
            await Some.Decryptor(Some.RsaKey(name: "New"), Some.RsaKey(provider: "Else")).OpenAsync(message));
        Assert.Equal("refused: FLEDemo/DemoPublicKey is configured and does not open the message: it is another key under this name, or was wrapped with another padding",
            await Some.Decryptor(Some.RsaKey(rsa: Vectors.RsaOf("OldPublicKey"))).OpenAsync(message));
    }

    [Fact]
    public async Task Names_from_outside_are_cleaned_before_they_reach_the_log()
    {
        var message = Some.Writer(keys: Some.Wrapping(provider: "line\nbreak\u001b[31m", name: new string('x', 500))).Write("text"u8);
        var refused = await Some.Decryptor().OpenAsync(message);
        Assert.Contains("line?break?[31m/" + new string('x', 64) + "...", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_for_many_of_our_keys_costs_three_attempts_at_most()
    {
        using var other = RSA.Create(2048);
        var counting = new CountingKey(Some.RsaKey());
        var wrapped = Enumerable.Repeat(Some.Wrapping(rsa: other), 9).Append(Some.Wrapping()).ToArray();
        Assert.StartsWith("refused: ", await Some.Decryptor(counting).OpenAsync(Some.Writer(keys: wrapped).Write("text"u8)), StringComparison.Ordinal);
        Assert.Equal(3, counting.Attempts);
    }

    [Fact]
    public async Task Two_keys_of_one_name_are_both_tried()
    {
        var message = Some.Writer().Write("text"u8);
        Assert.Equal("text", await Some.Decryptor(Some.RsaKey(rsa: Vectors.RsaOf("OldPublicKey")), Some.RsaKey()).OpenAsync(message));
    }

    /// <summary>Lone surrogates are no UTF-8.</summary>
    static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("aws-crypto-", "", StringComparison.Ordinal);

    sealed class CountingKey(IFieldKey inner) : IFieldKey
    {
        public int Attempts { get; private set; }
        public string Provider => inner.Provider;
        public string Name => inner.Name;
        public bool Fits(in EncryptedDataKey dataKey) => inner.Fits(dataKey);

        public ValueTask<byte[]?> UnwrapAsync(EncryptedDataKey dataKey, ReadOnlyMemory<byte> context, CancellationToken cancellation)
        {
            Attempts++;
            return inner.UnwrapAsync(dataKey, context, cancellation);
        }
    }
}
