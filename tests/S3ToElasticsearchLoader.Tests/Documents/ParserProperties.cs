using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>The parsers, against what anything at all may be.</summary>
public class ParserProperties
{
    static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Whatever_fields_are_written_as_csv_is_read_back()
    {
        var rows = Gen.Choose(2, 5).SelectMany(columns => Gen.ListOf(Gen.ArrayOf(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Valid(text.Get)), columns)));
        Prop.ForAll(rows.ToArbitrary(), rows =>
        {
            if (rows.Count == 0) return;
            var columns = rows[0].Length;
            var file = string.Join(',', Enumerable.Range(0, columns).Select(column => $"c{column}")) + "\r\n"
                + string.Concat(rows.Select(row => string.Join(',', row.Select(field => "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")) + "\r\n"));
            var read = Reading.ReadAsync(file, Reading.With(LogFormat.Csv)).GetAwaiter().GetResult();
            Assert.Empty(read.Rejected);
            Assert.Equal(rows.Select(row => string.Join('|', row.Select(field => field.Length == 0 ? "(none)" : field))),
                read.Documents.Select(document => string.Join('|', Enumerable.Range(0, columns).Select(column => document[$"c{column}"]))));
        }).Check(Thorough);
    }

    [Fact]
    public void Any_text_as_a_value_of_JSON_stays_the_text_it_is_with_and_without_line_ends_between_objects()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>[]>(), texts =>
        {
            var objects = texts.Select(text => $"{{\"t\":\"{JsonEncodedText.Encode(Valid(text.Get))}\"}}").ToArray();
            foreach (var between in (string[])["\n", "", " ", "\r\n"])
            {
                var read = Reading.ReadAsync(string.Join(between, objects), Reading.With(LogFormat.Json)).GetAwaiter().GetResult();
                Assert.Equal(texts.Select(text => Valid(text.Get)), read.Documents.Select(document => document["t"]));
            }
            var array = Reading.ReadAsync("{\"Records\":[" + string.Join(",", objects) + "]}", Reading.With(LogFormat.Json)).GetAwaiter().GetResult();
            Assert.Equal(texts.Length, array.Documents.Count);
        }).Check(Thorough);
    }

    [Fact]
    public void Any_bytes_in_any_format_end_in_documents_or_rejections()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte>(), (bytes, format) =>
        {
            var kind = (LogFormat)(format % 13);
            var read = Reading.ReadAsync([.. bytes, (byte)'\n', .. bytes], Reading.With(kind)).GetAwaiter().GetResult();
            Assert.True(read.Failure is null or BrokenContentException, read.Failure?.ToString());
        }).Check(Thorough);
    }

    [Fact]
    public void A_time_is_read_as_the_framework_reads_it_and_written_back()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).SelectMany(seconds => Gen.Choose(0, 9_999_999).Select(ticks => DateTime.UnixEpoch.AddSeconds(seconds).AddTicks(ticks))).ToArbitrary(), time =>
        {
            foreach (var format in (string[])["yyyy-MM-ddTHH:mm:ss.fffffffZ", "yyyy-MM-dd HH:mm:ss.fffffff", "yyyy-MM-ddTHH:mm:ss.fffffff+00:00"])
            {
                Assert.True(TimeText.TryParse(Encoding.ASCII.GetBytes(time.ToString(format, CultureInfo.InvariantCulture)), out var ticks));
                Assert.Equal(time.Ticks, ticks);
            }
            var output = new ByteBuffer();
            TimeText.Append(time.Ticks, output);
            Assert.Equal(time, DateTimeOffset.Parse(Encoding.ASCII.GetString(output.Written), CultureInfo.InvariantCulture).UtcDateTime);
            var milliseconds = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
            if (milliseconds < 1_000_000_000_00) return;
            Assert.True(TimeText.TryParse(Encoding.ASCII.GetBytes(milliseconds.ToString(CultureInfo.InvariantCulture)), out var epoch));
            Assert.Equal(milliseconds, (epoch - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
        }).Check(Thorough);
    }

    [Fact]
    public void A_number_is_one_if_JSON_says_so_leading_zeros_aside()
    {
        var texts = Gen.Elements("0", "1", "9", "-", ".", "e", "E", "+", "00", " ").ListOf().Select(parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            if (!Columns.IsNumber(Encoding.ASCII.GetBytes(text), out var number))
            {
                Assert.False(IsJsonNumber(text), text);
                return;
            }
            Assert.True(IsJsonNumber(Encoding.ASCII.GetString(number)), text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

        static bool IsJsonNumber(string text)
        {
            try
            {
                using var parsed = JsonDocument.Parse(text);
                return parsed.RootElement.ValueKind == JsonValueKind.Number && text.Trim() == text;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    /// <summary>Without lone surrogates, which UTF-8 has not.</summary>
    static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
