using System.Diagnostics;

namespace Sluice.Local.Tests;

public class MotoServerTests
{
    [SkippableFact]
    public async Task It_is_gone_when_it_is_disposed()
    {
        MotoFixture.SkipWithoutMoto();
        var moto = await MotoFixture.StartAsync();
        var process = Process.GetProcessById(moto.ProcessId);

        await moto.DisposeAsync();

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [SkippableFact]
    public async Task Two_of_them_get_along()
    {
        MotoFixture.SkipWithoutMoto();
        await using var one = await MotoFixture.StartAsync();
        await using var other = await MotoFixture.StartAsync();

        Assert.NotEqual(one.Endpoint, other.Endpoint);
    }

    [SkippableFact]
    public async Task A_start_that_fails_says_what_python_said()
    {
        MotoFixture.SkipWithoutMoto();
        var empty = Directory.CreateTempSubdirectory("sluice-").FullName;

        var error = await Assert.ThrowsAsync<UserError>(() => MotoServer.StartAsync(MotoFixture.Python!, empty, Path.Combine(empty, "moto.log"), 0, TimeProvider.System, default));

        Assert.Contains("can't open file", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_port_that_is_taken_is_an_error()
    {
        MotoFixture.SkipWithoutMoto();
        await using var first = await MotoFixture.StartAsync();
        var log = Path.Combine(Directory.CreateTempSubdirectory("sluice-").FullName, "moto.log");

        var error = await Assert.ThrowsAsync<UserError>(() => MotoServer.StartAsync(MotoFixture.Python!, MotoFixture.Scripts, log, first.Endpoint.Port, TimeProvider.System, default));

        Assert.Contains("moto did not start", error.Message, StringComparison.Ordinal);
    }
}
