using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Sluice.FormIntake;

/// <summary>What became of a submission.</summary>
enum StoreOutcome
{
    /// <summary>It is there now.</summary>
    Stored,

    /// <summary>It was there; nothing was changed.</summary>
    WasThere,

    /// <summary>Another one is there under its id; nothing was changed.</summary>
    Conflict,
}

/// <summary>The table that submissions go to: key <c>id</c>, an attribute a field.</summary>
sealed class SubmissionTable(IAmazonDynamoDB table, string name)
{
    /// <summary>Stores it, and never writes over another one.</summary>
    /// <param name="submission">As read.</param>
    /// <param name="at">When it came.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="AmazonDynamoDBException">It could not be stored.</exception>
    public async Task<StoreOutcome> StoreAsync(Submission submission, DateTimeOffset at, CancellationToken cancellation)
    {
        var item = submission.Values.ToDictionary(one => one.Key.Name, one => new AttributeValue(one.Value));
        item["id"] = new AttributeValue(submission.Id);
        item["submittedAt"] = new AttributeValue(at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        if (submission.Encrypted.Count > 0) item["encrypted"] = new AttributeValue { SS = [.. submission.Encrypted.Select(field => field.Name)] };
        try
        {
            await table.PutItemAsync(new PutItemRequest
            {
                TableName = name,
                Item = item,
                ConditionExpression = "attribute_not_exists(id)",
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
            }, cancellation);
            return StoreOutcome.Stored;
        }
        catch (ConditionalCheckFailedException there)
        {
            return IsSame(submission, there.Item) ? StoreOutcome.WasThere : StoreOutcome.Conflict;
        }
    }

    /// <summary>A browser that sends again has its fields encrypted anew: only what is in clear can be compared.</summary>
    static bool IsSame(Submission submission, Dictionary<string, AttributeValue>? there) => there is { Count: > 0 }
        && submission.Values.All(one => submission.Encrypted.Contains(one.Key) || there.GetValueOrDefault(one.Key.Name)?.S == one.Value);
}
