using System.Text.Json;
using Amazon.SimpleSystemsManagement.Model;
using Amazon.StandIns;

namespace Amazon.SimpleSystemsManagement;

/// <summary>The wire: application/x-amz-json-1.1, targets AmazonSSM.*.</summary>
static class Operations
{
    static readonly JsonService Service = new("Amazon.SimpleSystemsManagement", "AmazonSSM", "2014-11-06",
        new ServiceErrors((m, inner, type, code, id, status) => new AmazonSimpleSystemsManagementException(m, inner, type, code, id, status))
            .With("HierarchyLevelLimitExceededException", (m, inner, type, code, id, status) => new HierarchyLevelLimitExceededException(m, inner, type, code, id, status))
            .With("HierarchyTypeMismatchException", (m, inner, type, code, id, status) => new HierarchyTypeMismatchException(m, inner, type, code, id, status))
            .With("IncompatiblePolicyException", (m, inner, type, code, id, status) => new IncompatiblePolicyException(m, inner, type, code, id, status))
            .With("InternalServerError", (m, inner, type, code, id, status) => new InternalServerErrorException(m, inner, type, code, id, status))
            .With("InvalidAllowedPatternException", (m, inner, type, code, id, status) => new InvalidAllowedPatternException(m, inner, type, code, id, status))
            .With("InvalidFilterKey", (m, inner, type, code, id, status) => new InvalidFilterKeyException(m, inner, type, code, id, status))
            .With("InvalidFilterOption", (m, inner, type, code, id, status) => new InvalidFilterOptionException(m, inner, type, code, id, status))
            .With("InvalidFilterValue", (m, inner, type, code, id, status) => new InvalidFilterValueException(m, inner, type, code, id, status))
            .With("InvalidKeyId", (m, inner, type, code, id, status) => new InvalidKeyIdException(m, inner, type, code, id, status))
            .With("InvalidNextToken", (m, inner, type, code, id, status) => new InvalidNextTokenException(m, inner, type, code, id, status))
            .With("InvalidPolicyAttributeException", (m, inner, type, code, id, status) => new InvalidPolicyAttributeException(m, inner, type, code, id, status))
            .With("InvalidPolicyTypeException", (m, inner, type, code, id, status) => new InvalidPolicyTypeException(m, inner, type, code, id, status))
            .With("ParameterAlreadyExists", (m, inner, type, code, id, status) => new ParameterAlreadyExistsException(m, inner, type, code, id, status))
            .With("ParameterLimitExceeded", (m, inner, type, code, id, status) => new ParameterLimitExceededException(m, inner, type, code, id, status))
            .With("ParameterMaxVersionLimitExceeded", (m, inner, type, code, id, status) => new ParameterMaxVersionLimitExceededException(m, inner, type, code, id, status))
            .With("ParameterNotFound", (m, inner, type, code, id, status) => new ParameterNotFoundException(m, inner, type, code, id, status))
            .With("ParameterPatternMismatchException", (m, inner, type, code, id, status) => new ParameterPatternMismatchException(m, inner, type, code, id, status))
            .With("ParameterVersionNotFound", (m, inner, type, code, id, status) => new ParameterVersionNotFoundException(m, inner, type, code, id, status))
            .With("PoliciesLimitExceededException", (m, inner, type, code, id, status) => new PoliciesLimitExceededException(m, inner, type, code, id, status))
            .With("TooManyUpdates", (m, inner, type, code, id, status) => new TooManyUpdatesException(m, inner, type, code, id, status))
            .With("UnsupportedParameterType", (m, inner, type, code, id, status) => new UnsupportedParameterTypeException(m, inner, type, code, id, status)));

    internal static readonly JsonOperation<GetParameterRequest, GetParameterResponse> GetParameter = new(
        Service, nameof(GetParameter),
        (json, request) =>
        {
            json.Member("Name", request.Name);
            json.Member("WithDecryption", request.WithDecryption);
        },
        new(Json.Object<GetParameterResponse, Parameter>("Parameter", Found(), (it, value) => it.Parameter = value)));

    internal static readonly JsonOperation<GetParametersRequest, GetParametersResponse> GetParameters = new(
        Service, nameof(GetParameters),
        (json, request) =>
        {
            json.Member("Names", request.Names);
            json.Member("WithDecryption", request.WithDecryption);
        },
        new(Json.Strings<GetParametersResponse>("InvalidParameters", (it, value) => it.InvalidParameters = value),
            Json.List<GetParametersResponse, Parameter>("Parameters", Found(), (it, value) => it.Parameters = value)));

    internal static readonly JsonOperation<GetParametersByPathRequest, GetParametersByPathResponse> GetParametersByPath = new(
        Service, nameof(GetParametersByPath),
        (json, request) =>
        {
            json.Member("MaxResults", request.MaxResults);
            json.Member("NextToken", request.NextToken);
            json.Member("ParameterFilters", request.ParameterFilters, Write);
            json.Member("Path", request.Path);
            json.Member("Recursive", request.Recursive);
            json.Member("WithDecryption", request.WithDecryption);
        },
        new(Json.String<GetParametersByPathResponse>("NextToken", (it, value) => it.NextToken = value),
            Json.List<GetParametersByPathResponse, Parameter>("Parameters", Found(), (it, value) => it.Parameters = value)));

    internal static readonly JsonOperation<PutParameterRequest, PutParameterResponse> PutParameter = new(
        Service, nameof(PutParameter),
        (json, request) =>
        {
            json.Member("AllowedPattern", request.AllowedPattern);
            json.Member("DataType", request.DataType);
            json.Member("Description", request.Description);
            json.Member("KeyId", request.KeyId);
            json.Member("Name", request.Name);
            json.Member("Overwrite", request.Overwrite);
            json.Member("Policies", request.Policies);
            json.Member("Tags", request.Tags, Write);
            json.Member("Tier", request.Tier);
            json.Member("Type", request.Type);
            json.Member("Value", request.Value);
        },
        new(Json.String<PutParameterResponse>("Tier", (it, value) => it.Tier = value),
            Json.Long<PutParameterResponse>("Version", (it, value) => it.Version = value)));

    static void Write(Utf8JsonWriter json, ParameterStringFilter filter)
    {
        json.Member("Key", filter.Key);
        json.Member("Option", filter.Option);
        json.Member("Values", filter.Values);
    }

    static void Write(Utf8JsonWriter json, Tag tag)
    {
        json.Member("Key", tag.Key);
        json.Member("Value", tag.Value);
    }

    static JsonShape<Parameter> Found() => new(
        Json.String<Parameter>("ARN", (it, value) => it.ARN = value),
        Json.String<Parameter>("DataType", (it, value) => it.DataType = value),
        Json.Date<Parameter>("LastModifiedDate", (it, value) => it.LastModifiedDate = value),
        Json.String<Parameter>("Name", (it, value) => it.Name = value),
        Json.String<Parameter>("Selector", (it, value) => it.Selector = value),
        Json.String<Parameter>("SourceResult", (it, value) => it.SourceResult = value),
        Json.String<Parameter>("Type", (it, value) => it.Type = value),
        Json.String<Parameter>("Value", (it, value) => it.Value = value),
        Json.Long<Parameter>("Version", (it, value) => it.Version = value));
}
