using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Host.Tls;

/// <summary>
/// Where this host's certificate is, and which certificates of peers it accepts. Files are read at each negotiation, so a renewed certificate serves
/// at once.
/// </summary>
public sealed record TlsOptions
{
    /// <summary>PEM file: this host's certificate, then the intermediates that lead to its root.</summary>
    public required string Certificate { get; init; }

    /// <summary>PEM file of the private key, without passphrase.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>PEM file of the roots; null for those the machine trusts.</summary>
    public string? Roots { get; init; }

    /// <summary>PEM file with a revocation list of every authority; null where revocation is not checked.</summary>
    public string? RevocationLists { get; init; }

    /// <summary>Distinguished names of the roots a peer's certificate must lead to, as policy says; none for any trusted root.</summary>
    public Func<AddressPair, ImmutableArray<string>> TrustedRoots { get; init; } = _ => [];

    /// <summary>What enters AuthIP's key derivation.</summary>
    public TlsSecret Secret { get; init; } = TlsSecret.MasterSecret;
}
