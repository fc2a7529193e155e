using System.Text;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

public sealed class ClusterTests
{
    const string OpenSearch = """{"version":{"number":"2.19.1","distribution":"opensearch"},"tagline":"The OpenSearch Project: https://opensearch.org/"}""";

    static string Elasticsearch(string version) => $$"""{"cluster_uuid":"_na_","version":{"number":"{{version}}"},"tagline":"You Know, for Search"}""";

    static Cluster Read(string body) => ClusterProbe.Read("application/json", Encoding.UTF8.GetBytes(body), "host");

    [Theory]
    [InlineData("6.8.23", "_doc", false), InlineData("7.7.1", null, false), InlineData("7.10.2", null, true), InlineData("8.15.0", null, true), InlineData("9.1.0", null, true)]
    public void Elasticsearch_is_known_by_its_version(string version, string? type, bool composable)
    {
        var cluster = Read(Elasticsearch(version));
        Assert.Equal((ClusterKind.Elasticsearch, composable), (cluster.Kind, cluster.HasComposableTemplates));
        Assert.Equal(new BulkDialect("create", type, true), cluster.Dialect("create", "_doc", true));
    }

    [Theory]
    [InlineData(OpenSearch), InlineData("""{"version":{"number":"1.3.2"},"tagline":"The OpenSearch Project: https://opensearch.org/"}""")]
    public void OpenSearch_is_known_by_its_name_and_has_no_types(string body)
    {
        var cluster = Read(body);
        Assert.Equal((ClusterKind.OpenSearch, false, true), (cluster.Kind, cluster.HasTypes, cluster.HasComposableTemplates));
    }

    [Theory]
    [InlineData("<html>Welcome to nginx!</html>"), InlineData(""), InlineData("{}"), InlineData("[1]"), InlineData("""{"version":{"number":"x"}}""")]
    public void What_is_no_cluster_is_told_so_and_what_to_check(string body) =>
        Assert.Contains("ELASTICSEARCH_URL", Assert.Throws<ClusterException>(() => Read(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void Elasticsearch_5_is_too_old() => Assert.Contains("oldest", Assert.Throws<ClusterException>(() => Read(Elasticsearch("5.6.16"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_cluster_that_elects_its_master_is_waited_for()
    {
        using var server = new LoopbackServer(asked => asked.Number < 4 ? new(503, """{"error":{"type":"master_not_discovered_exception","reason":null},"status":503}""") : Answer.Ok(OpenSearch));
        using var target = await Some.ConnectAsync(server.Url);
        Assert.Equal("OpenSearch 2.19.1", target.Cluster.ToString());
    }

    [Fact]
    public async Task A_cluster_that_stays_red_fails_the_invocation_with_its_reason_and_may_be_tried_again()
    {
        using var server = new LoopbackServer(_ => new(503, """{"error":{"type":"master_not_discovered_exception","reason":null},"status":503}"""));
        var failure = await Assert.ThrowsAsync<ClusterException>(() => Some.ConnectAsync(server.Url, new RetryBudget(3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1))));
        Assert.Contains("master_not_discovered_exception", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Passes);
    }

    [Theory]
    [InlineData(401, "SECRET"), InlineData(403, "es:ESHttpGet"), InlineData(404, "ELASTICSEARCH_URL"), InlineData(301, "ELASTICSEARCH_URL")]
    public async Task A_cluster_that_does_not_let_us_in_is_asked_once(int status, string advice)
    {
        using var server = new LoopbackServer(_ => new(status, "{}", Headers: ("Location", "https://b.example/")));
        Assert.Contains(advice, (await Assert.ThrowsAsync<ClusterException>(() => Some.ConnectAsync(server.Url))).Message, StringComparison.Ordinal);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task Serverless_is_not_asked_who_it_is_and_its_replies_are_not_filtered()
    {
        using var server = new LoopbackServer(asked => Answer.Created(asked));
        using var target = await Some.ConnectAsync(server.Url, set: [("CLUSTER", "opensearch-serverless"), ("DOCUMENT_IDS", "false")]);
        Assert.Equal(new BulkDialect("create", null, false), target.Dialect);
        using var pipeline = target.Pipeline(null, CancellationToken.None);
        var body = await pipeline.RentAsync();
        Some.Fill(body, Some.Documents(2));
        pipeline.Send(body);
        Assert.True((await pipeline.FinishAsync(CancellationToken.None)).IsComplete);
        Assert.Equal("/_bulk", Assert.Single(server.Asked).Path);
        Assert.Equal("""{"create":{"_index":"logs"}}""", server.Asked[0].Lines()[0].Replace("\",\"_id", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("basic", """{"username":"u","password":"p:ä"}""", "Basic dTpwOsOk")]
    [InlineData("api-key", """{"api_key":"abc=="}""", "ApiKey abc==")]
    [InlineData("api-key", """{"id":"i","api_key":"k"}""", "ApiKey aTpr")]
    [InlineData("api-key", " abc==\n", "ApiKey abc==")]
    public async Task A_secret_becomes_a_header(string auth, string secret, string header)
    {
        using var server = new LoopbackServer(_ => Answer.Ok(OpenSearch));
        using var target = await DeliveryTarget.ConnectAsync(Some.Settings(server.Url, ("AUTH", auth), ("SECRET", "arn:aws:secretsmanager:eu-west-1:1:secret:x")),
            Some.Secrets(secret), Telemetry.None, TimeProvider.System, Some.Quick, CancellationToken.None);
        Assert.Equal(header, Assert.Single(server.Asked).Headers["authorization"]);
    }

    [Theory]
    [InlineData("""{"user":"hush"}"""), InlineData("hush"), InlineData("""{"username":"a","password":"hush"""), InlineData("[\"hush\"]")]
    public async Task A_secret_of_another_shape_is_an_error_that_does_not_show_it(string secret)
    {
        var credential = ClusterCredential.Secret(AuthKind.Basic, _ => Task.FromResult(secret));
        using var request = new HttpRequestMessage();
        var failure = await Assert.ThrowsAsync<ClusterException>(() => credential.AuthorizeAsync(request, default, CancellationToken.None).AsTask());
        Assert.DoesNotContain("hush", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("username", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_may_not_be_read_is_an_error_that_says_which_right_is_missing()
    {
        var failure = await Assert.ThrowsAsync<SecretException>(() => Some.Secrets("").ReadAsync("arn:aws:secretsmanager:eu-west-1:1:secret:x", CancellationToken.None));
        Assert.Contains("secretsmanager:GetSecretValue", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_was_rotated_is_read_again_and_the_body_goes_through()
    {
        var reads = 0;
        var credential = ClusterCredential.Secret(AuthKind.ApiKey, _ => Task.FromResult(++reads == 1 ? "old" : "new"));
        using var server = new LoopbackServer(asked => asked.Headers["authorization"] == "ApiKey new" ? Answer.Created(asked) : new(401, "{}"));
        using var sender = new BulkSender(Some.Client(server.Url, credential), Some.OpenSearch, Some.Settings(server.Url), TimeProvider.System, Some.Quick);
        Assert.Equal(5, (await sender.SendAsync(Some.Body(Some.Documents(5)), CancellationToken.None)).Delivered);
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_certificate_setting_without_a_certificate_says_what_it_takes()
    {
        var failure = await Assert.ThrowsAsync<ClusterException>(() => Some.ConnectAsync("https://127.0.0.1:9", set: ("CA_CERTIFICATE", "-----BEGIN NONSENSE-----")));
        Assert.Contains("CA_CERTIFICATE", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_a_private_authority_is_trusted_only_when_the_authority_is_set()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.ServerCertificate();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        var url = $"https://localhost:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}";

        var patience = new RetryBudget(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        var refused = await Assert.ThrowsAsync<ClusterException>(() => Some.ConnectAsync(url, patience));
        Assert.Contains("CA_CERTIFICATE", refused.Message, StringComparison.Ordinal);
        using var target = await Some.ConnectAsync(url, patience, set: ("CA_CERTIFICATE", authority.Pem));
        Assert.Equal(ClusterKind.OpenSearch, target.Cluster.Kind);
        listener.Stop();
        await serving;

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    try
                    {
                        // Inside: its end writes to the connection too, which a client that refuses has closed.
                        await using var tls = new System.Net.Security.SslStream(client.GetStream());
                        await tls.AuthenticateAsServerAsync(certificate);
                        if (await tls.ReadAsync(new byte[4096]) > 0) await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {OpenSearch.Length}\r\n\r\n{OpenSearch}"));
                    }
                    catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // Refused, as the first should be.
                    }
                }
            }
            catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }

    [Theory]
    [InlineData("opensearch", "/_plugins/_ism/policies/sluice-waf", "/_index_template/sluice-waf?create=true")]
    [InlineData("elasticsearch", "/_ilm/policy/sluice-waf", "/_index_template/sluice-waf?create=true")]
    [InlineData("elasticsearch6", "/_ilm/policy/sluice-waf", "/_template/sluice-waf?create=true")]
    public async Task Policies_and_templates_are_put_where_they_belong_once_and_only_where_they_are_missing(string cluster, string policy, string template)
    {
        using var server = new LoopbackServer(asked => asked.Method == "GET" ? new(404, "{}") : Answer.Ok("{}"));
        using var target = await Some.ConnectAsync(server.Url, set: [("CLUSTER", cluster), ("RETENTION_DAYS", "90")]);
        for (var i = 0; i < 2; i++) await target.Templates.InstallAsync("waf", "aws-waf-*", CancellationToken.None);
        var puts = server.Asked.Where(asked => asked.Method == "PUT").ToArray();
        Assert.Equal([policy, template], puts.Select(put => put.Path));
        Assert.Contains("\"90d\"", Encoding.UTF8.GetString(puts[0].Body), StringComparison.Ordinal);
        Assert.Equal(cluster != "opensearch", Encoding.UTF8.GetString(puts[1].Body).Contains("\"index.lifecycle.name\":\"sluice-waf\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_that_are_loaded_at_once_wait_for_the_template_that_one_of_them_installs()
    {
        var isThere = false;
        using var server = new LoopbackServer(asked =>
        {
            if (asked.Method == "GET") return new(404, "{}");
            SpinWait.SpinUntil(() => false, 200);      // a cluster that is in no hurry
            isThere = true;
            return Answer.Ok("{}");
        });
        using var target = await Some.ConnectAsync(server.Url, set: [("CLUSTER", "opensearch")]);

        var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await target.Templates.InstallAsync("waf", "aws-waf-*", CancellationToken.None);
            return isThere;
        }));

        Assert.All(seen, Assert.True);
        Assert.Single(server.Asked, asked => asked.Method == "PUT");
    }

    [Fact]
    public async Task Nothing_is_installed_that_is_there_or_that_is_not_wanted_or_not_known()
    {
        using var server = new LoopbackServer(_ => Answer.Ok("{}"));
        using var wanted = await Some.ConnectAsync(server.Url, set: [("CLUSTER", "opensearch"), ("RETENTION_DAYS", "90")]);
        await wanted.Templates.InstallAsync("waf", "aws-waf-*", CancellationToken.None);
        await wanted.Templates.InstallAsync("nginx", "nginx-*", CancellationToken.None);
        using var unwanted = await Some.ConnectAsync(server.Url, set: [("CLUSTER", "opensearch"), ("INSTALL_TEMPLATES", "false")]);
        await unwanted.Templates.InstallAsync("waf", "aws-waf-*", CancellationToken.None);
        Assert.Equal(["GET", "GET"], server.Asked.Select(asked => asked.Method));
    }
}
