using System.Net;
using System.Security.Cryptography.X509Certificates;
using Sluice.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

public class GuardTests
{
    [Theory]
    [InlineData("http://hooks.example.com/x", "its URL is http: notices go over https alone")]
    [InlineData("ftp://hooks.example.com/x", "its URL is not https")]
    [InlineData("https://user:password@hooks.example.com/x", "its URL holds a user name or a password")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "169.254.169.254 is an address of instance metadata")]
    [InlineData("https://169.254.170.2/v2/credentials", "169.254.170.2 is an address of instance metadata")]
    [InlineData("https://[fd00:ec2::254]/latest/", "fd00:ec2::254 is an address of instance metadata")]
    [InlineData("https://[fe80::1]/", "fe80::1 is an address of instance metadata or of the local link")]
    [InlineData("https://[::ffff:169.254.169.254]/", "169.254.169.254 is an address of instance metadata")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/", "169.254.169.254 is an address of instance metadata")]
    [InlineData("https://2852039166/latest/", "169.254.169.254 is an address of instance metadata")]
    [InlineData("https://0.0.0.0/", "0.0.0.0 is no address of a server")]
    [InlineData("https://224.0.0.1/", "224.0.0.1 is no address of a server")]
    [InlineData("http://127.0.0.1:9001/2018-06-01/runtime/init/error", "its URL is that of Lambda's own runtime API")]
    public async Task Where_nothing_may_be_sent_nothing_is(string url, string problem)
    {
        await using var scene = await DeliveryScene.StartAsync();
        scene.Texts["/sluice/slack-url"] = url;

        var outcome = await scene.SendAsync(DestinationKind.Slack);

        Assert.Contains(" is not asked: " + problem, outcome.Reason, StringComparison.Ordinal);
        Assert.False(outcome.MayPass);
        Assert.DoesNotContain("password@", outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("latest", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false, "its name leads to loopback")]
    [InlineData("::1", false, "its name leads to loopback")]
    [InlineData("127.0.0.1", true, null)]
    [InlineData("10.1.2.3", false, null)]
    [InlineData("54.1.2.3", false, null)]
    [InlineData("2600:1f18::1", false, null)]
    public void Names_may_lead_to_servers_and_private_networks_but_not_to_the_function_itself(string address, bool isLoopbackAsked, string? problem) =>
        Assert.Equal(problem, AddressGuard.ProblemOf(IPAddress.Parse(address), isLoopbackAsked));

    [Fact]
    public async Task An_address_is_checked_where_the_connection_is_made_too()
    {
        // As a name would lead there: the URL's own check is passed over.
        using var http = new HttpSender(Connections.Create(1, TimeSpan.FromSeconds(5)), TimeSpan.FromSeconds(5), TimeProvider.System);

        var reply = await http.PostAsync(new Uri("http://169.254.169.254/latest/"), "application/json", [], [], default);

        Assert.Equal(("is not asked: 169.254.169.254 is an address of instance metadata or of the local link", false), (reply.Text, reply.MayPass));
    }

    [Fact]
    public async Task A_server_whose_authority_is_trusted_is_spoken_to_over_TLS()
    {
        using var authority = new TestAuthority();
        await using var scene = await DeliveryScene.StartAsync(authority.ServerCertificate());
        using var trusted = X509CertificateLoader.LoadCertificate(X509Certificate2.CreateFromPem(authority.Pem).RawData);
        scene.Authorities = [trusted];

        Assert.Equal(DeliveryOutcome.Done, await scene.SendAsync(DestinationKind.Slack));
    }

    [Fact]
    public async Task A_server_whose_authority_is_not_trusted_gets_nothing_and_is_not_asked_again()
    {
        using var authority = new TestAuthority();
        await using var scene = await DeliveryScene.StartAsync(authority.ServerCertificate());

        var outcome = await scene.SendAsync(DestinationKind.Slack);

        Assert.StartsWith("'slack' (slack, localhost) has a certificate that is not trusted, or no TLS:", outcome.Reason, StringComparison.Ordinal);
        Assert.False(outcome.Delivered || outcome.MayPass);
        Assert.Empty(scene.Server.Calls);
        Assert.Empty(scene.Time.Waits);
    }
}
