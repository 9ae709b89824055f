using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>What a callout's decision means for a packet.</summary>
internal static class CalloutOutcome
{
    /// <summary>The outcome; null when the callout declines and the next filter decides.</summary>
    public static ClassifyResult? Of(CalloutDecision decision, CompiledFilter filter, ulong rawContext)
    {
        if (decision == CalloutDecision.Continue)
            return null;
        var (action, reason) = Meaning(decision);
        var startsNothing = action == ClassifyAction.DiscoverQuietly
            || (action is ClassifyAction.Protect or ClassifyAction.Discover && (filter.Filter.Flags & FwpmFilterFlags.IpsecNoAcquireInitiate) != 0);
        return new ClassifyResult(action, reason, filter.Id, rawContext, filter.Narrowed, startsNothing);
    }

    private static (ClassifyAction Action, VerdictReason Reason) Meaning(CalloutDecision decision) => decision switch
    {
        CalloutDecision.PermitNotProtectable => (ClassifyAction.Permit, VerdictReason.NotProtectable),
        CalloutDecision.PermitProtected => (ClassifyAction.Permit, VerdictReason.Opened),
        CalloutDecision.PermitKeying => (ClassifyAction.Permit, VerdictReason.KeyingExemption),
        CalloutDecision.PermitUnchecked => (ClassifyAction.Permit, VerdictReason.PermitFilter),
        CalloutDecision.PermitClear => (ClassifyAction.Permit, VerdictReason.ClearTolerated),
        CalloutDecision.PermitInGrace => (ClassifyAction.Permit, VerdictReason.ClearInGrace),
        CalloutDecision.Protect => (ClassifyAction.Protect, VerdictReason.Sealed),
        CalloutDecision.Discover => (ClassifyAction.Discover, VerdictReason.ClearDiscovery),
        CalloutDecision.DiscoverQuietly => (ClassifyAction.DiscoverQuietly, VerdictReason.ClearDiscovery),
        CalloutDecision.BlockDowngrade => (ClassifyAction.Block, VerdictReason.ClearTextOfSecuredFlow),
        CalloutDecision.BlockConnection => (ClassifyAction.Block, VerdictReason.ConnectionNotSecured),
        CalloutDecision.BlockSilently => (ClassifyAction.Block, VerdictReason.BlockFilter),
        _ => (ClassifyAction.Block, VerdictReason.ClearTextInbound),
    };
}
