using System.Collections.Generic;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Util;
using Amazon.SimpleNotificationService.Model;
using Amazon.StandIns;

namespace Amazon.SimpleNotificationService;

/// <summary>The wire: the Query protocol, a form in and XML out.</summary>
static class Operations
{
    static readonly QueryService Service = new("Amazon.SimpleNotificationService", "2010-03-31",
        new ServiceErrors((m, inner, type, code, id, status) => new AmazonSimpleNotificationServiceException(m, inner, type, code, id, status))
            .With("AuthorizationError", (m, inner, type, code, id, status) => new AuthorizationErrorException(m, inner, type, code, id, status))
            .With("BatchEntryIdsNotDistinct", (m, inner, type, code, id, status) => new BatchEntryIdsNotDistinctException(m, inner, type, code, id, status))
            .With("BatchRequestTooLong", (m, inner, type, code, id, status) => new BatchRequestTooLongException(m, inner, type, code, id, status))
            .With("EmptyBatchRequest", (m, inner, type, code, id, status) => new EmptyBatchRequestException(m, inner, type, code, id, status))
            .With("EndpointDisabled", (m, inner, type, code, id, status) => new EndpointDisabledException(m, inner, type, code, id, status))
            .With("InternalError", (m, inner, type, code, id, status) => new InternalErrorException(m, inner, type, code, id, status))
            .With("InvalidBatchEntryId", (m, inner, type, code, id, status) => new InvalidBatchEntryIdException(m, inner, type, code, id, status))
            .With("InvalidParameter", (m, inner, type, code, id, status) => new InvalidParameterException(m, inner, type, code, id, status))
            .With("ParameterValueInvalid", (m, inner, type, code, id, status) => new InvalidParameterValueException(m, inner, type, code, id, status))
            .With("InvalidSecurity", (m, inner, type, code, id, status) => new InvalidSecurityException(m, inner, type, code, id, status))
            .With("KMSAccessDenied", (m, inner, type, code, id, status) => new KMSAccessDeniedException(m, inner, type, code, id, status))
            .With("KMSDisabled", (m, inner, type, code, id, status) => new KMSDisabledException(m, inner, type, code, id, status))
            .With("KMSInvalidState", (m, inner, type, code, id, status) => new KMSInvalidStateException(m, inner, type, code, id, status))
            .With("KMSNotFound", (m, inner, type, code, id, status) => new KMSNotFoundException(m, inner, type, code, id, status))
            .With("KMSOptInRequired", (m, inner, type, code, id, status) => new KMSOptInRequiredException(m, inner, type, code, id, status))
            .With("KMSThrottling", (m, inner, type, code, id, status) => new KMSThrottlingException(m, inner, type, code, id, status))
            .With("NotFound", (m, inner, type, code, id, status) => new NotFoundException(m, inner, type, code, id, status))
            .With("PlatformApplicationDisabled", (m, inner, type, code, id, status) => new PlatformApplicationDisabledException(m, inner, type, code, id, status))
            .With("TooManyEntriesInBatchRequest", (m, inner, type, code, id, status) => new TooManyEntriesInBatchRequestException(m, inner, type, code, id, status))
            .With("ValidationException", (m, inner, type, code, id, status) => new ValidationException(m, inner, type, code, id, status)));

    internal static readonly QueryOperation<PublishRequest, PublishResponse> Publish = new(
        Service, nameof(Publish),
        (form, request) =>
        {
            form.Member("Message", request.Message);
            Write(form, "", request.MessageAttributes);
            form.Member("MessageDeduplicationId", request.MessageDeduplicationId);
            form.Member("MessageGroupId", request.MessageGroupId);
            form.Member("MessageStructure", request.MessageStructure);
            form.Member("PhoneNumber", request.PhoneNumber);
            form.Member("Subject", request.Subject);
            form.Member("TargetArn", request.TargetArn);
            form.Member("TopicArn", request.TopicArn);
        },
        new(Xml.String<PublishResponse>("MessageId", (it, value) => it.MessageId = value),
            Xml.String<PublishResponse>("SequenceNumber", (it, value) => it.SequenceNumber = value)));

    internal static readonly QueryOperation<PublishBatchRequest, PublishBatchResponse> PublishBatch = new(
        Service, nameof(PublishBatch),
        (form, request) =>
        {
            if (request.PublishBatchRequestEntries is { } entries)
            {
                if (entries.Count == 0) form.Member("PublishBatchRequestEntries", "");
                for (var i = 0; i < entries.Count; i++) Write(form, $"PublishBatchRequestEntries.member.{i + 1}.", entries[i]);
            }

            form.Member("TopicArn", request.TopicArn);
        },
        new(Xml.Item<PublishBatchResponse, BatchResultErrorEntry>("Failed/member", Failure(), (it, value) => (it.Failed ??= []).Add(value)),
            Xml.Item<PublishBatchResponse, PublishBatchResultEntry>("Successful/member", Sent(), (it, value) => (it.Successful ??= []).Add(value))));

    static void Write(ParameterCollection form, string prefix, PublishBatchRequestEntry entry)
    {
        form.Member(prefix + "Id", entry.Id);
        form.Member(prefix + "Message", entry.Message);
        Write(form, prefix, entry.MessageAttributes);
        form.Member(prefix + "MessageDeduplicationId", entry.MessageDeduplicationId);
        form.Member(prefix + "MessageGroupId", entry.MessageGroupId);
        form.Member(prefix + "MessageStructure", entry.MessageStructure);
        form.Member(prefix + "Subject", entry.Subject);
    }

    static void Write(ParameterCollection form, string prefix, Dictionary<string, MessageAttributeValue> attributes)
    {
        var index = 0;
        foreach (var (name, value) in attributes ?? [])
        {
            var entry = $"{prefix}MessageAttributes.entry.{++index}.";
            form.Member(entry + "Name", name);
            if (value.BinaryValue is not null) form.Member(entry + "Value.BinaryValue", StringUtils.FromMemoryStream(value.BinaryValue));
            form.Member(entry + "Value.DataType", value.DataType);
            form.Member(entry + "Value.StringValue", value.StringValue);
        }
    }

    static XmlShape<BatchResultErrorEntry> Failure() => new(
        Xml.String<BatchResultErrorEntry>("Code", (it, value) => it.Code = value),
        Xml.String<BatchResultErrorEntry>("Id", (it, value) => it.Id = value),
        Xml.String<BatchResultErrorEntry>("Message", (it, value) => it.Message = value),
        Xml.Bool<BatchResultErrorEntry>("SenderFault", (it, value) => it.SenderFault = value));

    static XmlShape<PublishBatchResultEntry> Sent() => new(
        Xml.String<PublishBatchResultEntry>("Id", (it, value) => it.Id = value),
        Xml.String<PublishBatchResultEntry>("MessageId", (it, value) => it.MessageId = value),
        Xml.String<PublishBatchResultEntry>("SequenceNumber", (it, value) => it.SequenceNumber = value));
}
