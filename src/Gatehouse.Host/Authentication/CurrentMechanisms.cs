using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Authentication;

/// <summary>
/// The mechanisms of whichever policy is in force. Exchanged on the node's thread, which is also the one that asks; an attempt that began under the one
/// before goes on with its credentials.
/// </summary>
public sealed class CurrentMechanisms(IGssMechanisms first) : IGssMechanisms
{
    /// <summary>The mechanisms in force.</summary>
    public IGssMechanisms Current { get; set; } = first;

    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => Current.Supports(method);

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => Current.LocalName(addresses);

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) => Current.Initiate(method, peerName, addresses);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => Current.Accept(method, addresses);
}
