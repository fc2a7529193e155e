using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Whatever texts a finding has, each message is one that its service takes.</summary>
public sealed class FormatPropertyTests
{
    static readonly string[] Pieces =
    [
        "<!channel>", "<@U012AB3CD>", "<https://evil.example|click>", "&lt;", "&", "*bold*", "_it_", "~", "```", "[a](https://evil.example)", "![x](y)", "<script>alert(1)</script>", "{{DATE(2017-02-14T06:00:00Z)}}",
        "{{headline}}", "${x}", "\"", "\\", "\\u0000", "\n", "\r\n", "\t", "\0", "\u0007", "\u001b[31m", "\u007f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\udfff", "\udc00\ud800",
        "😀", "👩‍👩‍👧", "é", "漢字", "\ufffe", "\uffff", "\ue000", "null", "undefined", "-1", "# h", "1. x", "- y", "> q", "|a|b|", "=cmd|' /C calc'!A0", "{", "}", "[", "%00", "..", "/", " ", "    ", "i-0123", "a",
    ];

    /// <summary>A notice for a number, so that a failure shows a number and not megabytes of text.</summary>
    static Notice Notice(int seed)
    {
        var random = new Random(seed);
        return Build([.. Enumerable.Range(0, 24).Select(_ => Nasty(random))], random);
    }

    /// <summary>Empty, short, long and very long (300,000 characters).</summary>
    static string Nasty(Random random)
    {
        var size = random.Next(31);
        var count = size switch { < 20 => size / 3, < 29 => size * 20, _ => 15_000 };
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
            if (size >= 29) text.Append('x', random.Next(20));
        }
        return text.ToString();
    }

    static Arbitrary<int> Seeds => Arb.From(Gen.Choose(0, int.MaxValue - 1));

    static Notice Build(string[] t, Random random)
    {
        RemoteParty Remote() => new(t[random.Next(24)], random.Next(-2, 70_000), t[0], t[1], t[2], random.Next(-1, 10), t[3], t[4]);
        DateTimeOffset? Time() => random.Next(3) == 0 ? null : Some.Now.AddSeconds(-random.Next(10_000_000));
        var types = new[] { t[5], "UnauthorizedAccess:EC2/SSHBruteForce", "ObjectScan:S3/ThreatsFound", $"Impact:{t[6]}/{t[7]}.x!y", "A:B/C" };
        var finding = new Finding
        {
            Id = t[8], Type = types[random.Next(types.Length)], Severity = random.Next(6) == 0 ? double.NaN : (random.NextDouble() * 14) - 2, AccountId = t[9], Region = random.Next(2) == 0 ? "eu-west-1" : t[10],
            Partition = random.Next(2) == 0 ? "aws-cn" : t[11], Arn = t[12], DetectorId = t[13], Title = t[14], Description = t[15], Role = (ResourceRole)random.Next(3),
            Subject = new(random.Next(2) == 0 ? "Instance" : t[16], t[17], t[18], t[19], [.. Enumerable.Range(0, random.Next(70)).Select(i => KeyValuePair.Create(t[i % 24], t[(i + 1) % 24]))]),
            ActionType = new[] { "", "NETWORK_CONNECTION", "AWS_API_CALL", "DNS_REQUEST", "PORT_PROBE", t[20] }[random.Next(6)], ActionText = t[21], Domain = t[22],
            Blocked = random.Next(3) switch { 0 => null, 1 => true, _ => false }, Remotes = [.. Enumerable.Range(0, random.Next(40)).Select(_ => Remote())], Threats = [.. t.Take(random.Next(24))], FeatureName = t[23],
            Count = random.NextInt64(), Archived = random.Next(2) == 0, Sample = random.Next(2) == 0, FirstSeen = Time(), LastSeen = Time(), CreatedAt = Time(), UpdatedAt = Time(),
            Raw = random.Next(3) switch { 0 => default, 1 => Encoding.UTF8.GetBytes("not json " + t[0]), _ => JsonBody.Write(t, static (json, texts) => { json.WriteStartObject(); json.Texts("a", texts); json.WriteEndObject(); }) },
        };
        var flood = random.Next(4) == 0 ? new Flood(t[3], t[5], t[9], random.Next(5_000), random.Next(5_000), random.NextDouble() * 10, Some.Now, Some.Now.AddMinutes(15), [.. t.Take(20)]) : null;
        return new Notice((NoticeKind)random.Next(5), finding, new AccountInfo(t[1], t[2], new Dictionary<string, string>()), [.. t.Take(random.Next(24))], flood);
    }

    [Fact]
    public void Whatever_texts_a_finding_has_each_service_takes_the_message()
    {
        Prop.ForAll(Seeds, seed =>
        {
            var notice = Notice(seed);
            foreach (var (name, destination) in Some.Destinations)
            {
                var message = MessageFormats.Render(notice, destination, "secret", Some.Now);
                var problems = StrictFormats.Problems(destination.Kind, message);
                if (problems.Count > 0) throw new Xunit.Sdk.XunitException($"{name}: {string.Join("; ", problems.Take(3))}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void A_message_that_exceeds_its_limit_is_written_again_tightly()
    {
        var text = new string('漢', 3_000);
        var finding = Some.BruteForce with
        {
            Type = text, Description = text, ActionText = text, Domain = text, Threats = [text, text, text, text], Remotes = [.. Enumerable.Repeat(new RemoteParty(text, 1, text, text, text, 1, text, text), 9)],
            Subject = new(text, text, text, text, [.. Enumerable.Repeat(KeyValuePair.Create(text, text), 9)]),
        };
        var notice = new Notice(NoticeKind.Update, finding, new AccountInfo(text, text, new Dictionary<string, string>()), [text, text, text, text]);
        Assert.Empty(StrictFormats.Problems(DestinationKind.Teams, MessageFormats.Render(notice, Some.Destinations["teams"], "", Some.Now)));
        var body = MessageFormats.Fit(notice, 14_000, 0, (text, _) => Encoding.UTF8.GetBytes(string.Join('\n', [text.Headline, text.What, text.Description, .. text.Facts.Select(fact => fact.Text)])));
        Assert.InRange(body.Length, 1, 14_000);
    }

    [Fact]
    public void What_people_read_hides_and_reorders_nothing()
    {
        Prop.ForAll(Seeds, seed =>
        {
            var text = NoticeText.Of(Notice(seed), TextBounds.Roomy);
            var all = string.Join('|', [text.Headline, text.What, text.Description, .. text.Facts.Select(fact => fact.Text)]);
            Assert.DoesNotContain(all, unit => char.IsControl(unit) || char.GetUnicodeCategory(unit) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator);
            Assert.Equal(all, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(all)));
            Assert.All(text.Facts, fact => Assert.False(string.IsNullOrWhiteSpace(fact.Text)));
            Assert.Equal(text.Facts.Count, text.Facts.Select(fact => fact.Label).Distinct().Count());
            Assert.True(text.Link.Length == 0 || Uri.TryCreate(text.Link, UriKind.Absolute, out var link) && link.Host.EndsWith(".console.aws.amazon.com", StringComparison.Ordinal) | link.Host is "console.amazonaws.cn");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }
}
