namespace Sluice.GuardDutyFindingRouter.Tests;

public class DeliverySettingsTests
{
    static DeliverySettings From(params (string Name, string Value)[] variables)
    {
        var env = new EnvironmentReader(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        return env.Complete(DeliverySettings.From(env));
    }

    [Fact]
    public void Nothing_must_be_set() =>
        Assert.Equal(new DeliverySettings("", TimeSpan.FromSeconds(10), 4, 4, TimeSpan.FromMinutes(5), ""), From());

    [Fact]
    public void All_can_be_set() =>
        Assert.Equal(
            new DeliverySettings("https://sqs.eu-west-1.amazonaws.com/111122223333/failed", TimeSpan.FromSeconds(3), 7, 9, TimeSpan.Zero, "127.0.0.1:9001"),
            From(("FAILURE_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/failed"), ("HTTP_TIMEOUT_SECONDS", "3"), ("DELIVERY_ATTEMPTS", "7"),
                ("DELIVERY_CONCURRENCY", "9"), ("SECRET_CACHE_SECONDS", "0"), ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")));

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var mistakes = Assert.Throws<SettingsException>(() => From(("FAILURE_QUEUE_URL", "arn:aws:sqs:eu-west-1:111122223333:failed"), ("HTTP_TIMEOUT_SECONDS", "0"), ("DELIVERY_ATTEMPTS", "1"), ("DELIVERY_CONCURRENCY", "many"))).Message;

        Assert.Contains("FAILURE_QUEUE_URL='arn:aws:sqs:eu-west-1:111122223333:failed' is not the URL of a queue", mistakes, StringComparison.Ordinal);
        Assert.Contains("HTTP_TIMEOUT_SECONDS='0' is not a whole number from 1 to 60", mistakes, StringComparison.Ordinal);
        Assert.Contains("DELIVERY_ATTEMPTS='1' is not a whole number from 2 to 12", mistakes, StringComparison.Ordinal);
        Assert.Contains("DELIVERY_CONCURRENCY='many'", mistakes, StringComparison.Ordinal);
    }
}
