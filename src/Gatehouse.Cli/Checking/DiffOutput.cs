using System.Text.Json.Nodes;
using Gatehouse.Analysis.Check;
using Gatehouse.Analysis.Diff;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Rendering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Checking;

/// <summary>What gatehouse diff prints.</summary>
internal static class DiffOutput
{
    public static JsonObject Json(DiffReport report, string before, string after, bool keyDiffers = false) => new()
    {
        ["before"] = before,
        ["after"] = after,
        ["same"] = report.IsSame && !keyDiffers,
        ["keyDiffers"] = keyDiffers,
        ["sameBehaviour"] = report.Behaviour.IsEmpty,
        ["exhaustive"] = report.IsExhaustive,
        ["examined"] = report.Examined,
        ["objects"] = new JsonArray([.. report.Objects.Select(Object)]),
        ["behaviour"] = new JsonArray([.. report.Behaviour.Select(Behaviour)]),
    };

    public static void Write(TextWriter output, DiffReport report, string before, string after, bool keyDiffers = false)
    {
        output.WriteLine($"--- {before}");
        output.WriteLine($"+++ {after}");
        output.WriteLine($"{report.Objects.Length} objects differ");
        foreach (var change in report.Objects)
        {
            output.WriteLine($"  {Sign(change.Kind)} {change.Type} '{change.Name}' {change.Key}");
            foreach (var property in change.Properties)
                output.WriteLine($"      {property.Name}: {Or(property.Before)} -> {Or(property.After)}");
        }

        if (keyDiffers)
            output.WriteLine(ApplyOutput.DiffersSentence);
        if (report.Examined == 0 && !report.IsExhaustive)
        {
            output.WriteLine($"packets were not compared: {LibCrypto.Missing}");
            return;
        }

        output.WriteLine($"{report.Behaviour.Length} kinds of packets are treated otherwise");
        foreach (var change in report.Behaviour)
        {
            output.WriteLine($"  {Ask.Text(change.Question)}{Situation(change.Question)} at {FilterText.Short(WfpNames.Of(change.Layer), "FWPM_LAYER_")}");
            output.WriteLine($"    - {change.BeforeVote}; {ExplanationJson.Word(change.Before.Verdict)}: {change.Before.Sentence}");
            output.WriteLine($"    + {change.AfterVote}; {ExplanationJson.Word(change.After.Verdict)}: {change.After.Sentence}");
        }

        output.WriteLine(report.IsExhaustive
            ? $"every packet was compared, by {report.Examined} that stand for all"
            : $"too many regions to compare every packet; {report.Examined} at the corners of conditions were, so others may differ");
    }

    private static JsonObject Object(ObjectChange change) => new()
    {
        ["change"] = Word(change.Kind),
        ["type"] = change.Type,
        ["key"] = change.Key.ToString("D"),
        ["name"] = change.Name,
        ["properties"] = new JsonArray([.. change.Properties.Select(property => new JsonObject
        {
            ["name"] = property.Name,
            ["before"] = property.Before,
            ["after"] = property.After,
        })]),
    };

    private static JsonObject Behaviour(BehaviourChange change) => new()
    {
        ["layer"] = WfpNames.Of(change.Layer),
        ["flow"] = Ask.Text(change.Question) + Situation(change.Question),
        ["before"] = Side(change.Before, change.BeforeVote),
        ["after"] = Side(change.After, change.AfterVote),
    };

    private static JsonObject Side(Explanation explanation, string vote) => new()
    {
        ["verdict"] = ExplanationJson.Word(explanation.Verdict),
        ["sentence"] = explanation.Sentence,
        ["vote"] = vote,
    };

    private static string Situation(Question question)
    {
        var sa = question.HasSa ? ", an SA stands" : "";
        return question.Flow == FlowHistory.Secured ? $"{sa}, of a secured flow" : sa;
    }

    private static string Or(string value) => value.Length == 0 ? "none" : value;

    private static string Word(ObjectChangeKind kind) => kind switch
    {
        ObjectChangeKind.Added => "added",
        ObjectChangeKind.Removed => "removed",
        ObjectChangeKind.Renamed => "renamed",
        _ => "changed",
    };

    private static char Sign(ObjectChangeKind kind) => kind switch
    {
        ObjectChangeKind.Added => '+',
        ObjectChangeKind.Removed => '-',
        ObjectChangeKind.Renamed => '=',
        _ => '~',
    };
}
