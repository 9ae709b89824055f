using System.Collections.Immutable;
using Gatehouse.Analysis.Check;
using Gatehouse.Analysis.Explain;
using Gatehouse.Analysis.Geometry;
using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>
/// Packets that two sets treat differently, found by the engine's own classify on one packet of every region that the filters of either set tell
/// apart.
/// </summary>
internal sealed class BehaviourDiff(FilterSnapshot before, FilterSnapshot after, NoSaBehavior onNoSaBefore, NoSaBehavior onNoSaAfter)
{
    /// <summary>Regions to look at, at one layer.</summary>
    private const int MaxPieces = 200_000;

    private const int MaxExamples = 100;

    private static readonly ImmutableArray<CalloutFacts> Facts = [.. Outcome.AllFacts()];

    private readonly HashSet<(FwpmLayer, ulong, ulong, Outcome, Outcome)> _told = [];

    private readonly HashSet<(FwpmLayer, KeyingModule, string, string)> _foundTold = [];

    public List<BehaviourChange> Changes { get; } = [];

    public bool IsExhaustive { get; private set; } = true;

    public int Examined { get; private set; }

    public void Run()
    {
        foreach (var layer in FwpmLayers.All)
        {
            if (IsLookup(layer.Layer) || !AreAlike(layer.Layer))
                Compare(layer.Layer);
        }
    }

    // At these layers keying asks for the policy of a module, and the content of contexts counts.
    private static bool IsLookup(FwpmLayer layer) => layer is FwpmLayer.IkeextV4 or FwpmLayer.IkeextV6 or FwpmLayer.IpsecV4 or FwpmLayer.IpsecV6;

    // The same filters in the same order decide the same.
    private bool AreAlike(FwpmLayer layer)
    {
        var left = before.AtLayer(layer);
        var right = after.AtLayer(layer);
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            var (one, other) = (left[i].Filter, right[i].Filter);
            if (!one.Conditions.SequenceEqual(other.Conditions) || one with { Key = other.Key, Name = other.Name, Conditions = other.Conditions } != other)
                return false;
        }

        return true;
    }

    private void Compare(FwpmLayer layer)
    {
        var objects = LayerMap.Objects(before.AtLayer(layer)).Concat(LayerMap.Objects(after.AtLayer(layer)));
        if (FieldSpace.Build(FwpmLayers.Info(layer).Family, objects) is not { } space)
        {
            // Flags tests on too many bits: no space, and so no corners either. Said, not passed over.
            IsExhaustive = false;
            return;
        }

        IsExhaustive &= space.IsExact;
        var (left, right) = (LayerMap.In(space, before, layer), LayerMap.In(space, after, layer));
        var budget = new Budget(MaxPieces);
        foreach (var region in Regions.Of(left, space.Everything, budget, IsLookup(layer)))
        {
            foreach (var part in Regions.Of(right, region.Packets, budget, IsLookup(layer)))
                Look(layer, space.Example(part.Packets));
        }

        if (!budget.IsSpent)
            return;
        IsExhaustive = false;
        foreach (var fields in Corners.Of(left).Concat(Corners.Of(right)))
            Look(layer, fields);
    }

    private void Look(FwpmLayer layer, ClassifyFields fields)
    {
        Examined++;
        if (IsLookup(layer))
        {
            LookUp(layer, fields);
            return;
        }

        foreach (var facts in Facts)
        {
            var (left, right) = (before.Classify(layer, fields, facts), after.Classify(layer, fields, facts));
            var (one, other) = (Outcome.Of(layer, left), Outcome.Of(layer, right));
            if (one == other)
                continue;
            if (Changes.Count < MaxExamples && _told.Add((layer, left.FilterId, right.FilterId, one, other)))
                Changes.Add(Change(layer, fields, facts, left, right));
            return;
        }
    }

    private void LookUp(FwpmLayer layer, ClassifyFields fields)
    {
        foreach (var module in new[] { KeyingModule.Ike, KeyingModule.AuthIp })
        {
            var (left, right) = (PolicyFound.By(before, layer, module, fields), PolicyFound.By(after, layer, module, fields));
            if (left.Content == right.Content || Changes.Count >= MaxExamples || !_foundTold.Add((layer, module, left.Content, right.Content)))
                continue;
            var question = Ask.New(fields, PacketDirection.Outbound);
            Changes.Add(new BehaviourChange(
                layer,
                question,
                Explainer.Explain(before, question, onNoSaBefore),
                Explainer.Explain(after, question, onNoSaAfter),
                left.Text,
                right.Text));
        }
    }

    private BehaviourChange Change(FwpmLayer layer, ClassifyFields fields, CalloutFacts facts, in ClassifyResult left, in ClassifyResult right)
    {
        var question = QuestionOf(layer, fields, facts);
        return new BehaviourChange(
            layer,
            question,
            Explainer.Explain(before, question, onNoSaBefore),
            Explainer.Explain(after, question, onNoSaAfter),
            Vote(before, left),
            Vote(after, right));
    }

    private static Question QuestionOf(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts)
    {
        var inbound = layer is FwpmLayer.InboundTransportV4 or FwpmLayer.InboundTransportV6 or FwpmLayer.AleAuthRecvAcceptV4
            or FwpmLayer.AleAuthRecvAcceptV6 or FwpmLayer.InboundTransportV4Discard or FwpmLayer.InboundTransportV6Discard;
        var question = Ask.New(fields, inbound ? PacketDirection.Inbound : PacketDirection.Outbound);
        return question with
        {
            HasSa = facts.ArrivedProtected,
            ArrivesProtected = inbound && facts.ArrivedProtected,
            Flow = facts.FlowSecured ? FlowHistory.Secured : FlowHistory.New,
        };
    }

    private static string Vote(FilterSnapshot snapshot, ClassifyResult result)
    {
        var word = result.Action switch
        {
            ClassifyAction.Permit => "permit",
            ClassifyAction.Protect => "protect",
            ClassifyAction.Discover => "discover",
            ClassifyAction.DiscoverQuietly => "discover-quietly",
            _ => "block",
        };
        var filter = result.FilterId == 0 ? null : snapshot.Filters.FirstOrDefault(one => one.Id == result.FilterId);
        return filter is null ? $"{word}, no filter matches" : $"{word} by '{filter.Filter.Name}'";
    }
}
