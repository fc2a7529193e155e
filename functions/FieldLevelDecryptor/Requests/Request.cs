using System.Text.Json;

namespace Sluice.FieldLevelDecryptor;

/// <summary>What a caller asks for.</summary>
abstract record Request;

/// <summary>Values of the caller's own.</summary>
/// <param name="Values">In the order in which they are answered.</param>
/// <param name="Single">Asked as <c>{"value":…}</c>, and so answered.</param>
sealed record ValuesRequest(IReadOnlyList<AskedValue> Values, bool Single) : Request;

/// <summary>A value.</summary>
/// <param name="Id">Handed back as it came; <c>null</c> where there is none.</param>
/// <param name="Text">What stands in the field.</param>
sealed record AskedValue(JsonElement? Id, string Text);

/// <summary>Items of the table.</summary>
/// <param name="Query">The key condition; <c>null</c> scans.</param>
/// <param name="Index">Of the table; <c>null</c> for the table itself.</param>
/// <param name="Filter">Applied by DynamoDB, after it has read.</param>
/// <param name="Attributes">Some of those that may be decrypted; <c>null</c> for all.</param>
/// <param name="Project">Attributes that are answered beside them; <c>null</c> for all.</param>
/// <param name="Limit">Most items that are answered; <c>null</c> for as many as the answer holds.</param>
/// <param name="Continue">Where an earlier answer ended.</param>
sealed record TableRequest(
    Expression? Query, string? Index, Expression? Filter, IReadOnlyList<string>? Attributes, IReadOnlyList<string>? Project, int? Limit, string? Continue) : Request;

/// <summary>An expression of DynamoDB.</summary>
/// <param name="Text">The expression.</param>
/// <param name="Names">Its <c>#names</c>.</param>
/// <param name="Values">Its <c>:values</c>, as plain JSON.</param>
sealed record Expression(string Text, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, JsonElement> Values);
