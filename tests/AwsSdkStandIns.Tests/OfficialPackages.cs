namespace Sluice.AwsSdkStandIns.Tests;

/// <summary>The same tests run against the official packages too (-p:UseAwsStandIns=false), but for what is ours alone.</summary>
static class OfficialPackages
{
    public static void Skip(string why) => Xunit.Skip.If(
        typeof(Amazon.KinesisFirehose.AmazonKinesisFirehoseClient).Assembly.GetType("Amazon.StandIns.StandardClient") is null,
        "The official packages are in use: " + why);
}
