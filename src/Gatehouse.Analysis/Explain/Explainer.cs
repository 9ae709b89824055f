using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Explain;

/// <summary>
/// Says what would become of a packet and why, before anything is enforced. The engine's own packet path judges it, watched from inside, so an
/// explanation cannot disagree with enforcement.
/// </summary>
public static class Explainer
{
    /// <summary>The explanation under a set of filters.</summary>
    public static Explanation Explain(FilterSnapshot filters, Question question, NoSaBehavior onNoSa)
    {
        var trace = new TraceRecorder();
        using var situation = new Situation(filters, question, onNoSa, trace);
        var verdict = situation.Judge();
        var word = Word(question, verdict, situation.Asked);
        var layers = trace.Layers;
        return new Explanation(word, verdict.Reason, Sentence(word, verdict, Deciding(filters, verdict)), layers);
    }

    private static ExplainedVerdict Word(Question question, PathVerdict verdict, bool asked) => verdict.Action switch
    {
        PathAction.Accept when asked => ExplainedVerdict.ClearAndNegotiate,
        PathAction.Accept => ExplainedVerdict.Permit,
        PathAction.Replace => question.IsOutbound ? ExplainedVerdict.Protect : ExplainedVerdict.Permit,
        PathAction.Hold => ExplainedVerdict.Hold,
        _ => ExplainedVerdict.Drop,
    };

    private static CompiledFilter? Deciding(FilterSnapshot filters, PathVerdict verdict) =>
        verdict.FilterId == 0 ? null : filters.Filters.FirstOrDefault(filter => filter.Id == verdict.FilterId);

    private static string Sentence(ExplainedVerdict word, PathVerdict verdict, CompiledFilter? filter)
    {
        var what = word switch
        {
            ExplainedVerdict.Permit => "Let through",
            ExplainedVerdict.Protect => "Let through inside ESP",
            ExplainedVerdict.Hold => "Held until its SA comes up, and dropped if none does",
            ExplainedVerdict.ClearAndNegotiate => "Let through in clear while keys are negotiated",
            _ => "Dropped",
        };
        var by = filter is null ? "" : $" (filter '{filter.Filter.Name}'{Callout(filter.Filter)})";
        return $"{what}: {VerdictText.Of(verdict.Reason)}{by}.";
    }

    private static string Callout(FwpmFilter filter) => filter.Callout is { } callout ? $", {WfpNames.Of(callout)}" : "";
}
