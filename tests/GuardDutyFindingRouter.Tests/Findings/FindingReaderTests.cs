using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>What GuardDuty, its SDKs and those who pass its findings on make of single members.</summary>
public class FindingReaderTests
{
    static Finding With(string path, JsonNode? value, string sample = "eventbridge-ec2-ssh-brute-force-actor")
    {
        var @event = Samples.Node(sample);
        var at = @event["detail"]!;
        var names = path.Split('.');
        foreach (var name in names[..^1]) at = at[name] ??= new JsonObject();
        if (value is null) at.AsObject().Remove(names[^1]);
        else at[names[^1]] = value;
        return Samples.Finding(@event);
    }

    static Finding Bare(string json)
    {
        var finding = FindingReader.Reread(Encoding.UTF8.GetBytes(json), FindingOrigin.Event, out var problem);
        Assert.Equal("", problem);
        return finding!;
    }

    [Theory]
    [InlineData("8", 8, true)]
    [InlineData("8.0", 8, true)]
    [InlineData("\"8.5\"", 8.5, true)]
    [InlineData("\"Critical\"", 9, true)]
    [InlineData("\"HIGH\"", 8, true)]
    [InlineData("\"MEDIUM\"", 5, true)]
    [InlineData("\"low\"", 2, true)]
    [InlineData("-3", 0, true)]
    [InlineData("1e400", 10, true)]
    [InlineData("null", 5, false)]
    [InlineData("\"NaN\"", 5, false)]
    [InlineData("{}", 5, false)]
    public void A_severity_is_a_number_a_text_or_a_name_and_an_assumption_where_it_is_none(string json, double severity, bool told)
    {
        var finding = Bare($$"""{"id":"a","type":"b","severity":{{json}}}""");
        Assert.Equal((severity, told), (finding.Severity, finding.IsSeverityTold));
    }

    [Fact]
    public void A_finding_of_nothing_but_id_and_type_is_a_finding_without_a_word_undefined() => Assert.Equal(
        """
          id: a
          type: b
          severity: 5 (assumed)
          where: aws  
          title: b
          role: Unknown
          subject:  |  |  |  | 
          action:  |  |  | 
          count: 1
          seen: ? to ?
          made: ? to ?
          origin: Event

        """, Told.Of(Bare("""{"id":"a","type":"b"}""")));

    [Theory]
    [InlineData("""{"type":"b"}""", "the finding has no id")]
    [InlineData("""{"id":" ","type":"b"}""", "the finding has no id")]
    [InlineData("""{"id":"a"}""", "the finding has no type")]
    [InlineData("""{"id":"a","type":null}""", "the finding has no type")]
    [InlineData("""{"id":{},"type":[]}""", "the finding has neither id nor type")]
    [InlineData("""[]""", "the finding is a JSON Array, not an object")]
    [InlineData("""{"id":"a",""", "it is not JSON in UTF-8")]
    public void Without_id_or_type_it_says_so(string json, string expected)
    {
        Assert.Null(FindingReader.Reread(Encoding.UTF8.GetBytes(json), FindingOrigin.Event, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("\"2025-10-01T14:40:03Z\"", "2025-10-01T14:40:03.0000000+00:00")]
    [InlineData("\"2025-10-01T14:40:03.470Z\"", "2025-10-01T14:40:03.4700000+00:00")]
    [InlineData("\"2025-10-01T16:40:03+02:00\"", "2025-10-01T14:40:03.0000000+00:00")]
    [InlineData("\"2025-10-01T14:40:03\"", "2025-10-01T14:40:03.0000000+00:00")]
    [InlineData("1759329603", "2025-10-01T14:40:03.0000000+00:00")]
    [InlineData("1759329603.47", "2025-10-01T14:40:03.4700000+00:00")]
    [InlineData("\"1759329603.47\"", "2025-10-01T14:40:03.4700000+00:00")]
    [InlineData("1759329603470", "2025-10-01T14:40:03.4700000+00:00")]
    [InlineData("\"soon\"", null)]
    [InlineData("1e300", null)]
    [InlineData("-5", null)]
    public void A_time_is_ISO_or_seconds_or_milliseconds(string json, string? expected) =>
        Assert.Equal(expected, Bare($$"""{"id":"a","type":"b","updatedAt":{{json}}}""").UpdatedAt?.ToString("O"));

    [Theory]
    [InlineData("\"16509\"", 16509)]
    [InlineData("16509", 16509)]
    [InlineData("-1", 0)]
    [InlineData("\"-1\"", 0)]
    [InlineData("\"0\"", 0)]
    [InlineData("\"GeneratedFindingASN\"", 0)]
    [InlineData("null", 0)]
    public void An_ASN_is_a_number_or_text_or_none(string json, long expected) => Assert.Equal(
        expected, Assert.Single(With("service.action.networkConnectionAction.remoteIpDetails.organization.asn", JsonNode.Parse(json) ?? new JsonObject()).Remotes).Asn);

    [Theory]
    [InlineData("""{"sample":true}""", true)]
    [InlineData("""{"sample":"true"}""", true)]
    [InlineData("""{"value":"{\"sample\":true}","type":"default"}""", true)]
    [InlineData("""{"value":"{\"sample\":false}","type":"default"}""", false)]
    [InlineData("""{"value":"a sample of words","type":"default"}""", false)]
    [InlineData("""{"value":{"sample":true}}""", true)]
    [InlineData("""{"sample":false}""", false)]
    [InlineData("{}", false)]
    public void The_mark_of_a_sample_is_found_wherever_it_stands(string info, bool expected) => Assert.Equal(expected, With("service.additionalInfo", JsonNode.Parse(info)).Sample);

    [Fact]
    public void The_title_of_a_sample_marks_it_too() => Assert.True(With("title", "[SAMPLE] The IAM user did something.").Sample);

    [Theory]
    [InlineData("\"000123456789\"", "000123456789")]
    [InlineData("123456789", "000123456789")]
    [InlineData("\"1234567891234\"", "1234567891234")]
    public void An_account_that_became_a_number_gets_its_zeros_back(string json, string expected) => Assert.Equal(expected, With("accountId", JsonNode.Parse(json)).AccountId);

    [Fact]
    public void Account_region_partition_and_detector_come_from_the_ARN_where_they_stand_there_alone()
    {
        var finding = Bare("""{"id":"a","type":"b","arn":"arn:aws-cn:guardduty:cn-north-1:444455556666:detector/d0d0/finding/a"}""");
        Assert.Equal(("aws-cn", "cn-north-1", "444455556666", "d0d0"), (finding.Partition, finding.Region, finding.AccountId, finding.DetectorId));
    }

    [Fact]
    public void A_lone_surrogate_and_a_member_whose_name_is_one_harm_nothing()
    {
        var finding = Bare("""{"\ud800":1,"id":"a","type":"b","title":"x\ud800y","service":{"\udc00":{},"count":"7"}}""");
        Assert.Equal(("a", "x\uFFFDy", 7L), (finding.Id, finding.Title, finding.Count));
    }

    [Fact]
    public void What_is_kept_as_raw_is_the_finding_as_it_came_and_the_whole_event_where_that_alone_says_the_region()
    {
        var finding = Samples.Finding(Samples.Node("eventbridge-iam"));
        Assert.Equal(Samples.Node("eventbridge-iam")["detail"]!.ToJsonString(), Encoding.UTF8.GetString(finding.Raw.Span));
        var cut = Samples.Node("eventbridge-iam");
        foreach (var name in (string[])["region", "arn"]) cut["detail"]!.AsObject().Remove(name);
        Assert.Equal("us-east-1", Samples.Finding(cut).Region);
        Assert.Equal(cut.ToJsonString(), Encoding.UTF8.GetString(Samples.Finding(cut).Raw.Span));
    }

    [Fact]
    public void Outbound_traffic_is_told_by_the_remote_port_and_inbound_by_the_local_one()
    {
        Assert.Equal("TCP 22 (SSH) outbound", With("region", "eu-west-1").ActionText);
        Assert.Equal("TCP 32794 inbound", With("service.action.networkConnectionAction.connectionDirection", "INBOUND").ActionText);
        Assert.Equal("TCP 32794", With("service.action.networkConnectionAction.connectionDirection", "UNKNOWN").ActionText);
    }
}
