using System.Text;
using Sluice.Local;

namespace Local.Tests.Picture;

/// <summary>docs/architecture.svg is what the template gives, and can be read.</summary>
public sealed class PictureTests
{
    static readonly IReadOnlyList<Row> s_rows = PictureSource.Rows(Some.Root);

    public static TheoryData<string> Templates => ["the suite", "findings"];

    [Fact]
    public void The_picture_that_is_committed_is_the_template_s()
    {
        var committed = File.ReadAllText(Path.Combine(Some.Root, PictureCommand.File));

        Assert.True(committed == Drawing.Of(PictureSource.Rows(Some.Root)), $"{PictureCommand.File} is not what template.yaml gives: run ./sluice picture and look at it.");
    }

    [Fact]
    public void It_is_small_plain_and_says_what_it_shows()
    {
        var svg = Drawing.Of(s_rows);
        var root = new Drawn(svg).Root;

        Assert.InRange(Encoding.UTF8.GetByteCount(svg), 1, 150_000);
        Assert.Equal("img", root.Attribute("role")!.Value);
        Assert.Contains(root.Elements(), one => one.Name.LocalName == "title" && one.Value.Length > 0);
        var words = root.Elements().Single(one => one.Name.LocalName == "desc").Value;
        Assert.Contains("WafLogCopier: from WafLogBucket (S3 bucket), CopyQueue (SQS queue) to CentralBucket (S3 bucket); what fails is kept in CopyFailures (SQS queue).", words, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(root.DescendantsAndSelf(), one => one.Name.LocalName is "script" or "image" or "foreignObject" or "use");
        Assert.DoesNotContain("http", svg.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_function_has_a_row_with_a_way_in_and_a_way_out()
    {
        Assert.Equal(Suite.Everything.Functions.Keys.Order(StringComparer.Ordinal), s_rows.Select(row => row.Function.Place.Name).Order(StringComparer.Ordinal));
        Assert.All(s_rows, row => Assert.Contains(row.Arrows, arrow => arrow.To == row.Function));
        Assert.All(s_rows, row => Assert.Contains(row.Arrows, arrow => arrow.From == row.Function && !arrow.Failed));
    }

    [Theory]
    [InlineData("CloudWatchLogsDecompressor", "FlowLogs > LogStream", "LogStream > CloudWatchLogsDecompressor", "CloudWatchLogsDecompressor > LogBucket S3: logs/", "CloudWatchLogsDecompressor ! LogBucket S3: failed/", "back to LogStream")]
    [InlineData("Replay", "LogBucket S3: replay/ > ReplayRule", "ReplayRule > Replay", "Replay > LogStream", "Replay ! ReplayFailures")]
    [InlineData("SplunkTransform", "FlowLogs > SplunkStream", "SplunkStream > SplunkTransform", "SplunkTransform > Splunk", "SplunkTransform ! LogBucket S3: failed/")]
    [InlineData("WafLogCopier", "WafLogBucket > CopyQueue", "CopyQueue > WafLogCopier", "WafLogCopier > CentralBucket", "CopyQueue ! CopyFailures")]
    [InlineData("S3ToElasticsearchLoader", "LogBucket S3: logs/ > LoadQueue", "CentralBucket > LoadQueue", "LoadFromBucket > LoadQueue", "S3ToElasticsearchLoader > Elasticsearch or OpenSearch", "S3ToElasticsearchLoader ! RejectedLogs S3: failed/", "LoadQueue ! LoadFailures", "back to LoadQueue")]
    [InlineData("FieldLevelDecryptor", "Callers > FieldLevelDecryptor", "FormTable > FieldLevelDecryptor", "Parameter Store > FieldLevelDecryptor", "FieldLevelDecryptor > Callers")]
    [InlineData("FormIntake", "Browser > FormDistribution", "FormDistribution > FormApi", "FormApi > FormIntake", "FormIntake > FormTable")]
    [InlineData("AuroraCdcForwarder", "Aurora MySQL > AuroraCdcForwarder", "OutboxSweepSchedule > AuroraCdcForwarder", "AuroraCdcForwarder > ChangeStream", "ChangeStream > ChangeBucket S3: changes/", "ChangeStream ! ChangeBucket S3: failed/", "AuroraCdcForwarder ! ChangeFailures")]
    [InlineData("GuardDutyFindingRouter", "GuardDuty > FindingRule", "GuardDuty > FindingArchiveRule", "FindingBus > ForwardedFindingRule", "ForwardedFindingRule > FindingQueue", "FindingExportBucket > FindingQueue", "FindingQueue > GuardDutyFindingRouter", "FindingFloodSchedule > GuardDutyFindingRouter", "GuardDutyFindingRouter > FindingLedger", "GuardDutyFindingRouter > Chat, paging, tickets", "GuardDutyFindingRouter > FindingTopic", "GuardDutyFindingRouter > siem", "GuardDutyFindingRouter > FindingStream", "GuardDutyFindingRouter > FindingTargetBus", "GuardDutyFindingRouter ! FindingFailures")]
    public void The_rows_say_what_the_template_says(string function, params string[] flows)
    {
        var row = s_rows.Single(one => one.Function.Place.Name == function);

        var drawn = row.Arrows.Concat(row.Dead).Select(arrow => $"{Name(arrow.From)} {(arrow.Failed ? "!" : ">")} {Name(arrow.To)}")
            .Concat(row.Back.Select(arrow => "back to " + Name(arrow.To))).ToList();
        Assert.All(flows, flow => Assert.Contains(flow, drawn));

        static string Name(Box box) => box.Place.Prefix.Length > 0 ? $"{box.Place.Name} {box.Place.What}" : box.Place.Name;
    }

    [Fact]
    public void The_copier_s_target_lies_in_another_account_and_is_loaded_from_there()
    {
        var central = s_rows.SelectMany(row => row.Boxes).Single(box => box.Place.Account is not null);

        Assert.Equal("CentralBucket", central.Place.Name);
        Assert.Equal(["S3ToElasticsearchLoader"], central.Readers.Select(reader => reader.Name));
    }

    [Fact]
    public void What_is_no_part_of_the_way_is_left_out()
    {
        var names = s_rows.SelectMany(row => row.Boxes).Select(box => box.Place.Name).ToHashSet();

        Assert.DoesNotContain(Suite.Everything.Resources.Values.Where(one => one.Type.StartsWith("AWS::IAM", StringComparison.Ordinal) || one.Type is "AWS::CloudWatch::Alarm" or "AWS::KMS::Key" or "AWS::SQS::QueuePolicy"), one => names.Contains(one.LogicalId));
        Assert.DoesNotContain("FormIntakeLogs", names);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Boxes_arrows_and_words_keep_clear_of_each_other(string template)
    {
        var drawn = Drawn.Of(template == "findings" ? FindingsTemplate.Rows() : s_rows);
        var (boxes, words) = (drawn.Boxes, drawn.Words);

        Assert.NotEmpty(boxes);
        Assert.All(Pairs(boxes), pair => Assert.False(pair.First.Meets(pair.Second), $"{pair.First} and {pair.Second}"));
        Assert.All(drawn.Pieces, piece => Assert.DoesNotContain(boxes, box => box.Within(1).Meets(piece)));
        Assert.All(words.Where(word => word.Style is "name" or "what"), word => Assert.Contains(boxes, box => box.X <= word.Area.X && word.Area.X + word.Area.Width <= box.X + box.Width && box.Y <= word.Area.Y && word.Area.Y + word.Area.Height <= box.Y + box.Height));
        Assert.All(words.Where(word => word.Style is "hint" or "about"), word => Assert.DoesNotContain(boxes, box => box.Meets(word.Area)));
        Assert.All(Pairs([.. words.Select(word => word.Area)]), pair => Assert.False(pair.First.Meets(pair.Second), $"words at {pair.First} and {pair.Second}"));
        Assert.All(words, word => Assert.True(word.Area.X >= 0 && word.Area.X + word.Area.Width <= drawn.Page.Width, word.Text));
        Assert.InRange(drawn.Page.Width, 1, 1000);
    }

    [Fact]
    public void Destinations_that_only_settings_name_are_drawn_too()
    {
        var row = Assert.Single(FindingsTemplate.Rows());

        Assert.Equal(["GuardDuty", "FindingBus", "FindingRule", "ForwardedRule", "Digest", "FindingQueue", "FindingRouter"], row.Boxes.Where(box => box.Column <= 0 && !box.Failed).Select(box => box.Place.Name));
        Assert.Equal(["Elsewhere", "Ledger", "PagerDuty", "SecurityBus", "SecurityTopic", "Slack", "Tickets"], row.Boxes.Where(box => box.Column > 0 && !box.Failed).Select(box => box.Place.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Unhanded", "Unhanded", "DeadFindings", "FindingFailures"], row.Boxes.Where(box => box.Failed).Select(box => box.Place.Name));
    }

    [Fact]
    public void A_bus_that_lets_others_in_says_so()
    {
        Assert.Contains(s_rows.SelectMany(row => row.Boxes), box => box.Place is { Name: "FindingBus", What: "from other accounts" });
        Assert.Contains(FindingsTemplate.Rows().SelectMany(row => row.Boxes), box => box.Place is { Name: "FindingBus", What: "event bus" });
    }

    static IEnumerable<(Area First, Area Second)> Pairs(IReadOnlyList<Area> areas) =>
        areas.SelectMany((first, i) => areas.Skip(i + 1).Select(second => (first, second)));
}
