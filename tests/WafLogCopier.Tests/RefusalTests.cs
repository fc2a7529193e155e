using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.WafLogCopier.Tests;

/// <summary>What S3's refusals mean, in the words that S3 uses.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("User: arn:aws:sts::111122223333:assumed-role/copier/x is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::central/k\" because no identity-based policy allows the s3:PutObject action",
        "s3:PutObject on arn:aws:s3:::central/k: the policy of the role that copies lacks it")]
    [InlineData("User: arn:aws:sts::111122223333:assumed-role/copier/x is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::central/k\" because no resource-based policy allows the s3:PutObject action",
        "s3:PutObject on arn:aws:s3:::central/k: the policy of bucket central lacks it")]
    [InlineData("User: arn:aws:sts::111122223333:assumed-role/copier/x is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:eu-west-1:444455556666:key/1 because no resource-based policy allows the kms:GenerateDataKey action",
        "kms:GenerateDataKey on arn:aws:kms:eu-west-1:444455556666:key/1: the policy of the KMS key lacks it")]
    [InlineData("User: arn:aws:sts::111122223333:assumed-role/copier/x is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::central/k\" with an explicit deny in a resource-based policy",
        "s3:PutObject on arn:aws:s3:::central/k: a policy denies it: an explicit deny in a resource-based policy")]
    [InlineData("Access Denied", "must be allowed by the policy of the role that copies and, in another account, by the policy of bucket central too")]
    public void A_denial_names_action_resource_and_policy(string message, string part)
    {
        var outcome = Of(403, "AccessDenied", message);
        Assert.Equal(ObjectOutcomeKind.FailedForGood, outcome.Kind);
        Assert.Contains(part, outcome.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "InvalidObjectState", "restore it")]
    [InlineData(400, "KMS.DisabledException", "the KMS key cannot be used (KMS.DisabledException)")]
    [InlineData(400, "KMS.KMSInvalidStateException", "cancel its deletion")]
    [InlineData(400, "AccessControlListNotSupported", "leave OBJECT_ACL unset")]
    [InlineData(404, "NoSuchBucket", "there is no bucket central")]
    [InlineData(301, "PermanentRedirect", "set TARGET_REGION")]
    [InlineData(400, "InvalidArgument", "InvalidArgument")]
    public void A_refusal_that_stays_says_what_to_do(int status, string code, string part)
    {
        var outcome = Of(status, code, "message");
        Assert.Equal(ObjectOutcomeKind.FailedForGood, outcome.Kind);
        Assert.Contains(part, outcome.Text, StringComparison.Ordinal);
        Assert.Contains("central/k", outcome.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(200, "InternalError")]
    [InlineData(409, "ConditionalRequestConflict")]
    [InlineData(400, "RequestTimeout")]
    public void A_refusal_that_may_pass_comes_again(int status, string code) => Assert.Equal(ObjectOutcomeKind.Failed, Of(status, code, "message").Kind);

    [Fact]
    public void Contents_are_compared_by_what_tells_something_and_unknown_is_no_match()
    {
        static ObjectFacts Facts(string etag, long size = 5, ServerSideEncryptionMethod? method = null, string? crc = null, ChecksumType? type = null) =>
            new(etag, size, new GetObjectMetadataResponse { ETag = etag, ServerSideEncryptionMethod = method, ChecksumCRC64NVME = crc, ChecksumType = type });
        Assert.True(SameContent.Compare(Facts("aa"), Facts("aa")));
        Assert.False(SameContent.Compare(Facts("aa"), Facts("bb")));
        Assert.False(SameContent.Compare(Facts("aa"), Facts("aa", size: 6)));
        Assert.True(SameContent.Compare(Facts("aa-2"), Facts("aa-2")));
        Assert.Null(SameContent.Compare(Facts("aa-2"), Facts("bb-3")));
        Assert.Null(SameContent.Compare(Facts("aa", method: ServerSideEncryptionMethod.AWSKMS), Facts("aa", method: ServerSideEncryptionMethod.AWSKMS)));
        Assert.True(SameContent.Compare(Facts("aa", method: ServerSideEncryptionMethod.AWSKMS, crc: "c", type: ChecksumType.FULL_OBJECT), Facts("bb", crc: "c", type: ChecksumType.FULL_OBJECT)));
        Assert.False(SameContent.Compare(Facts("aa-2", crc: "c", type: ChecksumType.FULL_OBJECT), Facts("bb", crc: "d", type: ChecksumType.FULL_OBJECT)));
        Assert.Null(SameContent.Compare(Facts("aa-2", crc: "c", type: ChecksumType.COMPOSITE), Facts("bb-3", crc: "d", type: ChecksumType.COMPOSITE)));
        Assert.Null(SameContent.Compare(Facts("aa-2", crc: "c", type: ChecksumType.COMPOSITE), Facts("bb", crc: "c", type: ChecksumType.FULL_OBJECT)));
    }

    static ObjectOutcome Of(int status, string code, string message) => CopyFailure.Of(
        new AmazonS3Exception(message) { StatusCode = (HttpStatusCode)status, ErrorCode = code }, "s3:PutObject", Side.Target, "central", "k");
}
