using System.Collections.Immutable;

namespace Gatehouse.Model.Ipsec;

/// <summary>IPSEC_KEYING_POLICY: which keying modules may be used for what a filter at IPSEC_KM_DEMUX matches.</summary>
/// <param name="Modules">The modules; no order, no duplicates (FWP_E_DUPLICATE_KEYMOD), at least one.</param>
/// <param name="TerminatingMatch">IPSEC_KEYING_POLICY_FLAG_TERMINATING_MATCH: no lighter filter is looked at (Windows 8).</param>
public sealed record KeyingPolicy(ImmutableArray<KeyingModule> Modules, bool TerminatingMatch = false);
