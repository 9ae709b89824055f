using Gatehouse.Model.Wfp;

namespace Gatehouse.Oracles.Filtering;

/// <summary>The built-in callouts that have code behind them, from the reference (4.1, 4.2, 8.3, 10 #16 and #35).</summary>
internal static class SlowCallouts
{
    public static string Decide(FwpmCallout callout, ulong context, SlowFacts facts)
    {
        var name = FwpmCallouts.Info(callout).Name;
        var cannotBeProtected = facts.Loopback || facts.GroupDestination;
        if (name.StartsWith("FWPM_CALLOUT_IPSEC_OUTBOUND_TRANSPORT", StringComparison.Ordinal))
        {
            if (cannotBeProtected)
                return "permit";
            if ((context & 0x2) != 0)
                return "discover-quietly";
            return (context & 0x1) != 0 ? "discover" : "protect";
        }

        if (name.StartsWith("FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT", StringComparison.Ordinal))
        {
            if (facts.ArrivedProtected || cannotBeProtected || (context & 0x1) != 0)
                return "permit";
            var isTolerated = (context & 0x2) != 0 && (!facts.FlowSecured || facts.InGrace);
            return isTolerated ? "permit" : "block";
        }

        if (name.StartsWith("FWPM_CALLOUT_IPSEC_INBOUND_INITIATE_SECURE", StringComparison.Ordinal))
            return facts.ArrivedProtected || cannotBeProtected ? "permit" : "block";
        if (name.StartsWith("FWPM_CALLOUT_IPSEC_ALE_CONNECT", StringComparison.Ordinal))
            return "permit";
        if (name.EndsWith("SILENT_DROP", StringComparison.Ordinal))
            return "block";
        if (name.StartsWith("GATEHOUSE_CALLOUT_KEYING_SOCKET", StringComparison.Ordinal))
            return facts.KeyingMark ? "permit" : "continue";
        return "block";
    }

    /// <summary>Whether a packet of the filter's that finds no SA starts a negotiation (10 #18, and SUPPRESS_NEGOTIATION by its name).</summary>
    public static bool StartsNothing(FwpmFilter filter, string word) =>
        word == "discover-quietly" || (((int)filter.Flags & 0x800) != 0 && (word == "protect" || word == "discover"));
}
