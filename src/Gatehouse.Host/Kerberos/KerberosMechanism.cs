using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Kerberos;

/// <summary>
/// Kerberos for AuthIP through MIT's GSS library. A step may ask the KDC, and waits for it for as long as krb5.conf says: the machine hands it out.
/// </summary>
/// <param name="options">Names and credentials.</param>
public sealed class KerberosMechanism(KerberosOptions options) : IGssMechanisms
{
    /// <summary>Why Kerberos cannot be used on this machine; null when it can.</summary>
    public static string? Missing => GssLibrary.Find() is null
        ? "libgssapi_krb5.so.2 was not found; install MIT Kerberos (Debian package libgssapi-krb5-2)."
        : null;

    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Kerberos;

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => options.LocalName;

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) =>
        GssLibrary.Find() is not { } library ? new FailedContext(Missing!)
        : peerName is null ? new FailedContext("the peer did not say which principal it is")
        : !options.PeerNames.Allows(peerName) ? new FailedContext($"the policy does not allow tickets for {peerName}")
        : new KerberosContext(library, options, peerName);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) =>
        GssLibrary.Find() is { } library ? new KerberosContext(library, options, null) : new FailedContext(Missing!);

    private sealed class FailedContext(string why) : IGssContext
    {
        public bool IsInstant => true;

        public string PeerName => throw new InvalidOperationException("not authenticated");

        public GssResult Step(ReadOnlySpan<byte> token) => GssResult.Failed(WindowsError.KerberosError, why);

        public SecretBytes ExportKey() => throw new InvalidOperationException("not authenticated");

        public void Dispose()
        {
        }
    }
}
