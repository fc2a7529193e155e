using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>The commands that follow a key pair: CloudFormation has no type for a profile or a configuration of field-level encryption.</summary>
static class FieldKeySteps
{
    /// <param name="plan">What things are called.</param>
    /// <param name="publicKey">PEM.</param>
    public static string Text(FieldKeyPlan plan, string publicKey) => $"""
        # 1. The form, with the public key. What it is sent it refuses until step 3.
        sam deploy --stack-name {plan.Stack} --parameter-overrides FieldKeyPath={plan.Path} FormKeyName={plan.Name} FormEncryptedFields={string.Join(',', plan.Fields)} 'FormPublicKey="{publicKey.Trim()}"'

        # 2. The profile and the configuration.
        KEY=$(aws cloudformation describe-stacks --stack-name {plan.Stack} --query "Stacks[0].Outputs[?OutputKey=='FormFieldKeyId'].OutputValue" --output text)
        PROFILE=$(aws cloudfront create-field-level-encryption-profile --query FieldLevelEncryptionProfile.Id --output text \
          --field-level-encryption-profile-config '{Profile(plan, "'$KEY'")}')
        CONFIG=$(aws cloudfront create-field-level-encryption-config --query FieldLevelEncryption.Id --output text \
          --field-level-encryption-config '{Configuration(plan, "'$PROFILE'")}')

        # 3. CloudFront encrypts from here on. The other parameters stay as they are.
        sam deploy --stack-name {plan.Stack} --parameter-overrides FormFieldEncryptionId=$CONFIG
        """;

    /// <summary>What <c>create-field-level-encryption-profile</c> takes.</summary>
    public static string Profile(FieldKeyPlan plan, string publicKeyId) => new JsonObject
    {
        ["Name"] = plan.Name,
        ["CallerReference"] = plan.Name,
        ["EncryptionEntities"] = Items(new JsonObject
        {
            ["PublicKeyId"] = publicKeyId,
            ["ProviderId"] = plan.Provider,
            ["FieldPatterns"] = Items([.. plan.Fields.Select(field => (JsonNode)field)]),
        }),
    }.ToJsonString(s_plain);

    /// <summary>What <c>create-field-level-encryption-config</c> takes: whatever cannot be encrypted is not forwarded.</summary>
    public static string Configuration(FieldKeyPlan plan, string profileId) => new JsonObject
    {
        ["CallerReference"] = plan.Name,
        ["QueryArgProfileConfig"] = new JsonObject { ["ForwardWhenQueryArgProfileIsUnknown"] = false },
        ["ContentTypeProfileConfig"] = new JsonObject
        {
            ["ForwardWhenContentTypeIsUnknown"] = false,
            ["ContentTypeProfiles"] = Items(new JsonObject { ["Format"] = "URLEncoded", ["ProfileId"] = profileId, ["ContentType"] = "application/x-www-form-urlencoded" }),
        },
    }.ToJsonString(s_plain);

    static readonly System.Text.Json.JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static JsonObject Items(params JsonNode[] items) => new() { ["Quantity"] = items.Length, ["Items"] = new JsonArray(items) };
}
