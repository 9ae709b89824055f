using System.Text.Json.Nodes;
using Gatehouse.Analysis.Explain;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Rendering;

/// <summary>An explanation as JSON. Properties may be added later, never renamed.</summary>
internal static class ExplanationJson
{
    public static JsonObject Of(Explanation explanation) => new()
    {
        ["verdict"] = Word(explanation.Verdict),
        ["reason"] = explanation.Reason.ToString(),
        ["sentence"] = explanation.Sentence,
        ["layers"] = new JsonArray([.. explanation.Layers.Select(Layer)]),
    };

    /// <summary>The verdict in one word.</summary>
    public static string Word(ExplainedVerdict verdict) => verdict switch
    {
        ExplainedVerdict.Permit => "permit",
        ExplainedVerdict.Protect => "protect",
        ExplainedVerdict.Hold => "hold",
        ExplainedVerdict.ClearAndNegotiate => "clear-and-negotiate",
        _ => "drop",
    };

    private static JsonObject Layer(LayerStep step) => new()
    {
        ["layer"] = WfpNames.Of(step.Layer),
        ["fields"] = Fields(step),
        ["facts"] = Facts(step.Facts),
        ["sublayers"] = new JsonArray([.. step.Votes.Select(one => new JsonObject
        {
            ["sublayer"] = WfpNames.Of(one.SubLayer),
            ["vote"] = one.Vote is { } vote ? VoteOf(step, vote) : "none",
        })]),
        ["filters"] = new JsonArray([.. step.Filters.Select(Filter)]),
        ["vote"] = Vote(step.Result.Action),
        ["reason"] = step.Result.Reason.ToString(),
    };

    private static JsonObject Fields(LayerStep step)
    {
        var fields = new JsonObject();
        foreach (var field in FwpmLayers.Info(step.Layer).Fields)
        {
            // A field without a value is unknown to the packet path, so no filter that tests it matches.
            if (!step.Fields.TryGet(field, out var number))
                continue;
            var type = FwpmConditionFields.Info(field).TypeFor(FwpmLayers.Info(step.Layer).Family);
            var value = new FwpConditionValue(type, number, UInt128.Zero, 0, type);
            fields[WfpNames.Of(field)] = ConditionText.Of(FwpmFilterCondition.Equal(field, value));
        }

        return fields;
    }

    private static JsonArray Facts(CalloutFacts facts)
    {
        var known = new List<string>();
        void Add(bool holds, string fact)
        {
            if (holds)
                known.Add(fact);
        }

        Add(facts.ArrivedProtected, "arrived-protected");
        Add(facts.FlowSecured, "flow-secured");
        Add(facts.InGrace, "in-grace");
        Add(facts.Loopback, "loopback");
        Add(facts.GroupDestination, "group-destination");
        return JsonText.Array(known);
    }

    private static JsonObject Filter(FilterStep step) => new()
    {
        ["id"] = step.Filter.Id,
        ["name"] = step.Filter.Filter.Name,
        ["effectiveWeight"] = $"0x{step.Filter.EffectiveWeight:x16}",
        ["matches"] = step.Failed is null,
        ["failedCondition"] = step.Failed is { } failed ? FilterText.Condition(failed) : null,
        ["action"] = WfpNames.Of(step.Filter.Filter.Action),
        ["callout"] = step.Filter.Filter.Callout is { } callout ? WfpNames.Of(callout) : null,
        ["rawContext"] = step.Filter.Filter.RawContext is { } context ? WfpNames.RawContext(step.Filter.Filter.Layer, context) : null,
        ["calloutDecision"] = step.Callout?.ToString(),
        ["decided"] = step.Decided,
    };

    // The layer's own word where the vote decided it; else what the filter says, or its callout.
    private static string VoteOf(LayerStep step, FilterStep vote)
    {
        if (vote.Decided)
            return Vote(step.Result.Action);
        return vote.Filter.Filter.Action switch
        {
            FwpActionType.Permit => "permit",
            FwpActionType.Block => "block",
            _ => vote.Callout?.ToString() ?? "unregistered callout",
        };
    }

    private static string Vote(ClassifyAction action) => action switch
    {
        ClassifyAction.Permit => "permit",
        ClassifyAction.Protect => "protect",
        ClassifyAction.Discover => "discover",
        ClassifyAction.DiscoverQuietly => "discover-quietly",
        _ => "block",
    };
}
