using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.StandIns;

/// <summary>What all operations of one AWS JSON service have in common.</summary>
sealed class JsonService(string name, string targetPrefix, string apiVersion, ServiceErrors errors, string contentType = "application/x-amz-json-1.1", bool queryCompatible = false)
{
    internal string Name { get; } = name;
    internal string TargetPrefix { get; } = targetPrefix;
    internal string ApiVersion { get; } = apiVersion;
    internal string ContentType { get; } = contentType;
    internal ServiceErrors Errors { get; } = errors;

    /// <summary>The service once spoke the Query protocol and still sends its old error codes in a header.</summary>
    internal bool QueryCompatible { get; } = queryCompatible;
}

/// <summary>One operation of an AWS JSON service: writes its request, reads its answer and its errors.</summary>
sealed class JsonOperation<TRequest, TResponse> : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    readonly JsonService _service;
    readonly string _target;
    readonly Action<Utf8JsonWriter, TRequest> _write;
    readonly JsonShape<TResponse> _answer;
    readonly Func<TRequest, int> _sizeHint;

    internal JsonOperation(JsonService service, string operation, Action<Utf8JsonWriter, TRequest> write, JsonShape<TResponse> answer, Func<TRequest, int> sizeHint = null)
    {
        (_service, _write, _answer, _sizeHint) = (service, write, answer, sizeHint);
        _target = service.TargetPrefix + "." + operation;
        Options = new InvokeOptions { RequestMarshaller = this, ResponseUnmarshaller = this };
    }

    internal InvokeOptions Options { get; }

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var typed = (TRequest)input;
        var request = new DefaultRequest(input, _service.Name) { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = _target;
        request.Headers["Content-Type"] = _service.ContentType;
        request.Headers["x-amz-api-version"] = _service.ApiVersion;
        if (_service.QueryCompatible) request.Headers["x-amzn-query-mode"] = "true";

        // The pipeline signs and sends this buffer as it is and gives it back to the pool.
        var content = _sizeHint is null ? new PooledContentStream() : new PooledContentStream(_sizeHint(typed));
        try
        {
            using var json = new Utf8JsonWriter((IBufferWriter<byte>)content.BufferWriter);
            json.WriteStartObject();
            _write(json, typed);
            json.WriteEndObject();
            json.Flush();
            request.ContentStream = content;
            return request;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        if (_answer.IsEmpty) return new TResponse();    // the service sends no document then
        var reader = Json.Reader(input.Stream, input);
        return _answer.Read(input, ref reader) ?? new TResponse();
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = Json.Reader(input.Stream, input);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;

        var modelled = error.Code;
        if (_service.QueryCompatible) AwsQueryCompatibleErrorHandler.ApplyQueryErrorHeader(error, input.ResponseData);
        return _service.Errors.Create(modelled, error, member => Member(input, member));
    }

    /// <summary>One string member of the error's body, read a second time as the official unmarshallers do.</summary>
    static string Member(JsonUnmarshallerContext error, string name)
    {
        try
        {
            using var body = JsonDocument.Parse(error.GetResponseBodyBytes());
            return body.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;    // the error stands without the member
        }
    }
}
