using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SQS.Model;

namespace Amazon.SQS;

/// <summary>What came back is what was sent: SQS answers with MD5 sums, and the official client checks them.</summary>
sealed class Md5Check : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        base.InvokeSync(executionContext);
        Check(executionContext);
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var answer = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        Check(executionContext);
        return answer;
    }

    static void Check(IExecutionContext context)
    {
        switch (context.RequestContext.OriginalRequest, context.ResponseContext.Response)
        {
            case (_, ReceiveMessageResponse { Messages: { } messages }):
                foreach (var message in messages)
                {
                    if (Of(message.Body ?? "") != message.MD5OfBody) throw Mismatch("MD5", message.MessageId);
                    Attributes(message.MessageAttributes, message.MD5OfMessageAttributes, message.MessageId);
                }

                break;

            case (SendMessageRequest request, SendMessageResponse answer):
                if (!string.IsNullOrEmpty(request.MessageBody) && !string.IsNullOrEmpty(answer.MD5OfMessageBody) && Of(request.MessageBody) != answer.MD5OfMessageBody) throw Mismatch("MD5", null);
                Attributes(request.MessageAttributes, answer.MD5OfMessageAttributes, null);
                break;

            case (SendMessageBatchRequest { Entries: { } entries }, SendMessageBatchResponse { Successful: { } sent }):
                var asked = entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
                foreach (var answer in sent)
                {
                    var entry = asked[answer.Id];
                    if (Of(entry.MessageBody) != answer.MD5OfMessageBody) throw Mismatch("MD5", answer.MessageId);
                    Attributes(entry.MessageAttributes, answer.MD5OfMessageAttributes, answer.MessageId);
                }

                break;
        }
    }

    static void Attributes(Dictionary<string, MessageAttributeValue> attributes, string sum, string messageId)
    {
        if (attributes is { Count: > 0 } && !string.IsNullOrEmpty(sum) && Of(attributes) != sum) throw Mismatch("Attribute MD5", messageId);
    }

    static AmazonSQSException Mismatch(string what, string messageId) =>
        new(what + " hash mismatch" + (messageId is null ? "" : " for message id " + messageId));

    static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    static string Of(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    /// <summary>By name: length and bytes of name and type, the kind of value (1 text, 2 bytes), length and bytes of the value.</summary>
    static string Of(Dictionary<string, MessageAttributeValue> attributes)
    {
        using var bytes = new MemoryStream();
        foreach (var (name, value) in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            Write(bytes, Encoding.UTF8.GetBytes(name));
            Write(bytes, Encoding.UTF8.GetBytes(value.DataType));
            bytes.WriteByte(value.StringValue is not null ? (byte)1 : (byte)2);
            Write(bytes, value.StringValue is { } text ? Encoding.UTF8.GetBytes(text) : value.BinaryValue?.ToArray() ?? []);
        }

        return Of(bytes.ToArray());
    }

    static void Write(MemoryStream bytes, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        bytes.Write(length);
        bytes.Write(part);
    }
}
