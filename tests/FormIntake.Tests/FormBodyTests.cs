using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.FormIntake.Tests;

public class FormBodyTests
{
    static string Read(string body) => string.Join('|', FormBody.Read(Encoding.ASCII.GetBytes(body)).Select(one => $"{one.Key}={one.Value}"));

    [Theory]
    [InlineData("name=Ada+Lovelace", "name=Ada Lovelace")]
    [InlineData("name=Ada%20Lovelace", "name=Ada Lovelace")]
    [InlineData("name=R%26D&email=a%40b", "name=R&D|email=a@b")]            // decoded before it is split, a value would become a field
    [InlineData("phone=AYABeA%3D%3D", "phone=AYABeA==")]
    [InlineData("phone=AYABeA==", "phone=AYABeA==")]                        // split at every '=', the padding would be lost
    [InlineData("name=1%2B1", "name=1+1")]
    [InlineData("name=%C3%BC%2b", "name=ü+")]
    [InlineData("name", "name=")]
    [InlineData("&&name=a&", "name=a")]
    [InlineData("=a", "=a")]
    [InlineData("", "")]
    public void A_form_is_split_first_and_decoded_then(string body, string fields) => Assert.Equal(fields, Read(body));

    [Theory]
    [InlineData("name=a&name=b", "a field comes twice")]
    [InlineData("na%6De=a&name=b", "a field comes twice")]
    [InlineData("name=50%", "a percent sign is not followed by two hexadecimal digits")]
    [InlineData("name=50%2", "a percent sign is not followed by two hexadecimal digits")]
    [InlineData("name=%zz", "a percent sign is not followed by two hexadecimal digits")]
    [InlineData("name=%C3", "a field is not UTF-8")]
    [InlineData("a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k=", "there are more than 10 fields")]
    public void What_could_be_read_in_two_ways_is_refused(string body, string problem) =>
        Assert.Equal(problem, Assert.Throws<InvalidDataException>(() => Read(body)).Message);

    [Fact]
    public void What_a_browser_encodes_is_read_back() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<Dictionary<NonNull<string>, NonNull<string>>>(), fields =>
        {
            var sent = fields.Take(FormBody.MostFields).Select(one => KeyValuePair.Create(Whole(one.Key.Get), Whole(one.Value.Get))).DistinctBy(one => one.Key).Where(one => one.Key.Length + one.Value.Length > 0).ToList();
            using var content = new FormUrlEncodedContent(sent);
            var body = new MemoryStream();
            content.CopyTo(body, null, CancellationToken.None);
            return FormBody.Read(body.ToArray()).OrderBy(one => one.Key, StringComparer.Ordinal).SequenceEqual(sent.OrderBy(one => one.Key, StringComparer.Ordinal));
        }));

    /// <summary>Halves of surrogate pairs cannot be typed.</summary>
    static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_body_that_is_cut_or_has_any_byte_changed_is_read_or_refused_and_never_fails_otherwise()
    {
        var whole = Encoding.ASCII.GetBytes("submission=00ff&name=R%26D+%C3%BC&email=a%40b.c&phone=AYABeA%3D%3D");
        for (var length = 0; length <= whole.Length; length++) Try(whole[..length]);
        for (var i = 0; i < whole.Length; i++)
            for (var value = 0; value < 256; value++)
            {
                var changed = whole.ToArray();
                changed[i] = (byte)value;
                Try(changed);
            }

        static void Try(byte[] body)
        {
            try
            {
                Assert.All(FormBody.Read(body).Values, value => Assert.True(value.Length <= body.Length));
            }
            catch (InvalidDataException)
            {
                // Refused with a reason.
            }
        }
    }
}
