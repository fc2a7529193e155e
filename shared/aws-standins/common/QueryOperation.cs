using System;
using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.StandIns;

/// <summary>What all operations of one AWS Query service have in common.</summary>
sealed record QueryService(string Name, string Version, ServiceErrors Errors);

/// <summary>One operation of an AWS Query service: a form in, an XML document out.</summary>
sealed class QueryOperation<TRequest, TResponse> : XmlResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    readonly QueryService _service;
    readonly string _operation;
    readonly Action<ParameterCollection, TRequest> _write;
    readonly XmlShape<TResponse> _answer;

    internal QueryOperation(QueryService service, string operation, Action<ParameterCollection, TRequest> write, XmlShape<TResponse> answer)
    {
        (_service, _operation, _write, _answer) = (service, operation, write, answer);
        Options = new InvokeOptions { RequestMarshaller = this, ResponseUnmarshaller = this };
    }

    internal InvokeOptions Options { get; }

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, _service.Name) { HttpMethod = "POST" };
        request.ParameterCollection.Add("Action", _operation);
        request.ParameterCollection.Add("Version", _service.Version);
        _write(request.ParameterCollection, (TRequest)input);
        request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
        return request;
    }

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        var answer = new TResponse();
        input.Read();
        var depth = input.CurrentDepth;
        while (input.ReadAtDepth(depth))
        {
            if (!input.IsStartElement) continue;
            if (input.TestExpression(_operation + "Result", 2)) _answer.Read(input, answer);
            else if (input.TestExpression("ResponseMetadata", 2)) answer.ResponseMetadata = ResponseMetadataUnmarshaller.Instance.Unmarshall(input);
        }

        return answer;
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        return _service.Errors.Create(error.Code, error, _ => null);
    }
}

/// <summary>Writes the members that are set.</summary>
static class FormMembers
{
    internal static void Member(this ParameterCollection form, string name, string value)
    {
        if (value is not null) form.Add(name, value);
    }
}
