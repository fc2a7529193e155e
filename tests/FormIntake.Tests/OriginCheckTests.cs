using Sluice.Tests;

namespace Sluice.FormIntake.Tests;

public class OriginCheckTests
{
    readonly ImpatientTime _time = new();
    string _secret = "first";
    int _reads;

    OriginCheck Origin() => new(_ =>
    {
        _reads++;
        return Task.FromResult(_secret);
    }, _time);

    Task PassAsync(TimeSpan time) => Task.Delay(time, _time, CancellationToken.None);

    [Fact]
    public async Task Only_the_secret_passes()
    {
        var origin = Origin();
        Assert.True(await origin.PassesAsync("first", default));
        foreach (var wrong in new[] { "", "First", "firs", "first ", "second" }) Assert.False(await origin.PassesAsync(wrong, default));
    }

    [Fact]
    public async Task While_a_secret_is_rotated_the_old_and_the_new_one_pass()
    {
        _secret = "second\nfirst\n";
        var origin = Origin();
        Assert.True(await origin.PassesAsync("first", default));
        Assert.True(await origin.PassesAsync("second", default));
        Assert.False(await origin.PassesAsync("second\nfirst", default));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task A_new_secret_is_known_at_once_and_nobody_makes_us_read_more_often_than_every_half_minute()
    {
        var origin = Origin();
        await origin.PassesAsync("first", default);
        _secret = "second";
        await PassAsync(TimeSpan.FromSeconds(31));
        Assert.True(await origin.PassesAsync("second", default));
        Assert.Equal(2, _reads);
        for (var i = 0; i < 100; i++) Assert.False(await origin.PassesAsync("guess", default));
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task A_secret_that_was_taken_away_passes_no_longer_than_five_minutes()
    {
        var origin = Origin();
        await origin.PassesAsync("first", default);
        _secret = "second";
        await PassAsync(TimeSpan.FromMinutes(5.1));
        Assert.False(await origin.PassesAsync("first", default));
    }

    [Fact]
    public async Task An_empty_secret_lets_nobody_in()
    {
        _secret = " \n";
        await Assert.ThrowsAsync<SecretException>(() => Origin().PassesAsync("", default));
    }
}
