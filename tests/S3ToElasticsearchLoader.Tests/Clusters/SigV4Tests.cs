using System.Diagnostics;
using System.Text;
using Amazon.Runtime;

namespace Sluice.S3ToElasticsearchLoader.Tests;

public sealed class SigV4Tests
{
    static readonly ImmutableCredentials Keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);

    sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    static readonly DateTimeOffset Now = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    static HttpRequestMessage Signed(string method, string url, string body, ImmutableCredentials? keys = null, string service = "es")
    {
        var request = new HttpRequestMessage(new HttpMethod(method), url);
        new SigV4("us-east-1", service, new At(Now)).Sign(request, Encoding.UTF8.GetBytes(body), keys ?? Keys);
        return request;
    }

    static string Authorization(HttpRequestMessage request) => request.Headers.NonValidated["Authorization"].ToString();

    /// <summary>What botocore signs, the same headers.</summary>
    const string Botocore = """
        import sys
        from datetime import datetime, timezone
        import botocore.auth, botocore.awsrequest, botocore.credentials
        method, url, body, token, service = sys.argv[1:6]
        class Auth(botocore.auth.SigV4Auth):
            def headers_to_sign(self, request):
                headers = super().headers_to_sign(request)
                return headers
        now = datetime(2015, 8, 30, 12, 36, 0, tzinfo=timezone.utc)
        import datetime as module
        class Fixed(module.datetime):
            @classmethod
            def utcnow(cls): return now.replace(tzinfo=None)
            @classmethod
            def now(cls, tz=None): return now
        if hasattr(botocore.auth, 'datetime'): botocore.auth.datetime = type('m', (), {'datetime': Fixed}) if hasattr(botocore.auth.datetime, 'datetime') else Fixed
        if hasattr(botocore.auth, 'get_current_datetime'): botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now.replace(tzinfo=None)
        import hashlib
        request = botocore.awsrequest.AWSRequest(method=method, url=url, data=body.encode(), headers={'X-Amz-Content-SHA256': hashlib.sha256(body.encode()).hexdigest()})
        keys = botocore.credentials.Credentials('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', token or None)
        Auth(keys, service, 'us-east-1').add_auth(request)
        print(request.headers['Authorization'].replace(', ', ','))
        """;

    [SkippableTheory]
    [InlineData("GET", "https://search-x.us-east-1.es.amazonaws.com/", "", "", "es")]
    [InlineData("POST", "https://search-x.us-east-1.es.amazonaws.com/_bulk?filter_path=took%2Cerrors%2Citems.%2A.status", "{\"create\":{}}\n{\"a\":\"ü\"}\n", "", "es")]
    [InlineData("POST", "https://x.us-east-1.aoss.amazonaws.com/_bulk", "{}", "a/session+token==", "aoss")]
    [InlineData("PUT", "https://host:9200/a%20prefix/_index_template/sluice-waf?create=true&b=2&a=1&a-b=3&flag", "{}", "token", "es")]
    public async Task A_signature_is_the_one_that_botocore_makes(string method, string url, string body, string token, string service)
    {
        using var python = Start();
        Skip.If(python is null, "No python3 with botocore: skipped.");
        var expected = await python.StandardOutput.ReadToEndAsync();
        var problem = await python.StandardError.ReadToEndAsync();
        Skip.If(problem.Contains("No module named 'botocore'", StringComparison.Ordinal), "No python3 with botocore: skipped.");
        Assert.Equal("", problem);
        using var request = Signed(method, url, body, token.Length > 0 ? new("AKIDEXAMPLE", Keys.SecretKey, token) : null, service);
        Assert.Equal(expected.Trim(), Authorization(request).Replace(", ", ",", StringComparison.Ordinal));

        Process? Start()
        {
            try
            {
                return Process.Start(new ProcessStartInfo("python3", ["-c", Botocore, method, url, body, token, service]) { RedirectStandardOutput = true, RedirectStandardError = true });
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return null;
            }
        }
    }

    [Fact]
    public void A_signature_is_the_one_of_AWS_published_example()
    {
        // Amazon S3 API reference, "Signature calculations: example, GET bucket lifecycle": host, x-amz-content-sha256 and x-amz-date are signed.
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com/?lifecycle");
        var keys = new ImmutableCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
        new SigV4("us-east-1", "s3", new At(new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero))).Sign(request, default, keys);
        Assert.Equal("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", Authorization(request));
    }

    [Fact]
    public async Task What_is_signed_is_what_is_sent()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked));
        var credential = ClusterCredential.Signed(new SigV4("eu-west-1", "aoss", TimeProvider.System), () => Task.FromResult(new ImmutableCredentials("AKID", "secret", "token")));
        using var sender = new BulkSender(Some.Client(server.Url, credential), Some.OpenSearch, Some.Settings(server.Url), TimeProvider.System, Some.Quick);
        await sender.SendAsync(Some.Body(Some.Documents(3)), CancellationToken.None);
        var asked = Assert.Single(server.Bulks);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(asked.Body)), asked.Headers["x-amz-content-sha256"]);
        Assert.Equal("token", asked.Headers["x-amz-security-token"]);
        Assert.Equal(new Uri(server.Url).Authority, asked.Headers["host"]);
        Assert.Contains("?filter_path=took%2Cerrors%2Citems.%2A.status%2C", asked.Path, StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/aoss/aws4_request", asked.Headers["authorization"], StringComparison.Ordinal);
    }
}
