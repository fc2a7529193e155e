using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>The demo says so when a byte is missing.</summary>
public class FlowLogBalanceTests
{
    static readonly byte[] s_broken = [1, 2, 3];
    static readonly FirehoseAccount s_account = FirehoseAccount.Empty with { RecordsIn = 3, Ok = 1, Dropped = 1, Failed = 1 };

    static List<string> Check(string delivered, byte[]? failed = null, FirehoseAccount? account = null, int failures = 1) => [.. FlowLogBalance.Check(
        ["one", "two", "two"], s_broken, Encoding.UTF8.GetBytes(delivered),
        [.. Enumerable.Range(0, failures).Select(_ => new JsonObject { ["rawData"] = Convert.ToBase64String(failed ?? s_broken) })], account ?? s_account)];

    [Theory]
    [InlineData("one\ntwo\ntwo\n")]
    [InlineData("two\none\ntwo\n")]
    public void Every_line_once_in_any_order_is_a_balance(string delivered) => Assert.Empty(Check(delivered));

    [Theory]
    [InlineData("one\ntwo\n", "1 lines were put and not delivered, the first: two")]
    [InlineData("", "3 lines were put and not delivered, the first: one")]
    [InlineData("one\ntwo\ntwo\ntwo\n", "1 lines were delivered that nobody put, or twice, the first: two")]
    [InlineData("one\ntwo\ntwo\nthree\n", "1 lines were delivered that nobody put, or twice, the first: three")]
    [InlineData("one\ntwo\ntwo", "the last delivered line has no end")]
    public void A_line_too_few_or_too_many_is_none(string delivered, string problem) => Assert.Equal([problem], Check(delivered));

    [Fact]
    public void A_failed_record_that_is_not_what_was_put_is_none() => Assert.Equal(["the failed record is not what was put"], Check("one\ntwo\ntwo\n", [1, 2]));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Another_number_of_failures_is_none(int failures) => Assert.Equal([$"{failures} records failed, and 1 was broken"], Check("one\ntwo\ntwo\n", failures: failures));

    [Fact]
    public void An_account_with_a_record_too_many_is_none() => Assert.Equal(
        ["4 records went in, and 1 + 1 + 1 were delivered, dropped or failed"], Check("one\ntwo\ntwo\n", account: s_account with { RecordsIn = 4 }));

    [Fact]
    public void A_control_message_that_was_delivered_is_none() => Assert.Equal(
        ["0 records were dropped, and there was 1 control message"], Check("one\ntwo\ntwo\n", account: s_account with { Ok = 2, Dropped = 0 }));
}
