namespace Sluice.WafLogCopier.Tests;

/// <summary>Settings say all that is wrong at once, and refuse what would go round in circles.</summary>
public class SettingsTests
{
    [Fact]
    public void Every_mistake_is_named_at_once()
    {
        var failure = Assert.Throws<SettingsException>(() => From(
            ("TARGET_BUCKET_OWNER", "12"), ("TARGET_ROLE_ARN", "role"), ("KEY_TEMPLATE", "{year}/{name}"), ("UNPARSED_PREFIX", "x"),
            ("KEY_MAPPING", "logs=>owner=1"), ("STORAGE_CLASS", "COLD"), ("OBJECT_ACL", "private"), ("CONCURRENCY", "0")));
        foreach (var part in (string[])["TARGET_BUCKET is missing", "TARGET_BUCKET_OWNER='12'", "TARGET_ROLE_ARN='role'", "KEY_TEMPLATE='{year}/{name}' has '{year'",
            "UNPARSED_PREFIX='x'", "KEY_MAPPING has 'logs=>owner=1'", "STORAGE_CLASS='COLD'", "OBJECT_ACL='private'", "CONCURRENCY='0'"])
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/{", "has '{'")]
    [InlineData("a/{name", "has '{name'")]
    [InlineData("{account}/{HH}", "neither {name} nor {key}")]
    public void A_template_that_cannot_work_is_refused(string template, string part) =>
        Assert.Contains(part, Assert.Throws<SettingsException>(() => From(("TARGET_BUCKET", "central"), ("KEY_TEMPLATE", template))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("central", "{account}/{name}")]
    [InlineData("central/in/", "{account}/{name}")]
    [InlineData("central/out/in/", "out/{name}")]
    [InlineData("central/o", "out/{name}")]
    [InlineData("central/unparsed/x", "out/{name}")]
    public void A_source_that_copies_would_fall_into_is_refused(string source, string template) =>
        Assert.Contains("copied again without end", Assert.Throws<SettingsException>(() => From(("TARGET_BUCKET", "central"), ("SOURCE_BUCKETS", source), ("KEY_TEMPLATE", template))).Message, StringComparison.Ordinal);

    [Fact]
    public void Source_and_target_may_be_one_bucket_under_prefixes_that_do_not_meet() =>
        Assert.Equal(["central/in/"], From(("TARGET_BUCKET", "central"), ("SOURCE_BUCKETS", "central/in/"), ("KEY_TEMPLATE", "out/{name}")).Sources);

    [Fact]
    public async Task An_object_that_lies_where_copies_go_is_refused_when_it_comes()
    {
        var settings = From(("TARGET_BUCKET", "central"), ("KEY_TEMPLATE", "out/{name}"));
        var copier = new ObjectCopier(null!, settings, RetryBudget.Throttling, TimeProvider.System);
        foreach (var key in (string[])["out/x", "unparsed/y"])
        {
            var outcome = await copier.CopyAsync(new("central", key, "", "", 1, "", "", null), "", new CopyTally(), CancellationToken.None);
            Assert.Equal(ObjectOutcomeKind.FailedForGood, outcome.Kind);
            Assert.Contains("without end", outcome.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Objects_of_other_places_are_refused_or_left_out()
    {
        var settings = From(("TARGET_BUCKET", "central"), ("SOURCE_BUCKETS", "logs/waf/, more"));
        var copier = new ObjectCopier(null!, settings, RetryBudget.Throttling, TimeProvider.System);
        var foreign = await copier.CopyAsync(new("evil", "k", "", "", 1, "", "", null), "", new CopyTally(), CancellationToken.None);
        Assert.Equal((ObjectOutcomeKind.FailedForGood, "bucket evil is not one of SOURCE_BUCKETS"), (foreign.Kind, foreign.Text));
        var other = await copier.CopyAsync(new("logs", "alb/k", "", "", 1, "", "", null), "", new CopyTally(), CancellationToken.None);
        Assert.Equal(ObjectOutcomeKind.Dropped, other.Kind);
    }

    static Settings From(params (string Name, string Value)[] settings) =>
        Settings.From(new EnvironmentReader(name => settings.FirstOrDefault(one => one.Name == name).Value));
}
