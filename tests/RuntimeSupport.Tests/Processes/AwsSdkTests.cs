using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>
/// What AWSSDK.Core does in a function by itself, so that none of ours has to: the trace id of the event goes with each call,
/// and credentials come from where Lambda puts them.
/// </summary>
public class AwsSdkTests
{
    static readonly (string, string)[] Common =
        [("AWS_REGION", "eu-west-1"), ("AWS_EC2_METADATA_DISABLED", "true"), ("HOME", TestFunctionProcess.Folder)];

    [Fact]
    public async Task The_trace_id_of_the_event_goes_with_a_call_of_the_sdk()
    {
        await using var s3 = await Service.StartAsync();
        await using var function = TestFunctionProcess.Create(environment: [.. Common, ("AWS_ENDPOINT_URL", s3.Url), ("AWS_ACCESS_KEY_ID", "AKIDFROMENV"), ("AWS_SECRET_ACCESS_KEY", "secret")]);

        for (var i = 0; i < 2; i++)
        {
            var about = await function.AboutAsync("s3");
            Assert.Equal(about.GetProperty("environment").GetProperty("_X_AMZN_TRACE_ID").GetString(), s3.Requests.Last()["X-Amzn-Trace-Id"]);
        }

        Assert.Equal(2, s3.Requests.Select(headers => headers["X-Amzn-Trace-Id"]).Distinct().Count());
    }

    [Fact]
    public async Task Credentials_are_taken_from_the_environment()
    {
        await using var s3 = await Service.StartAsync();
        await using var function = TestFunctionProcess.Create(environment: [.. Common, ("AWS_ENDPOINT_URL", s3.Url), ("AWS_ACCESS_KEY_ID", "AKIDFROMENV"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_SESSION_TOKEN", "token-from-env")]);

        await function.AboutAsync("s3");

        Assert.Contains("Credential=AKIDFROMENV/", s3.Requests.Single()["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token-from-env", s3.Requests.Single()["X-Amz-Security-Token"]);
    }

    [Fact]
    public async Task Credentials_are_taken_from_the_container_address_as_with_snap_start()
    {
        await using var s3 = await Service.StartAsync();
        await using var credentials = await Service.StartAsync(headers => headers["Authorization"] == "the-token"
            ? """{"AccessKeyId":"AKIDFROMCONTAINER","SecretAccessKey":"secret","Token":"token-from-container","Expiration":"2099-01-01T00:00:00Z"}"""
            : throw new InvalidOperationException("unauthorized"));
        await using var function = TestFunctionProcess.Create(environment:
            [.. Common, ("AWS_ENDPOINT_URL", s3.Url), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.Url + "/2021-04-23/credentials"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "the-token")]);

        await function.AboutAsync("s3");

        Assert.NotEmpty(credentials.Requests);
        Assert.Contains("Credential=AKIDFROMCONTAINER/", s3.Requests.Single()["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token-from-container", s3.Requests.Single()["X-Amz-Security-Token"]);
    }

    /// <summary>Notes the headers of each request and answers 200.</summary>
    sealed class Service : IAsyncDisposable
    {
        KestrelListener _listener = null!;

        public ConcurrentQueue<Dictionary<string, string>> Requests { get; } = [];

        public string Url => $"http://{_listener.HostAndPort}";

        public static async Task<Service> StartAsync(Func<Dictionary<string, string>, string>? answer = null)
        {
            var service = new Service();
            service._listener = await KestrelListener.StartAsync(async context =>
            {
                var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
                service.Requests.Enqueue(headers);
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Response.Headers.ETag = "\"d41d8cd98f00b204e9800998ecf8427e\"";
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(answer?.Invoke(headers) ?? "");
            });
            return service;
        }

        public ValueTask DisposeAsync() => _listener.DisposeAsync();
    }
}
