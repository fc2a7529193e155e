namespace Sluice.Tests;

public class EnvironmentReaderTests
{
    static EnvironmentReader Reader(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value).GetValueOrDefault);

    [Fact]
    public void Every_mistake_is_in_one_message()
    {
        var env = Reader(("SIZE", "5MB"), ("ON", "yes"), ("MODE", "fast"), ("PATTERN", "("), ("URL", "ftp://x"), ("EMPTY", ""));
        env.Text("EMPTY");
        env.HttpUrl("URL");
        env.HttpUrl("MISSING_URL");
        env.WholeNumber("SIZE", fallback: 1, min: 1, max: 90);
        env.Switch("ON", false);
        env.Choice("MODE", 0, ("slow", 1), ("slower", 2));
        env.Pattern("PATTERN");
        env.Problem("A and B exclude each other");

        var error = Assert.Throws<SettingsException>(() => env.Complete(0));
        Assert.StartsWith("Settings: EMPTY is missing, expected a text; URL='ftp://x' is not an absolute http(s) URL; MISSING_URL is missing, "
            + "expected an absolute http(s) URL; SIZE='5MB' is not a whole number from 1 to 90; ON='yes' is not true or false; "
            + "MODE='fast' is not one of slow, slower; PATTERN='(' is not a regular expression that runs in linear time: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; A and B exclude each other.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_set_has_its_default_and_what_is_set_its_value()
    {
        var env = Reader(("SIZE", "90"), ("ON", "TRUE"), ("MODE", "SLOW"), ("PATTERN", "a+"), ("URL", "https://example.com/x"));
        Assert.Equal((90, 7), (env.WholeNumber("SIZE", 1, 1, 90), env.WholeNumber("OTHER", 7, 1, 90)));
        Assert.True(env.Switch("ON", false));
        Assert.True(env.Switch("OTHER", true));
        Assert.Equal((1, 9), (env.Choice("MODE", 9, ("slow", 1)), env.Choice("OTHER", 9, ("slow", 1))));
        Assert.Matches(env.Pattern("PATTERN")!, "aa");
        Assert.Null(env.Pattern("OTHER"));
        Assert.Equal("example.com", env.HttpUrl("URL").Host);
        Assert.Equal(("90", "x"), (env.Text("SIZE"), env.Text("OTHER", "x")));
        Assert.Equal(5, env.Complete(5));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("91")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("99999999999")]
    public void Numbers_out_of_range_are_mistakes(string text)
    {
        var env = Reader(("SIZE", text));
        env.WholeNumber("SIZE", 1, 1, 90);
        Assert.Contains($"SIZE='{text}'", Assert.Throws<SettingsException>(() => env.Complete(0)).Message, StringComparison.Ordinal);
    }
}
