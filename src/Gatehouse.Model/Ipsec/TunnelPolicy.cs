using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Model.Ipsec;

/// <summary>IPSEC_TUNNEL_POLICY: what a keying module may negotiate for tunnel mode. Gatehouse enforces none; the engine keeps it for Windows.</summary>
/// <param name="Proposals">Ordered by preference, at least one.</param>
/// <param name="Flags">IPSEC_POLICY_FLAG_*.</param>
/// <param name="LocalEndpoint">This gateway's address; of the same family as <paramref name="RemoteEndpoint"/>.</param>
/// <param name="RemoteEndpoint">The other gateway's address.</param>
/// <param name="SaIdleTimeout">Idle deletion.</param>
/// <param name="ExtendedMode">AuthIP only, else null.</param>
public sealed record TunnelPolicy(
    ImmutableArray<QuickModeProposal> Proposals,
    IpsecPolicyFlags Flags,
    IpAddr LocalEndpoint,
    IpAddr RemoteEndpoint,
    SaIdleTimeout SaIdleTimeout,
    ExtendedModePolicy? ExtendedMode = null);
