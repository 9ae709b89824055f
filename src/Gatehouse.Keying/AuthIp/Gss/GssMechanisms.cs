using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;

namespace Gatehouse.Keying.AuthIp.Gss;

/// <summary>Several mechanisms as one: each method goes to the first that supports it.</summary>
/// <param name="mechanisms">In order.</param>
public sealed class GssMechanisms(params IReadOnlyList<IGssMechanisms> mechanisms) : IGssMechanisms
{
    /// <inheritdoc/>
    public bool Supports(AuthIpMethod method) => mechanisms.Any(mechanism => mechanism.Supports(method));

    /// <inheritdoc/>
    public string? LocalName(AddressPair addresses) => mechanisms.Select(mechanism => mechanism.LocalName(addresses)).FirstOrDefault(name => name is not null);

    /// <inheritdoc/>
    public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) => Of(method).Initiate(method, peerName, addresses);

    /// <inheritdoc/>
    public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => Of(method).Accept(method, addresses);

    private IGssMechanisms Of(AuthIpMethod method) => mechanisms.First(mechanism => mechanism.Supports(method));
}
