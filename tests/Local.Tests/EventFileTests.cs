using System.Text;
using Sluice.Local;

namespace Local.Tests;

public sealed class EventFileTests
{
    [Theory]
    [InlineData("{\"a\":1,\n \"b\" 2}", "the event in stdin is not JSON, line 2, column 6: '2' is invalid after a property name. Expected a ':'.")]
    [InlineData("", "the event in stdin is empty; the least is {}.")]
    [InlineData("{} x", "the event in stdin is not JSON, line 1, column 4: ")]
    public async Task What_is_no_json_is_refused_with_line_and_column(string text, string expected)
    {
        var mistake = await Assert.ThrowsAsync<UserError>(() => ReadAsync(Encoding.UTF8.GetBytes(text)));

        Assert.StartsWith(expected, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, mistake.ExitCode);
    }

    [Fact]
    public async Task A_byte_order_mark_is_taken_off() =>
        Assert.Equal("{}"u8.ToArray(), await ReadAsync([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']));

    [Fact]
    public async Task Six_megabytes_pass_and_one_byte_more_does_not()
    {
        var largest = Encoding.UTF8.GetBytes('"' + new string('x', EventFile.Largest - 2) + '"');

        Assert.Equal(EventFile.Largest, (await ReadAsync(largest)).Length);
        var mistake = await Assert.ThrowsAsync<UserError>(() => ReadAsync([.. largest, (byte)' ']));
        Assert.Equal("the event in stdin is larger than 6,291,456 bytes (6 MB), the most that Lambda takes.", mistake.Message);
    }

    [Fact]
    public async Task A_missing_file_and_a_folder_are_named()
    {
        Assert.Equal("there is no event file 'no/such.json'.", (await Assert.ThrowsAsync<UserError>(() => FileAsync("no/such.json"))).Message);
        Assert.Equal($"'{Some.Root}' is a folder, not an event file.", (await Assert.ThrowsAsync<UserError>(() => FileAsync(Some.Root))).Message);
    }

    [Fact]
    public void The_callers_way_to_AWS_is_handed_on_and_nothing_else()
    {
        var handedOn = EnvironmentVariables.WayToAws(
        [
            new("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), new("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2"), new("AWS_ACCESS_KEY_ID", "id"),
            new("AWS_SECRET_ACCESS_KEY", "secret"), new("AWS_PROFILE", "mine"), new("SHELL", "sh"),
        ]).Select(pair => pair.Key);

        Assert.Equal(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], handedOn);
    }

    [Fact]
    public void A_variable_without_a_value_is_refused_and_an_empty_one_is_not()
    {
        Assert.Equal("--env 'A' is not NAME=VALUE.", Assert.Throws<UserError>(() => EnvironmentVariables.Parse(["A"])).Message);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "", ["B"] = "c=d" }, EnvironmentVariables.Parse(["A=", "B=c=d"]));
    }

    static Task<byte[]> ReadAsync(byte[] bytes) => EventFile.ReadAsync("-", () => new MemoryStream(bytes), CancellationToken.None);

    static Task<byte[]> FileAsync(string file) => EventFile.ReadAsync(file, () => Stream.Null, CancellationToken.None);
}
