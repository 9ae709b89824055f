using System.Collections.Immutable;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Scenarios.Document;

/// <summary>One keying module of a policy: how it authenticates, and what it may negotiate in main and quick mode.</summary>
public sealed record ModuleSection
{
    /// <summary>IKE or AuthIP.</summary>
    public required KeyingModule Module { get; init; }

    /// <summary>Authentication methods in order of preference; at least one.</summary>
    public required ImmutableArray<AuthenticationMethod> Authentication { get; init; }

    /// <summary>Where the pre-shared key is; null unless a method is <see cref="AuthenticationMethodType.PresharedKey"/>.</summary>
    public SecretSource? PresharedKey { get; init; }

    /// <summary>Main-mode offers in order of preference; at least one.</summary>
    public required ImmutableArray<MainModeProposal> MainMode { get; init; }

    /// <summary>Quick-mode offers in order of preference; at least one.</summary>
    public required ImmutableArray<QuickModeProposal> QuickMode { get; init; }

    /// <summary>Idle deletion of quick-mode SAs.</summary>
    public required SaIdleTimeout IdleTimeout { get; init; }

    /// <summary>Seconds a new SA tolerates stragglers in clear; 0 except in negotiation discovery.</summary>
    public required uint AllowClearSeconds { get; init; }

    /// <summary>AuthIP's extended mode; null when it has none, always null for IKE.</summary>
    public ExtendedModePolicy? ExtendedMode { get; init; }

    /// <summary>What shows on the wire and no public text settles; of AuthIP, and of the host that runs the policy: no WFP object has a place for it.</summary>
    public AuthIpWireProfile WireProfile { get; init; } = AuthIpWireProfile.Windows2008R2;

    /// <summary>This host's Kerberos credentials; of AuthIP, and of the host that runs the policy.</summary>
    public KerberosSection Kerberos { get; init; } = KerberosSection.Default;

    /// <summary>This host's certificate; of AuthIP, and of the host that runs the policy. Null when the policy does not say it.</summary>
    public CertificateSection? Certificate { get; init; }

    /// <summary>This host's NTLM credentials; of AuthIP, and of the host that runs the policy. Null for the library's defaults.</summary>
    public NtlmSection? Ntlm { get; init; }
}
