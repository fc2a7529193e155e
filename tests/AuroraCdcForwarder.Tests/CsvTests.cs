using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>CSV against a reader that knows nothing of the writer: RFC 4180's grammar, character by character.</summary>
public class CsvTests
{
    const string Tables = """{"Sales":"ItemID int key, Category varchar, Price decimal(10,2)"}""";

    /// <summary>Fields of one record; null for the token without quotes.</summary>
    static List<string?> Read(string record, string nullToken = "NULL")
    {
        var fields = new List<string?>();
        var at = 0;
        while (true)
        {
            var field = new StringBuilder();
            var quoted = at < record.Length && record[at] == '"';
            if (quoted)
            {
                at++;
                while (true)
                {
                    if (record[at] != '"') field.Append(record[at++]);
                    else if (at + 1 < record.Length && record[at + 1] == '"') (field, at) = (field.Append('"'), at + 2);
                    else break;
                }
                at++;
            }
            else
            {
                while (at < record.Length && record[at] is not (',' or '\n'))
                {
                    Assert.False(record[at] is '"' or '\r', "a quote or carriage return stands in a field without quotes");
                    field.Append(record[at++]);
                }
            }
            fields.Add(!quoted && field.ToString() == nullToken ? null : field.ToString());
            if (at >= record.Length - 1)
            {
                Assert.Equal("\n", record[at..]);
                return fields;
            }
            Assert.Equal(',', record[at++]);
        }
    }

    static string Unescape(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\\(.)", found => found.Groups[1].Value switch { "n" => "\n", "r" => "\r", var itself => itself });

    static string Line(string? category, Newlines newlines, string nullToken = "NULL") =>
        Some.Lines(Some.Change(row: new JsonObject { ["ItemID"] = 1, ["Category"] = category, ["Price"] = 12.50m }.ToJsonString()), Some.Style(LineFormat.Csv, Tables, newlines, nullToken));

    [Fact]
    public void Any_text_comes_back_from_a_reader_of_RFC_4180() => Prop.ForAll((string? text) =>
    {
        // Lone surrogates are no text: UTF-8 has no form for them.
        var whole = text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var fields = Read(Line(whole, Newlines.Keep));
        return fields.Count == 8 && fields[1] == whole && fields[2] == "12.50";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_escapes_every_record_is_one_line_and_any_text_comes_back() => Prop.ForAll(
        Gen.Elements('a', ',', '"', '\n', '\r', '\\', 'n', ' ', 'ü', '\u2028').ArrayOf().Select(letters => new string(letters)).ToArbitrary(), text =>
    {
        var line = Line(text, Newlines.Escape);
        return line.IndexOf('\n', StringComparison.Ordinal) == line.Length - 1 && !line.Contains('\r', StringComparison.Ordinal) && Unescape(Read(line)[1]!) == text;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("one\r\ntwo\nthree\rfour", "one two three four")]
    [InlineData("\n", " ")]
    public void With_spaces_a_line_feed_is_one_space(string text, string expected) => Assert.Equal(expected, Read(Line(text, Newlines.Space))[1]);

    [Theory]
    [InlineData("NULL", "NULL")]
    [InlineData("\\N", "\\N")]
    public void NULL_is_the_token_without_quotes_and_its_letters_are_a_text_with_them(string token, string text)
    {
        Assert.Null(Read(Line(null, Newlines.Keep, token), token)[1]);
        Assert.Equal(text, Read(Line(text, Newlines.Keep, token), token)[1]);
        Assert.Equal("", Read(Line("", Newlines.Keep, token), token)[1]);
    }

    [Theory]
    [InlineData("NULL", "NULL", "\"\\NULL\"")]
    [InlineData("\\N", "\\N", "\"\\\\N\"")]
    [InlineData("\\N", "N", "N")]
    [InlineData("-", "-", "\"\\-\"")]
    public void With_escapes_a_reader_that_sees_no_quotes_tells_a_text_of_the_tokens_letters_from_NULL(string token, string text, string expected) =>
        Assert.Equal($"1,{expected},12.50,", Line(text, Newlines.Escape, token)[..(expected.Length + 9)]);

    [Fact]
    public void Columns_stand_in_the_settings_order_whatever_the_payloads_and_the_rest_behind_them()
    {
        var line = Some.Lines(Some.Change(row: """{"Price":99999999.99,"Extra":1,"Category":"Books","ItemID":18446744073709551615}"""), Some.Style(LineFormat.Csv, Tables));

        Assert.Equal("18446744073709551615,Books,99999999.99,I,a,1,2026-11-21 23:08:47.701808,7\n", line);
    }

    [Fact]
    public void A_table_without_columns_fails_and_names_the_setting()
    {
        var refused = Assert.Throws<ChangeException>(() => Some.Lines(Some.Change().Replace("Sales", "Other", StringComparison.Ordinal), Some.Style(LineFormat.Csv, Tables)));

        Assert.Equal("TABLES has no columns for shop.Other, and CSV needs their order", refused.Message);
    }

    [Fact]
    public void Numbers_keep_every_digit() => Prop.ForAll(Gen.Choose(0, 9).ArrayOf(65).ToArbitrary(), digits =>
    {
        var number = "1" + string.Concat(digits) + ".50";
        var row = $$"""{"ItemID":{{number}},"Category":null,"Price":-{{number}}}""";
        return Some.Lines(Some.Change(row: row), Some.Style(LineFormat.Csv, Tables)).StartsWith($"{number},NULL,-{number},", StringComparison.Ordinal)
            && Some.Lines(Some.Change(row: row)).Contains($"\"Price\":-{number}", StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();
}
