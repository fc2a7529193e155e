using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Local;

namespace Sluice.FieldLevelDecryptor.Tests;

public class FieldTextTests
{
    static readonly byte[] s_message = Vectors.Message("0178 phone");

    static FieldKind Read(string text, out byte[] message) => FieldText.Read(text, 64 << 10, out message, out _);

    [Fact]
    public void What_happens_to_base64_on_the_way_is_forgiven()
    {
        // Some message whose base64 has all of + / =, the = included.
        var base64 = Enumerable.Range(0, 1000).Select(i => new FieldEncryption("p", "k", Vectors.Rsa).Encrypt(new byte[i % 3])).First(text => text.Contains('+', StringComparison.Ordinal) && text.Contains('/', StringComparison.Ordinal) && text.EndsWith('='));
        var message = Convert.FromBase64String(base64);
        foreach (var text in new[]
        {
            base64, base64.TrimEnd('='), $"  {base64}\r\n", base64.Replace('+', ' '), base64.Replace('+', '-').Replace('/', '_'), Uri.EscapeDataString(base64), base64.Replace("+", "%2b", StringComparison.Ordinal),
        })
        {
            Assert.Equal(FieldKind.Message, Read(text, out var read));
            Assert.Equal(message, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("404-555-0150")]
    [InlineData("Zoë Öngström +49 89")]
    [InlineData("AgAA")]
    [InlineData("aGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0IG9mIHBsYWluIHRleHQ=")]
    public void Plain_text_is_told_from_messages(string text) => Assert.Equal(FieldKind.PlainText, Read(text, out _));

    [Fact]
    public void A_message_cut_or_with_a_wrong_character_is_damaged_and_not_plain_text()
    {
        var text = Convert.ToBase64String(s_message);
        Assert.Equal(FieldKind.Damaged, Read(text[..40], out _));
        Assert.Equal(FieldKind.Damaged, Read(text[..^3], out _));
        Assert.Equal(FieldKind.Damaged, Read(text[..60] + "*" + text[61..], out _));
        Assert.Equal(FieldKind.Damaged, FieldText.Read(text, 200, out _, out _));
    }

    [Fact]
    public void Any_text_is_read_without_an_exception() => Prop.ForAll<string>(text =>
    {
        var kind = FieldText.Read(text ?? "", 1024, out var message, out _);
        return kind == FieldKind.Message || message.Length == 0;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a+b%20c%2Bd%zz%", "a b c+d%zz%")]
    [InlineData("plain", "plain")]
    [InlineData("%C3%B6", "ö")]
    public void Form_values_are_decoded_as_browsers_encode_them(string encoded, string text) =>
        Assert.Equal(text, Encoding.UTF8.GetString(FormText.Decode(Encoding.UTF8.GetBytes(encoded))));
}
