namespace Gatehouse.Host.Kerberos;

/// <summary>Where this host's Kerberos credentials are, and whom it authenticates to.</summary>
public sealed record KerberosOptions
{
    /// <summary>The name a peer shall ask a ticket for, host/fqdn or machine$@REALM.</summary>
    public required string LocalName { get; init; }

    /// <summary>Keytab of this host, for both roles; null for the library's own default.</summary>
    public string? Keytab { get; init; }

    /// <summary>Whether tickets are fetched by the keytab too; false for a user, who has nothing but the cache.</summary>
    public bool InitiatesByKeytab { get; init; } = true;

    /// <summary>Cache for tickets; null for the library's own default. "MEMORY:name" keeps them in this process.</summary>
    public string? CredentialCache { get; init; }

    /// <summary>The principal to begin as; null for what the keytab or cache has.</summary>
    public string? ClientPrincipal { get; init; }

    /// <summary>For which names a responder may make this host fetch a ticket.</summary>
    public PrincipalRule PeerNames { get; init; } = PrincipalRule.Hosts;
}
