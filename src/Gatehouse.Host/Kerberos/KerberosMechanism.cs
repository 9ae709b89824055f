using Gatehouse.Base;
using Gatehouse.Host.Gss;
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
    public static string? Missing => GssLibrary.Find() is null ? GssLibrary.Missing : null;

    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Kerberos;

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => options.LocalName;

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) =>
        GssLibrary.Find() is not { } library ? new FailedContext(WindowsError.KerberosError, Missing!)
        : peerName is null ? new FailedContext(WindowsError.KerberosError, "the peer did not say which principal it is")
        : !options.PeerNames.Allows(peerName) ? new FailedContext(WindowsError.KerberosError, $"the policy does not allow tickets for {peerName}")
        : new GssContext(library, GssRecipe.Kerberos, new GssCredentials(peerName, options.ClientPrincipal, Store(true)));

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) =>
        GssLibrary.Find() is { } library
        ? new GssContext(library, GssRecipe.Kerberos, new GssCredentials(null, null, Store(false)))
        : new FailedContext(WindowsError.KerberosError, Missing!);

    private (string Key, string Value)[] Store(bool begins)
    {
        (string Key, string? Value)[] store = begins
            ? [("client_keytab", options.InitiatesByKeytab ? options.Keytab : null), ("ccache", options.CredentialCache)]
            : [("keytab", options.Keytab)];
        return [.. store.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!))];
    }
}
