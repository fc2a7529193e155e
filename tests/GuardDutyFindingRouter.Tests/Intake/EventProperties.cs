using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Events, against what anything at all may be.</summary>
public class EventProperties
{
    static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    [Fact]
    public void Whatever_JSON_comes_is_a_finding_or_has_a_name_or_a_problem() => Prop.ForAll(AnyJson.Event().ToArbitrary(), text =>
        Sound.Check(EventReader.Read(Encoding.UTF8.GetBytes(text), "request"))).Check(Thorough);

    [Fact]
    public void Whatever_messages_come_together_each_is_answered_for_itself() => Prop.ForAll(
        Gen.OneOf(AnyJson.Event(), Gen.Elements("", " ", "x", "{", "[]", "{\"flush\":true}", "{\"Records\":[]}", "\uFEFF{}")).ListOf().ToArbitrary(), bodies =>
    {
        if (bodies.Count == 0) return;
        var together = Samples.Read(Samples.Queue(bodies));
        Sound.Check(together);
        Assert.Equal(bodies.Select((_, i) => $"m{i}"), together.MessageIds!);
        // None changes what another is read to.
        for (var i = 0; i < bodies.Count; i++)
        {
            var alone = Samples.Read(Samples.Queue(bodies[i]));
            Assert.Equal(
                alone.Arrivals.Select(arrival => (arrival.Kind, arrival.Name, arrival.Problem, arrival.Finding is { } one ? Told.Of(one) : "")),
                together.Arrivals.Where(arrival => arrival.Parcel == i).Select(arrival => (arrival.Kind, arrival.Name, arrival.Problem, arrival.Finding is { } one ? Told.Of(one) : "")));
            Assert.Equal(alone.Exports.Select(export => export.Object), together.Exports.Where(export => export.Parcel == i).Select(export => export.Object));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("eventbridge-ec2-ssh-brute-force-actor")]
    [InlineData("sqs-sns")]
    public void An_event_cut_anywhere_is_refused_as_a_whole_and_gives_no_part(string name)
    {
        var whole = Encoding.UTF8.GetBytes(Samples.Node(name).ToJsonString());
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole.AsMemory(0, length);
            var error = Assert.Throws<InvalidDataException>(() => EventReader.Read(cut, "request"));
            Assert.StartsWith("The event is not ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("object-scan-threats-found")]
    [InlineData("sqs-sns")]
    public void A_flipped_bit_gives_no_finding_without_id_or_type_and_no_other_error(string name)
    {
        var whole = Encoding.UTF8.GetBytes(Samples.Node(name).ToJsonString());
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << bit % 8);
            try
            {
                Sound.Check(EventReader.Read(whole, "request"));
            }
            catch (InvalidDataException refused)
            {
                Assert.StartsWith("The event ", refused.Message, StringComparison.Ordinal);
            }
            whole[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    public static TheoryData<string> Findings =>
        [.. Samples.Names.Where(name => Samples.Node(name) is JsonObject node && node["detail-type"]?.GetValue<string>() == "GuardDuty Finding")];

    [Theory]
    [MemberData(nameof(Findings))]
    public void A_finding_in_PascalCase_is_the_same_finding(string name)
    {
        var camel = Samples.Node(name);
        var pascal = Samples.Node(name);
        pascal["detail"] = Pascal(pascal["detail"]!);
        Assert.Null(pascal["detail"]!["id"]);
        Assert.Equal(Told.Of(Samples.Finding(camel)), Told.Of(Samples.Finding(pascal)));
    }

    static JsonNode? Pascal(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(char.ToUpperInvariant(member.Key[0]) + member.Key[1..], Pascal(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => Pascal(item))]),
        _ => node?.DeepClone(),
    };
}
