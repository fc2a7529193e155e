namespace Sluice.Local;

/// <summary>Why Firehose gave a record up, in its own words.</summary>
/// <remarks>
/// Source: Firehose's documentation ("Monitor Using CloudWatch Logs", Lambda invocation errors) and error objects that others have published.
/// </remarks>
readonly record struct LambdaFailure(string Code, string Message)
{
    public static LambdaFailure FunctionError { get; } = new("Lambda.FunctionError",
        "The Lambda function was successfully invoked but it returned an error result.");

    public static LambdaFailure WrongForm { get; } = new("Lambda.FunctionError",
        "Check your function and make sure the output is in required format. In addition to that, make sure the processed records contain valid result status of Dropped, Ok, or ProcessingFailed");

    public static LambdaFailure RequestTimedOut { get; } = new("Lambda.FunctionRequestTimedOut",
        "The Lambda invocation request did not complete before the request timeout.");

    public static LambdaFailure NotReadable { get; } = new("Lambda.JsonProcessingException",
        "There was an error parsing returned records from the Lambda function. Ensure that the returned records follow the status model required by Firehose.");

    public static LambdaFailure Missing { get; } = new("Lambda.MissingRecordId",
        "One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.");

    public static LambdaFailure Duplicated { get; } = new("Lambda.DuplicatedRecordId",
        "Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record IDs for each record.");

    public static LambdaFailure NoData { get; } = new("Lambda.InvalidReturnFormat",
        "The data field cannot be null when the SourceType is DirectPut or KinesisStreamAsSource and processing result is Ok. The value field cannot be null when the SourceType is MSKAsSource and processing result is Ok.");

    public static LambdaFailure ProcessingFailed { get; } = new("Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record");

    public static LambdaFailure NoPartitionKey { get; } = new("DynamicPartitioning.MetadataExtractionFailed",
        "partitionKeys values must not be null or empty");
}
