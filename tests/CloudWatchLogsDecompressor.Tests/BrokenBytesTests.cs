using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>Every way to break the bytes of a record: what comes out is all of it, or a failure, never a part and never something else.</summary>
public class BrokenBytesTests
{
    const string Lines = "first line\nsecond \"line\"\nthird\n";

    static readonly byte[] Whole = Samples.Record("first line", "second \"line\"", "third");

    static async Task<string> ResultOf(Function function, byte[] record)
    {
        var entry = await function.OneAsync(record);
        return entry.Result == "Ok" ? entry.Text : entry.Result;
    }

    [Fact]
    public async Task A_record_cut_anywhere_fails_and_never_delivers_a_part()     // red without UseStrictValidation
    {
        var function = new Function();
        Assert.Equal(Lines, await ResultOf(function, Whole));
        Assert.Equal("Dropped", await ResultOf(function, []));
        for (var length = 1; length < Whole.Length; length++)
            Assert.Equal("ProcessingFailed", await ResultOf(function, Whole[..length]));
    }

    [Fact]
    public async Task A_flipped_bit_never_throws_and_never_delivers_different_text()
    {
        var function = new Function();
        for (var bit = 0; bit < Whole.Length * 8; bit++)
        {
            var bad = (byte[])Whole.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            var result = await ResultOf(function, bad);
            Assert.True(result is Lines or "ProcessingFailed", $"bit {bit}: {result}");
        }
    }

    [Fact]
    public async Task A_bit_flipped_in_the_second_of_two_members_never_delivers_the_first_alone()     // GZipStream would end quietly there
    {
        var function = new Function();
        byte[] two = [.. Samples.Record("one"), .. Samples.Record("two")];
        Assert.Equal("one\ntwo\n", await ResultOf(function, two));
        for (var bit = Samples.Record("one").Length * 8; bit < two.Length * 8; bit++)
        {
            var bad = (byte[])two.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            var result = await ResultOf(function, bad);
            Assert.True(result is "one\ntwo\n" or "ProcessingFailed", $"bit {bit}: {result}");
        }
    }

    [Fact]
    public async Task Bytes_behind_the_gzip_data_are_a_failure()
    {
        var function = new Function();
        Assert.Equal("ProcessingFailed", await ResultOf(function, [.. Whole, .. "trailing"u8]));
        Assert.Equal("ProcessingFailed", await ResultOf(function, [.. Whole, 0x1f, 0x8b, 8, 0, 0]));
    }

    [Fact]
    public async Task JSON_cut_anywhere_fails_and_never_delivers_a_part()
    {
        var function = new Function();
        var json = Encoding.UTF8.GetBytes(Samples.Envelope(["first", "second"]));
        for (var length = 1; length < json.Length; length++)
            Assert.Equal("ProcessingFailed", await ResultOf(function, json[..length]));
    }

    [Fact]
    public void Any_messages_come_back_byte_for_byte() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>[]>().Filter(messages => messages.Length > 0),
        messages =>
        {
            var texts = messages.Select(message => message.Get).ToArray();
            var result = ResultOf(new Function(), Samples.Record(texts)).GetAwaiter().GetResult();
            return result == Utf8(string.Concat(texts.Select(text => text + "\n")));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_answered_and_never_thrown_at() => Prop.ForAll<byte[]>(bytes =>
        ResultOf(new Function(), bytes ?? []).GetAwaiter().GetResult() is "Dropped" or "ProcessingFailed").QuickCheckThrowOnFailure();

    /// <summary>JSON cannot carry lone surrogates as UTF-8: the writer replaces them.</summary>
    static string Utf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
