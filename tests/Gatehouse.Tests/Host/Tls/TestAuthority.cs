using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Host.Tls;

namespace Gatehouse.Tests.Host.Tls;

/// <summary>A certificate authority of a test, with an intermediate, and files as hosts have them.</summary>
internal sealed class TestAuthority : IDisposable
{
    public const string Name = "CN=Lab root, O=Example";
    private readonly TemporaryDirectory _directory;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuer;
    private readonly string _prefix;
    private int _serial = 2;

    public TestAuthority(TemporaryDirectory directory, string name = Name, string prefix = "lab")
    {
        (_directory, _prefix) = (directory, prefix);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _root = Authority(name, rootKey).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(20));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = Authority("CN=Lab hosts, O=Example", key).Create(_root, DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(10), [1]);
        _issuer = issuer.CopyWithPrivateKey(key);
        Roots = Write("roots.pem", _root.ExportCertificatePem());
    }

    /// <summary>The file of the root.</summary>
    public string Roots { get; }

    /// <summary>A host's certificate and key in files, and options that use them.</summary>
    public TlsOptions Host(string name, int validDays = 5, bool withRsa = false, string? usage = null)
    {
        using AsymmetricAlgorithm key = withRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var notBefore = DateTimeOffset.UtcNow.AddDays(-1);
        using var certificate = request.Create(
            _issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(_issuer.GetECDsaPrivateKey()!), notBefore, notBefore.AddDays(validDays),
            [(byte)_serial++]);
        return new TlsOptions
        {
            Certificate = Write($"{name}.pem", $"{certificate.ExportCertificatePem()}\n{_issuer.ExportCertificatePem()}"),
            PrivateKey = Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()),
            Roots = Roots,
        };
    }

    /// <summary>Revocation lists of both authorities that revoke these serial numbers of hosts.</summary>
    public string Revoke(params byte[] serials)
    {
        var hosts = new CertificateRevocationListBuilder();
        foreach (var serial in serials)
            hosts.AddEntry([serial]);
        return Write("revoked.pem", $"{Sign(new CertificateRevocationListBuilder(), _root)}\n{Sign(hosts, _issuer)}");
    }

    public void Dispose()
    {
        _root.Dispose();
        _issuer.Dispose();
    }

    private static string Sign(CertificateRevocationListBuilder builder, X509Certificate2 issuer) => PemEncoding.WriteString(
        "X509 CRL", builder.Build(issuer, 1, DateTimeOffset.UtcNow.AddDays(5), HashAlgorithmName.SHA256));

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private string Write(string name, string text)
    {
        var path = _directory.File($"{_prefix}-{name}");
        File.WriteAllText(path, text);
        return path;
    }
}
