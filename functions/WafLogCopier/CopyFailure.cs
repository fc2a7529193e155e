using System.Net;
using System.Text.RegularExpressions;
using Amazon.S3;

namespace Sluice.WafLogCopier;

/// <summary>Which of the two objects a call was about.</summary>
enum Side
{
    Source,
    Target,
}

/// <summary>Says what a refusal of S3 means: what, where, and what to do.</summary>
static partial class CopyFailure
{
    /// <summary>The object, or the version of it, is not there any more.</summary>
    public static bool IsGone(AmazonS3Exception failure) =>
        failure.ErrorCode is "NoSuchKey" or "NoSuchVersion"
        // HEAD has no body that could say more. 405: a marker of deletion.
        || (failure.StatusCode == HttpStatusCode.NotFound && failure.ErrorCode is "NotFound" or "" or null)
        || (failure.StatusCode == HttpStatusCode.MethodNotAllowed && failure.ErrorCode is "MethodNotAllowed" or "");

    /// <summary>A precondition did not hold: another object has the key, or the source has changed.</summary>
    public static bool IsPrecondition(AmazonS3Exception failure) => failure.StatusCode == HttpStatusCode.PreconditionFailed;

    /// <summary>Refused by a policy; S3 also says it of what is not there, to who may not list.</summary>
    public static bool IsDenied(AmazonS3Exception failure) =>
        failure.StatusCode == HttpStatusCode.Forbidden && failure.ErrorCode is not ("InvalidObjectState" or "RequestTimeTooSkewed" or "SignatureDoesNotMatch");

    /// <summary>May pass by itself. 409: another conditional write to the same key is under way.</summary>
    public static bool IsTransient(Exception failure) =>
        AwsErrors.IsTransient(failure) || failure is AmazonS3Exception { ErrorCode: "ConditionalRequestConflict" or "OperationAborted" };

    /// <summary>The outcome for a refusal.</summary>
    /// <param name="failure">As the SDK threw it.</param>
    /// <param name="action">What was asked for, such as <c>s3:PutObject</c>.</param>
    /// <param name="side">Which object refused.</param>
    /// <param name="bucket">The bucket of that side.</param>
    /// <param name="key">The key of that side.</param>
    public static ObjectOutcome Of(Exception failure, string action, Side side, string bucket, string key)
    {
        var what = $"{action} on {bucket}/{key}";
        if (IsTransient(failure)) return ObjectOutcome.Failed($"{what}: S3 still refuses after all tries: {failure.Message}");
        if (failure is not AmazonS3Exception s3) return ObjectOutcome.Failed($"{what}: {failure.GetType().Name}: {failure.Message}");
        var code = s3.ErrorCode ?? "";
        if (code.StartsWith("KMS", StringComparison.Ordinal))
            return ObjectOutcome.FailedForGood($"{what}: the KMS key cannot be used ({code}): enable it, or cancel its deletion: {s3.Message}");
        return code switch
        {
            "InvalidObjectState" => ObjectOutcome.FailedForGood($"{what}: the object is archived in a storage class that is not readable at once: restore it, then send its event again"),
            "AccessControlListNotSupported" => ObjectOutcome.FailedForGood($"{what}: the bucket has ACLs disabled, as it should: leave OBJECT_ACL unset"),
            "NoSuchBucket" => ObjectOutcome.FailedForGood($"{what}: there is no bucket {bucket}"),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                ObjectOutcome.FailedForGood($"{what}: bucket {bucket} is in another region: {(side == Side.Target ? "set TARGET_REGION" : "run this function in the source's region")}: {s3.Message}"),
            "InvalidBucketOwnerAWSAccountID" or "InvalidBucketOwner" => ObjectOutcome.FailedForGood($"{what}: {s3.Message}"),
            _ when IsDenied(s3) => ObjectOutcome.FailedForGood(Denied(s3.Message, what, action, side, bucket)),
            _ => ObjectOutcome.FailedForGood($"{what}: {code} {s3.Message}"),
        };
    }

    static string Denied(string message, string what, string action, Side side, string bucket)
    {
        // "… is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:… because no identity-based policy allows …"
        var told = NotAuthorized().Match(message);
        if (told.Success)
        {
            var (refused, resource, why) = (told.Groups["action"].Value, told.Groups["resource"].Value, told.Groups["why"].Value);
            var policy = why switch
            {
                _ when why.Contains("explicit deny", StringComparison.Ordinal) => $"a policy denies it: {why}",
                _ when why.Contains("no identity-based policy", StringComparison.Ordinal) => "the policy of the role that copies lacks it",
                _ when why.Contains("no resource-based policy", StringComparison.Ordinal) =>
                    refused.StartsWith("kms:", StringComparison.Ordinal) ? "the policy of the KMS key lacks it" : $"the policy of bucket {bucket} lacks it",
                _ => why,
            };
            return $"{what} is denied: {refused} on {resource}: {policy}";
        }
        var account = side == Side.Source ? "SOURCE_BUCKET_OWNER" : "TARGET_BUCKET_OWNER";
        var listing = side == Side.Source ? "; without s3:ListBucket S3 answers so for an object that is gone, too" : "";
        return $"{what} is denied ({message.TrimEnd('.')}), and S3 does not say by what. {(side == Side.Source ? "It is the source that refuses" : "The source may be read, so it is the target that refuses")}"
            + $": {action} must be allowed by the policy of the role that copies and, in another account, by the policy of bucket {bucket} too;"
            + $" {account}, where set, must be its account; and its KMS key must allow that role{listing}";
    }

    [GeneratedRegex(@"is not authorized to perform: (?<action>[\w:]+) on resource: ""?(?<resource>[^\s""]+)""?(?: (?:because|with) (?<why>.+?))?\.?$")]
    private static partial Regex NotAuthorized();
}
