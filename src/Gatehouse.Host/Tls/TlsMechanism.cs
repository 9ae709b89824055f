using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Tls;

/// <summary>
/// Certificates for AuthIP: its tokens are the flights of a TLS handshake of both ends, the initiator of the main mode being the client ([MS-AIPS]
/// 2.2.3.1). Both must have a certificate. No connection follows; what counts is who the peer is and the secret of the handshake.
/// </summary>
/// <param name="options">Certificates and roots.</param>
public sealed class TlsMechanism(TlsOptions options) : IGssMechanisms
{
    /// <summary>Why certificates cannot be used on this machine; null when they can.</summary>
    public static string? Missing => LibSsl.Find() is null ? "libssl.so.3 was not found; install OpenSSL 3 (Debian package libssl3)." : null;

    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Tls;

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => null;

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) => Begin(addresses, isClient: true);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => Begin(addresses, isClient: false);

    private IGssContext Begin(AddressPair addresses, bool isClient) => LibSsl.Find() is { } library
        ? new TlsContext(library, options, options.TrustedRoots(addresses), isClient)
        : new FailedContext(WindowsError.NoCert, Missing!);
}
