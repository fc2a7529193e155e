using System.Collections.Generic;
using System.Text.Json;
using Amazon.KinesisFirehose.Model;
using Amazon.StandIns;

namespace Amazon.KinesisFirehose;

/// <summary>The wire: application/x-amz-json-1.1, targets Firehose_20150804.*.</summary>
static class Operations
{
    static readonly JsonService Service = new("Amazon.KinesisFirehose", "Firehose_20150804", "2015-08-04",
        new ServiceErrors((m, inner, type, code, id, status) => new AmazonKinesisFirehoseException(m, inner, type, code, id, status))
            .With("InvalidArgumentException", (m, inner, type, code, id, status) => new InvalidArgumentException(m, inner, type, code, id, status))
            .With<InvalidKMSResourceException>("InvalidKMSResourceException", (m, inner, type, code, id, status) => new InvalidKMSResourceException(m, inner, type, code, id, status), (error, member) => error.Code = member("code"))
            .With<InvalidSourceException>("InvalidSourceException", (m, inner, type, code, id, status) => new InvalidSourceException(m, inner, type, code, id, status), (error, member) => error.Code = member("code"))
            .With("ResourceNotFoundException", (m, inner, type, code, id, status) => new ResourceNotFoundException(m, inner, type, code, id, status))
            .With("ServiceUnavailableException", (m, inner, type, code, id, status) => new ServiceUnavailableException(m, inner, type, code, id, status)));

    internal static readonly JsonOperation<PutRecordRequest, PutRecordResponse> PutRecord = new(
        Service, nameof(PutRecord),
        (json, request) =>
        {
            json.Member("DeliveryStreamName", request.DeliveryStreamName);
            json.Member("Record", request.Record, Write);
        },
        new(Json.Bool<PutRecordResponse>("Encrypted", (answer, value) => answer.Encrypted = value),
            Json.String<PutRecordResponse>("RecordId", (answer, value) => answer.RecordId = value)),
        request => PutRecordBytes(request.Record));

    internal static readonly JsonOperation<PutRecordBatchRequest, PutRecordBatchResponse> PutRecordBatch = new(
        Service, nameof(PutRecordBatch),
        (json, request) =>
        {
            json.Member("DeliveryStreamName", request.DeliveryStreamName);
            json.Member("Records", request.Records, Write);
        },
        new(Json.Bool<PutRecordBatchResponse>("Encrypted", (answer, value) => answer.Encrypted = value),
            Json.Int<PutRecordBatchResponse>("FailedPutCount", (answer, value) => answer.FailedPutCount = value),
            Json.List<PutRecordBatchResponse, PutRecordBatchResponseEntry>("RequestResponses", Entry(), (answer, value) => answer.RequestResponses = value)),
        request => PutRecordBatchBytes(request.Records));

    internal static readonly JsonOperation<DescribeDeliveryStreamRequest, DescribeDeliveryStreamResponse> DescribeDeliveryStream = new(
        Service, nameof(DescribeDeliveryStream),
        (json, request) =>
        {
            json.Member("DeliveryStreamName", request.DeliveryStreamName);
            json.Member("ExclusiveStartDestinationId", request.ExclusiveStartDestinationId);
            json.Member("Limit", request.Limit);
        },
        new(Json.Object<DescribeDeliveryStreamResponse, DeliveryStreamDescription>("DeliveryStreamDescription", Description(), (answer, value) => answer.DeliveryStreamDescription = value)));

    static void Write(Utf8JsonWriter json, Record record) => json.Member("Data", record.Data);

    static JsonShape<PutRecordBatchResponseEntry> Entry() => new(
        Json.String<PutRecordBatchResponseEntry>("ErrorCode", (entry, value) => entry.ErrorCode = value),
        Json.String<PutRecordBatchResponseEntry>("ErrorMessage", (entry, value) => entry.ErrorMessage = value),
        Json.String<PutRecordBatchResponseEntry>("RecordId", (entry, value) => entry.RecordId = value));

    static JsonShape<DeliveryStreamDescription> Description() => new(
        Json.Date<DeliveryStreamDescription>("CreateTimestamp", (stream, value) => stream.CreateTimestamp = value),
        Json.String<DeliveryStreamDescription>("DeliveryStreamARN", (stream, value) => stream.DeliveryStreamARN = value),
        Json.String<DeliveryStreamDescription>("DeliveryStreamName", (stream, value) => stream.DeliveryStreamName = value),
        Json.String<DeliveryStreamDescription>("DeliveryStreamStatus", (stream, value) => stream.DeliveryStreamStatus = value),
        Json.String<DeliveryStreamDescription>("DeliveryStreamType", (stream, value) => stream.DeliveryStreamType = value),
        Json.Bool<DeliveryStreamDescription>("HasMoreDestinations", (stream, value) => stream.HasMoreDestinations = value),
        Json.Date<DeliveryStreamDescription>("LastUpdateTimestamp", (stream, value) => stream.LastUpdateTimestamp = value),
        Json.String<DeliveryStreamDescription>("VersionId", (stream, value) => stream.VersionId = value));

    // The buffer is rented once in its final size: growing to a 4 MiB batch would copy it five times.
    static int PutRecordBatchBytes(List<Record> records)
    {
        var bytes = 256L;
        foreach (var record in records ?? []) bytes += PutRecordBytes(record);
        return BodySize.Rentable(bytes);
    }

    static int PutRecordBytes(Record record) => BodySize.Rentable(BodySize.OfBase64(record?.Data) + 32);
}
