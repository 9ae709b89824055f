using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>
/// What of a layer's answer the packet path acts on. Two answers with equal outcomes send every packet the same way, whatever filter gave them.
/// </summary>
/// <param name="Action">What to do.</param>
/// <param name="Passes">The packet passes whatever its flow has been through: keying, or what cannot be protected.</param>
/// <param name="Narrowed">What an SA for it covers, where one is wanted.</param>
/// <param name="RawContext">What an ALE layer asks of the connection.</param>
internal readonly record struct Outcome(ClassifyAction Action, VerdictReason? Passes, NarrowedFields Narrowed, ulong RawContext)
{
    private const int Situations = 64;

    public static Outcome Of(FwpmLayer layer, in ClassifyResult result)
    {
        var asks = layer is FwpmLayer.AleAuthConnectV4 or FwpmLayer.AleAuthConnectV6 or FwpmLayer.AleAuthRecvAcceptV4 or FwpmLayer.AleAuthRecvAcceptV6;
        return new Outcome(
            result.Action,
            result.Action == ClassifyAction.Permit && result.Reason is VerdictReason.NotProtectable or VerdictReason.KeyingExemption ? result.Reason : null,
            result.Action is ClassifyAction.Permit or ClassifyAction.Block ? NarrowedFields.None : result.Narrowed,
            asks && result.Action == ClassifyAction.Permit ? result.RawContext : 0);
    }

    /// <summary>Every situation a callout can be in.</summary>
    public static IEnumerable<CalloutFacts> AllFacts()
    {
        for (var bits = 0; bits < Situations; bits++)
        {
            yield return new CalloutFacts(
                (bits & 32) != 0, (bits & 16) != 0, (bits & 1) != 0, (bits & 8) != 0, (bits & 2) != 0, (bits & 4) != 0);
        }
    }
}
