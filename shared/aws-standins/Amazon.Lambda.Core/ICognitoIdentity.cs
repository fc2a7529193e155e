namespace Amazon.Lambda.Core;

/// <summary>The Cognito identity that authorised the call.</summary>
public interface ICognitoIdentity
{
    string IdentityId { get; }

    string IdentityPoolId { get; }
}
