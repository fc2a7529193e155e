using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.GuardDutyFindingRouter.Tests;

public class KeptDeliveryTests
{
    const int Longest = 256 << 10;

    static readonly DateTimeOffset Then = new(2026, 11, 22, 12, 0, 0, 123, TimeSpan.FromHours(2));

    /// <summary>Stands in for the reader of findings: keeps the JSON as it is.</summary>
    static Finding? ReadFinding(ReadOnlyMemory<byte> raw, FindingOrigin origin, out string problem)
    {
        var id = (string?)System.Text.Json.Nodes.JsonNode.Parse(raw.Span)!["id"];
        problem = id is null ? "it has no id" : "";
        return id is null ? null : SomeDelivery.Finding(id) with { Origin = origin, Raw = raw };
    }

    static KeptDelivery? Read(string text, out string problem) => KeptDelivery.Read(Encoding.UTF8.GetBytes(text), ReadFinding, out problem);

    static KeptDelivery Read(string text)
    {
        var kept = Read(text, out var problem);
        Assert.Equal("", problem);
        return kept!;
    }

    static KeptDelivery Some(NoticeKind kind = NoticeKind.Update, Finding? finding = null) =>
        KeptDelivery.Of("on-call", new(kind, finding ?? SomeDelivery.Finding(), AccountInfo.Unknown, ["severity 5 → 8"], Flood), "answered 503", Then, 3);

    static Flood Flood => new("k/e/y", "Recon:EC2/Portscan", "444455556666", 120, 110, 8.5, Then, Then.AddMinutes(15), ["i-1", "i-2 \"quoted\""]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_kept_delivery_comes_back_as_it_was(int kind)
    {
        var kept = Some((NoticeKind)kind, SomeDelivery.Finding() with { Origin = FindingOrigin.Export });

        var back = Read(kept.Write(Longest, out _)!);

        Assert.Equal((kept.Destination, kept.Reason, kept.FirstFailed, kept.Attempts, kept.Kind), (back.Destination, back.Reason, back.FirstFailed, back.Attempts, back.Kind));
        Assert.Equal(kept.Finding!.Raw.ToArray(), back.Finding!.Raw.ToArray());
        Assert.Equal((FindingOrigin.Export, kept.Finding.Id), (back.Finding.Origin, back.Finding.Id));
        Assert.Equal(kept.Changes, back.Changes);
        Assert.Equal(kept.Flood! with { Subjects = [] }, back.Flood! with { Subjects = [] }, Ignoring);
        Assert.Equal(kept.Flood!.Subjects, back.Flood!.Subjects);
        var notice = back.ToNotice(new AccountInfo("shop-prod", "", new Dictionary<string, string>()))!;
        Assert.Equal(("shop-prod", $"guardduty/flood/{Flood.Key}"), (notice.Account.Name, notice.IncidentKey));
    }

    /// <summary>Two lists are never the same list.</summary>
    static IEqualityComparer<Flood> Ignoring => EqualityComparer<Flood>.Create((one, other) => (one! with { Subjects = Array.Empty<string>() }).Equals(other! with { Subjects = Array.Empty<string>() }), _ => 0);

    [Fact]
    public void Any_texts_come_back_and_the_queue_takes_them() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>().Generator.Four().ToArbitrary(), texts =>
        {
            var (destination, reason, change, value) = (texts.Item1.Get, texts.Item2.Get, texts.Item3.Get + "\uffff\u0000\u2028", texts.Item4.Get);
            var raw = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Dictionary<string, string> { ["id"] = value, ["text"] = value + "PLACE" }, Loose.Default.DictionaryStringString).Replace("PLACE", "\ufffe\u007f\uffff", StringComparison.Ordinal));
            var kept = KeptDelivery.Of(destination, new(NoticeKind.New, SomeDelivery.Finding() with { Raw = raw }, AccountInfo.Unknown, [change]), reason, Then, 1);
            var text = kept.Write(Longest, out _)!;
            var back = Read(text);
            return (back.Destination, back.Reason, back.Changes[0]) == (Utf8(destination), Utf8(reason), Utf8(change))
                && Same(raw, back.Finding!.Raw) && text.All(one => one is '\t' or '\n' or '\r' or (>= ' ' and <= '\ufffd'));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_arrival_that_could_not_be_read_comes_back_byte_for_byte() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var back = Read(KeptDelivery.OfArrival(bytes, "not JSON", Then, 1).Write(Longest, out _)!);
            return back.Arrival.Span.SequenceEqual(bytes) && back.Finding is null && back.ToNotice(AccountInfo.Unknown) is null && back.Destination.Length == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_that_is_UTF_8_stays_readable_in_the_queue() =>
        Assert.Contains("\"arrival\":\"hello\"", KeptDelivery.OfArrival("hello"u8.ToArray(), "not JSON", Then, 1).Write(Longest, out _)!, StringComparison.Ordinal);

    [Fact]
    public void A_message_cut_anywhere_says_so()
    {
        var whole = Encoding.UTF8.GetBytes(Some().Write(Longest, out _)!);

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(KeptDelivery.Read(whole.AsMemory(0, length), ReadFinding, out var problem));
            Assert.Equal("the kept delivery is no JSON, or is cut", problem);
        }
    }

    static string Large(out KeptDelivery kept)
    {
        // As repetitive as findings are.
        var raw = Encoding.UTF8.GetBytes("{\"id\":\"large\",\"list\":[" + string.Join(',', Enumerable.Range(0, 30_000).Select(i => $"\"item {i}\"")) + "]}");
        kept = Some(finding: SomeDelivery.Finding("large") with { Raw = raw });
        return kept.Write(Longest, out _)!;
    }

    [Fact]
    public void What_is_too_long_for_a_message_is_compressed_and_comes_back_as_it_was()
    {
        var text = Large(out var kept);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, Longest);
        Assert.True(kept.Finding!.Raw.Length > Longest);

        var back = Read(text);

        Assert.Equal(kept.Finding.Raw.ToArray(), back.Finding!.Raw.ToArray());
        Assert.Equal((kept.Kind, kept.Changes[0], kept.Flood!.Key, kept.Destination), (back.Kind, back.Changes[0], back.Flood!.Key, back.Destination));
    }

    [Fact]
    public void A_compressed_part_that_is_cut_or_damaged_says_so()
    {
        using var json = JsonDocument.Parse(Large(out _));
        var packed = json.RootElement.GetProperty("gzip").GetString()!;

        for (var length = 0; length < packed.Length; length += length < 200 || length > packed.Length - 200 ? 1 : 97)
        {
            Assert.Null(Read(json.RootElement.GetRawText().Replace(packed, packed[..length], StringComparison.Ordinal), out var problem));
            Assert.StartsWith("the compressed part of the kept delivery", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_too_long_even_then_is_not_kept_and_the_sizes_are_told()
    {
        var random = new byte[400_000];
        new Random(7).NextBytes(random);
        var kept = KeptDelivery.OfArrival(random, "not JSON", Then, 1);

        Assert.Null(kept.Write(Longest, out var problem));

        Assert.Matches("^it has 53\\d{4} bytes, [45]\\d{5} when compressed, and a message may have 262144$", problem);
    }

    [Theory]
    [InlineData("7", "the kept delivery has no sluiceFailedFinding")]
    [InlineData("{}", "the kept delivery has no sluiceFailedFinding")]
    [InlineData("""{"sluiceFailedFinding":2}""", "the kept delivery has version 2, and 1 is known")]
    [InlineData("""{"sluiceFailedFinding":"1"}""", "the kept delivery has a sluiceFailedFinding that is not a number")]
    [InlineData("""{"sluiceFailedFinding":1}""", "the kept delivery has no destination")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":7}""", "the kept delivery has a destination that is not a text")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"\ud800"}""", "the kept delivery has a destination that is not Unicode: half a surrogate stands in it")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"c"}""", "the kept delivery has a firstFailed that is not a time")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"2026-11-22T12:00:00Z","attempts":1}""", "the kept delivery has no finding")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"2026-11-22T12:00:00Z","attempts":1,"finding":{},"origin":"Nowhere"}""", "the kept delivery has a origin that is not a known one")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"2026-11-22T12:00:00Z","attempts":1,"finding":{},"origin":"Event","kind":"old"}""", "the kept delivery has a kind that is not a known one")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"2026-11-22T12:00:00Z","attempts":1,"finding":{},"origin":"Event","kind":"new","changes":[1]}""", "the kept delivery has a changes that is not a list of texts")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"2026-11-22T12:00:00Z","attempts":1,"finding":{},"origin":"Event","kind":"new","changes":[]}""", "the finding in the kept delivery cannot be read: it has no id")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"2026-11-22T12:00:00Z","attempts":1,"finding":{"id":"1"},"origin":"Event","kind":"new","changes":[],"flood":{}}""", "the kept delivery's flood has no key")]
    [InlineData("""{"sluiceFailedFinding":1,"destination":"a","reason":"b","firstFailed":"2026-11-22T12:00:00Z","attempts":1,"gzip":"!"}""", "the compressed part of the kept delivery is not base64, or is cut")]
    public void What_is_wrong_is_told_by_name(string text, string expected)
    {
        Assert.Null(Read(text, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void A_finding_without_JSON_of_its_own_is_kept_by_what_is_known_of_it()
    {
        var finding = SomeDelivery.Finding() with { Raw = default, Title = "title \"t\"", Archived = true, Count = 7, UpdatedAt = Then, Role = ResourceRole.Actor };

        using var raw = JsonDocument.Parse(Read(Some(finding: finding).Write(Longest, out _)!).Finding!.Raw);

        var (root, service) = (raw.RootElement, raw.RootElement.GetProperty("service"));
        Assert.Equal((finding.Id, finding.Type, 8.0, finding.AccountId, finding.Region, finding.Title),
            (root.GetProperty("id").GetString(), root.GetProperty("type").GetString(), root.GetProperty("severity").GetDouble(), root.GetProperty("accountId").GetString(), root.GetProperty("region").GetString(), root.GetProperty("title").GetString()));
        Assert.Equal((true, 7, "ACTOR", "2026-11-22T10:00:00.123Z"), (service.GetProperty("archived").GetBoolean(), service.GetProperty("count").GetInt32(), service.GetProperty("resourceRole").GetString(), root.GetProperty("updatedAt").GetString()));
    }

    [Fact]
    public void A_byte_order_mark_before_a_finding_is_left_out_and_nothing_else()
    {
        var finding = SomeDelivery.Finding();

        var back = Read(Some(finding: finding with { Raw = (byte[])[0xef, 0xbb, 0xbf, .. finding.Raw.Span] }).Write(Longest, out _)!);

        Assert.Equal(finding.Raw.ToArray(), back.Finding!.Raw.ToArray());
    }

    [Fact]
    public void A_marker_tells_it_from_everything_else()
    {
        using var kept = JsonDocument.Parse(Some().Write(Longest, out _)!);
        using var other = JsonDocument.Parse(SomeDelivery.Finding().Raw);

        Assert.True(KeptDelivery.IsKept(kept.RootElement));
        Assert.False(KeptDelivery.IsKept(other.RootElement));
    }

    [Fact]
    public void A_failure_again_counts_and_keeps_the_first_time()
    {
        var again = Some().Again("answered 500");

        Assert.Equal(("answered 500", 4, Then), (again.Reason, again.Attempts, again.FirstFailed));
    }

    static string Utf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>As JSON: what SQS does not take stands escaped in it.</summary>
    static bool Same(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        using var first = JsonDocument.Parse(one);
        using var second = JsonDocument.Parse(other);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}

/// <summary>Texts in JSON with as few escapes as may be, as other writers have it.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
sealed partial class LooseContext : System.Text.Json.Serialization.JsonSerializerContext;

static class Loose
{
    public static LooseContext Default { get; } = new(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
