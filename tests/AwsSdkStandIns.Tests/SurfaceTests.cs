using System.Reflection;

namespace Sluice.AwsSdkStandIns.Tests;

/// <summary>
/// What a caller can name in a stand-in is what the official package has under that name: each file under surface/ was
/// transcribed from the official sources that it cites.
/// </summary>
public class SurfaceTests
{
    public static TheoryData<string, string> Packages => new()
    {
        { "AWSSDK.KinesisFirehose", typeof(Amazon.KinesisFirehose.AmazonKinesisFirehoseClient).FullName! },
        { "AWSSDK.Kinesis", typeof(Amazon.Kinesis.AmazonKinesisClient).FullName! },
        { "AWSSDK.SQS", typeof(Amazon.SQS.AmazonSQSClient).FullName! },
        { "AWSSDK.SimpleNotificationService", typeof(Amazon.SimpleNotificationService.AmazonSimpleNotificationServiceClient).FullName! },
        { "AWSSDK.EventBridge", typeof(Amazon.EventBridge.AmazonEventBridgeClient).FullName! },
        { "AWSSDK.SimpleSystemsManagement", typeof(Amazon.SimpleSystemsManagement.AmazonSimpleSystemsManagementClient).FullName! },
        { "AWSSDK.SecretsManager", typeof(Amazon.SecretsManager.AmazonSecretsManagerClient).FullName! },
    };

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public void Nothing_is_public_that_the_official_package_has_not(string package, string client)
    {
        OfficialPackages.Skip("they have far more than we stand in for.");

        Assert.Equal([], SurfaceOf(package, client).Except(SurfaceFile.Read(package)));
    }

    /// <summary>With -p:UseAwsStandIns=false this holds the transcription itself against the official packages.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Everything_that_was_transcribed_is_there(string package, string client)
    {
        Assert.NotEmpty(SurfaceFile.Read(package));
        Assert.Equal([], SurfaceFile.Read(package).Except(SurfaceOf(package, client)));
    }

    static IEnumerable<string> SurfaceOf(string package, string client)
    {
        var assembly = Assembly.Load(package);
        Assert.NotNull(assembly.GetType(client));
        return assembly.GetExportedTypes().SelectMany(Surface.Of);
    }
}
