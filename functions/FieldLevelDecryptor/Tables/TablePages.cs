using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Sluice.FieldLevelDecryptor;

/// <summary>A page of the table.</summary>
/// <param name="Items">After the filter.</param>
/// <param name="Scanned">Before it.</param>
/// <param name="Next">Where the next begins; <c>null</c> for none.</param>
sealed record TablePage(IReadOnlyList<Dictionary<string, AttributeValue>> Items, int Scanned, Dictionary<string, AttributeValue>? Next);

/// <summary>Reads the table page by page, as one request asks for it.</summary>
sealed class TablePages
{
    readonly IAmazonDynamoDB _dynamo;
    readonly TableSettings _table;
    readonly TableRequest _request;
    readonly string? _projection;
    readonly Dictionary<string, string>? _names;
    readonly Dictionary<string, AttributeValue>? _values;

    /// <summary>Prepares the reading.</summary>
    /// <param name="dynamo">The client.</param>
    /// <param name="table">Which, and its key.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="attributes">Those that are decrypted.</param>
    /// <exception cref="InvalidDataException">Query and filter call different things by one name.</exception>
    public TablePages(IAmazonDynamoDB dynamo, TableSettings table, TableRequest request, IReadOnlyList<string> attributes)
    {
        (_dynamo, _table, _request) = (dynamo, table, request);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var values = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        foreach (var expression in new[] { request.Query, request.Filter })
        {
            if (expression is null) continue;
            foreach (var (alias, name) in expression.Names)
                if (!names.TryAdd(alias, name) && names[alias] != name) throw new InvalidDataException($"table.query and table.filter call different attributes {alias}.");
            foreach (var (alias, value) in expression.Values)
                if (!values.TryAdd(alias, AttributeJson.Read(value))) throw new InvalidDataException($"table.query and table.filter both have a value {alias}.");
        }
        if (request.Project is not null)
        {
            // The key too: audit lines name items by it. Aliases, for many good names are words of DynamoDB's.
            var wanted = request.Project.Concat(attributes).Concat(table.Key).Distinct().ToList();
            _projection = string.Join(", ", wanted.Select((name, i) =>
            {
                names[$"#sluice{i}"] = name;
                return $"#sluice{i}";
            }));
        }
        (_names, _values) = (names.Count > 0 ? names : null, values.Count > 0 ? values : null);
    }

    /// <summary>Reads a page.</summary>
    /// <param name="start">Where it begins; <c>null</c> for the start.</param>
    /// <param name="size">Most items, before the filter. DynamoDB stops at 1 MB too.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">DynamoDB does not understand the request.</exception>
    public async Task<TablePage> ReadAsync(Dictionary<string, AttributeValue>? start, int size, CancellationToken cancellation)
    {
        try
        {
            if (_request.Query is null)
            {
                var scan = await _dynamo.ScanAsync(new ScanRequest
                {
                    TableName = _table.Name, IndexName = _request.Index, FilterExpression = _request.Filter?.Text, ProjectionExpression = _projection,
                    ExpressionAttributeNames = _names, ExpressionAttributeValues = _values, ExclusiveStartKey = start, Limit = size,
                }, cancellation);
                return new(scan.Items ?? [], scan.ScannedCount ?? 0, scan.LastEvaluatedKey is { Count: > 0 } last ? last : null);
            }
            var query = await _dynamo.QueryAsync(new QueryRequest
            {
                TableName = _table.Name, IndexName = _request.Index, KeyConditionExpression = _request.Query.Text, FilterExpression = _request.Filter?.Text, ProjectionExpression = _projection,
                ExpressionAttributeNames = _names, ExpressionAttributeValues = _values, ExclusiveStartKey = start, Limit = size,
            }, cancellation);
            return new(query.Items ?? [], query.ScannedCount ?? 0, query.LastEvaluatedKey is { Count: > 0 } next ? next : null);
        }
        catch (AmazonDynamoDBException refused) when (refused.ErrorCode == "ValidationException")
        {
            throw new InvalidDataException($"DynamoDB does not understand the request for {_table.Name}: {refused.Message}", refused);
        }
    }
}
