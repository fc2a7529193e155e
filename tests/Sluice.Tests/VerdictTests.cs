namespace Sluice.Tests;

public class VerdictTests
{
    static string Told<T>(Verdict<T> verdict) => verdict.Match(value => $"delivered {value}", reason => $"dropped: {reason}", reason => $"failed: {reason}");

    [Fact]
    public void A_record_that_nobody_looked_at_has_failed()
    {
        Assert.Equal("failed: not processed", Told(default(Verdict<string>)));
        Assert.Equal("failed: not processed", Told((new Verdict<int>[1])[0]));
    }

    [Fact]
    public void Each_verdict_tells_itself()
    {
        Assert.Equal("delivered 5", Told(Verdict.Deliver(5)));
        Assert.Equal("dropped: control message", Told(Verdict.Drop<int>("control message")));
        Assert.Equal("failed: not gzip", Told(Verdict.Fail<int>("not gzip")));
        Assert.Null(Verdict.Deliver(5).Reason);
    }
}
