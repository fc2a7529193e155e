using Amazon.SecretsManager.Model;
using Amazon.StandIns;

namespace Amazon.SecretsManager;

/// <summary>The wire: application/x-amz-json-1.1, targets secretsmanager.*.</summary>
static class Operations
{
    static readonly JsonService Service = new("Amazon.SecretsManager", "secretsmanager", "2017-10-17",
        new ServiceErrors((m, inner, type, code, id, status) => new AmazonSecretsManagerException(m, inner, type, code, id, status))
            .With("DecryptionFailure", (m, inner, type, code, id, status) => new DecryptionFailureException(m, inner, type, code, id, status))
            .With("InternalServiceError", (m, inner, type, code, id, status) => new InternalServiceErrorException(m, inner, type, code, id, status))
            .With("InvalidParameterException", (m, inner, type, code, id, status) => new InvalidParameterException(m, inner, type, code, id, status))
            .With("InvalidRequestException", (m, inner, type, code, id, status) => new InvalidRequestException(m, inner, type, code, id, status))
            .With("ResourceNotFoundException", (m, inner, type, code, id, status) => new ResourceNotFoundException(m, inner, type, code, id, status)));

    internal static readonly JsonOperation<GetSecretValueRequest, GetSecretValueResponse> GetSecretValue = new(
        Service, nameof(GetSecretValue),
        (json, request) =>
        {
            json.Member("SecretId", request.SecretId);
            json.Member("VersionId", request.VersionId);
            json.Member("VersionStage", request.VersionStage);
        },
        new(Json.String<GetSecretValueResponse>("ARN", (it, value) => it.ARN = value),
            Json.Date<GetSecretValueResponse>("CreatedDate", (it, value) => it.CreatedDate = value),
            Json.String<GetSecretValueResponse>("Name", (it, value) => it.Name = value),
            Json.Bytes<GetSecretValueResponse>("SecretBinary", (it, value) => it.SecretBinary = value),
            Json.String<GetSecretValueResponse>("SecretString", (it, value) => it.SecretString = value),
            Json.String<GetSecretValueResponse>("VersionId", (it, value) => it.VersionId = value),
            Json.Strings<GetSecretValueResponse>("VersionStages", (it, value) => it.VersionStages = value)));
}
