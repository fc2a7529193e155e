using System;
using System.Collections.Generic;
using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.StandIns;

/// <summary>The constructor every exception of AWSSDK has.</summary>
delegate AmazonServiceException MakeException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode);

/// <summary>From the code of an error to the exception that the official package throws.</summary>
sealed class ServiceErrors(MakeException otherwise)
{
    readonly Dictionary<string, Func<ErrorResponse, Func<string, string>, AmazonServiceException>> _byCode = new(StringComparer.Ordinal);

    internal ServiceErrors With(string code, MakeException make)
    {
        _byCode.Add(code, (error, _) => Make(make, error));
        return this;
    }

    /// <summary>With a member of its own besides the message; <paramref name="finish"/> gets a reader of the body's members.</summary>
    internal ServiceErrors With<T>(string code, MakeException make, Action<T, Func<string, string>> finish) where T : AmazonServiceException
    {
        _byCode.Add(code, (error, member) =>
        {
            var made = (T)Make(make, error);
            finish(made, member);
            return made;
        });
        return this;
    }

    internal AmazonServiceException Create(string code, ErrorResponse error, Func<string, string> member) =>
        code is not null && _byCode.TryGetValue(code, out var make)
            ? make(error, member)
            : Make(otherwise, error);

    static AmazonServiceException Make(MakeException make, ErrorResponse error) =>
        make(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);
}
