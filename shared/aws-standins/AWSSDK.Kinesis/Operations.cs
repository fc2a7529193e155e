using System.Text.Json;
using Amazon.Kinesis.Model;
using Amazon.StandIns;

namespace Amazon.Kinesis;

/// <summary>The wire: application/x-amz-json-1.1, targets Kinesis_20131202.*.</summary>
static class Operations
{
    static readonly JsonService Service = new("Amazon.Kinesis", "Kinesis_20131202", "2013-12-02",
        new ServiceErrors((m, inner, type, code, id, status) => new AmazonKinesisException(m, inner, type, code, id, status))
            .With("AccessDeniedException", (m, inner, type, code, id, status) => new AccessDeniedException(m, inner, type, code, id, status))
            .With("InternalFailureException", (m, inner, type, code, id, status) => new InternalFailureException(m, inner, type, code, id, status))
            .With("InvalidArgumentException", (m, inner, type, code, id, status) => new InvalidArgumentException(m, inner, type, code, id, status))
            .With("KMSAccessDeniedException", (m, inner, type, code, id, status) => new KMSAccessDeniedException(m, inner, type, code, id, status))
            .With("KMSDisabledException", (m, inner, type, code, id, status) => new KMSDisabledException(m, inner, type, code, id, status))
            .With("KMSInvalidStateException", (m, inner, type, code, id, status) => new KMSInvalidStateException(m, inner, type, code, id, status))
            .With("KMSNotFoundException", (m, inner, type, code, id, status) => new KMSNotFoundException(m, inner, type, code, id, status))
            .With("KMSOptInRequired", (m, inner, type, code, id, status) => new KMSOptInRequiredException(m, inner, type, code, id, status))
            .With("KMSThrottlingException", (m, inner, type, code, id, status) => new KMSThrottlingException(m, inner, type, code, id, status))
            .With("ProvisionedThroughputExceededException", (m, inner, type, code, id, status) => new ProvisionedThroughputExceededException(m, inner, type, code, id, status))
            .With("ResourceNotFoundException", (m, inner, type, code, id, status) => new ResourceNotFoundException(m, inner, type, code, id, status)));

    internal static readonly JsonOperation<PutRecordRequest, PutRecordResponse> PutRecord = new(
        Service, nameof(PutRecord),
        (json, request) =>
        {
            json.Member("Data", request.Data);
            json.Member("ExplicitHashKey", request.ExplicitHashKey);
            json.Member("PartitionKey", request.PartitionKey);
            json.Member("SequenceNumberForOrdering", request.SequenceNumberForOrdering);
            json.Member("StreamARN", request.StreamARN);
            json.Member("StreamName", request.StreamName);
        },
        new(Json.String<PutRecordResponse>("EncryptionType", (answer, value) => answer.EncryptionType = value),
            Json.String<PutRecordResponse>("SequenceNumber", (answer, value) => answer.SequenceNumber = value),
            Json.String<PutRecordResponse>("ShardId", (answer, value) => answer.ShardId = value)),
        request => BodySize.Rentable(BodySize.OfBase64(request.Data)));

    internal static readonly JsonOperation<PutRecordsRequest, PutRecordsResponse> PutRecords = new(
        Service, nameof(PutRecords),
        (json, request) =>
        {
            json.Member("Records", request.Records, Write);
            json.Member("StreamARN", request.StreamARN);
            json.Member("StreamName", request.StreamName);
        },
        new(Json.String<PutRecordsResponse>("EncryptionType", (answer, value) => answer.EncryptionType = value),
            Json.Int<PutRecordsResponse>("FailedRecordCount", (answer, value) => answer.FailedRecordCount = value),
            Json.List<PutRecordsResponse, PutRecordsResultEntry>("Records", Entry(), (answer, value) => answer.Records = value)),
        PutRecordsBytes);

    static void Write(Utf8JsonWriter json, PutRecordsRequestEntry record)
    {
        json.Member("Data", record.Data);
        json.Member("ExplicitHashKey", record.ExplicitHashKey);
        json.Member("PartitionKey", record.PartitionKey);
    }

    static JsonShape<PutRecordsResultEntry> Entry() => new(
        Json.String<PutRecordsResultEntry>("ErrorCode", (entry, value) => entry.ErrorCode = value),
        Json.String<PutRecordsResultEntry>("ErrorMessage", (entry, value) => entry.ErrorMessage = value),
        Json.String<PutRecordsResultEntry>("SequenceNumber", (entry, value) => entry.SequenceNumber = value),
        Json.String<PutRecordsResultEntry>("ShardId", (entry, value) => entry.ShardId = value));

    // The buffer is rented once in its final size: growing to a 5 MiB call would copy it five times.
    static int PutRecordsBytes(PutRecordsRequest request)
    {
        var bytes = 0L;
        foreach (var record in request.Records ?? []) bytes += BodySize.OfBase64(record?.Data) + 64 + (record?.PartitionKey?.Length ?? 0) * 2;
        return BodySize.Rentable(bytes);
    }
}
