using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Tests;

/// <summary>An authority of a test's own, and a certificate of it for the name localhost; both last for a day.</summary>
sealed class TestAuthority : IDisposable
{
    readonly RSA _key = RSA.Create(2048);
    readonly RSA _serverKey = RSA.Create(2048);
    readonly X509Certificate2 _authority;
    readonly X509Certificate2 _server;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=ours", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        _authority = request.CreateSelfSigned(from, to);
        var server = new CertificateRequest("CN=localhost", _serverKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        server.CertificateExtensions.Add(names.Build());
        _server = server.Create(_authority, from, to, [1, 2, 3, 4]);
    }

    /// <summary>What clients trust.</summary>
    public string Pem => _authority.ExportCertificatePem();

    /// <summary>The server's certificate.</summary>
    public string ServerPem => _server.ExportCertificatePem();

    /// <summary>The server's key.</summary>
    public string ServerKeyPem => _serverKey.ExportPkcs8PrivateKeyPem();

    /// <summary>The server's certificate with its key, as a server of .NET takes it.</summary>
    public X509Certificate2 ServerCertificate()
    {
        using var withKey = _server.CopyWithPrivateKey(_serverKey);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        _server.Dispose();
        _authority.Dispose();
        _serverKey.Dispose();
        _key.Dispose();
    }
}
