using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>Turns a policy into the WFP objects of its scenario and its rules.</summary>
public static class ScenarioCompiler
{
    private static readonly ImmutableArray<IScenarioRecipe> Recipes =
    [
        new TransportModeRecipe(),
        new NegotiationDiscoveryRecipe(),
        new NegotiationDiscoveryBoundaryRecipe(),
        new ClearRecipe(),
        new BlockRecipe(),
    ];

    /// <summary>The objects, in the order they are to be added. The same policy gives the same objects, keys included.</summary>
    public static WfpObjectSet Compile(PolicyDocument document) => CompileWithOrigins(document).Objects;

    /// <summary>The same, and for each filter by its key the path in the document it came from, such as rules[2] or exemptions[0].</summary>
    public static (WfpObjectSet Objects, ImmutableDictionary<Guid, string> Origins) CompileWithOrigins(PolicyDocument document)
    {
        var set = new ObjectSetBuilder(document);
        ImmutableArray<TrafficLayer> layers = [.. TrafficLayer.All.Where(layer => Uses(document, layer))];
        AddBase(set, layers, RecipeOf(document.Scenario));
        for (var index = 0; index < document.Rules.Length; index++)
        {
            set.Origin = $"rules[{index}]";
            AddRule(set, layers, document.Rules[index], RuleWeight.Of(index));
        }

        return (set.Build(), set.Origins);
    }

    private static void AddBase(ObjectSetBuilder set, ImmutableArray<TrafficLayer> layers, IScenarioRecipe recipe)
    {
        if (recipe.QuickMode is { } flags)
            KeyingRows.AddForAll(set, recipe, flags);
        foreach (var layer in layers)
        {
            if (layer.Of(recipe.ForAll) is { } action)
                TrafficRows.AddForAll(set, layer, action);
            TrafficRows.AddExemptions(set, layer);
        }
    }

    private static void AddRule(ObjectSetBuilder set, ImmutableArray<TrafficLayer> layers, TrafficRule rule, FwpmWeight weight)
    {
        var recipe = RecipeOf(rule.Scenario);
        if (recipe.QuickMode is { } flags)
            KeyingRows.AddForRule(set, rule, weight, flags);
        else if (!set.Document.Keying.IsEmpty)
            KeyingRows.AddRefusal(set, rule, weight);
        foreach (var layer in layers.Where(layer => layer.Decides(rule.Traffic)))
            RuleRows.Add(set, rule, weight, layer, recipe.ForRules);
    }

    /// <summary>
    /// True when some row of the policy could say no at a layer: only then do exemptions and milder rules need a row there. Otherwise WFP
    /// permits what no filter matches.
    /// </summary>
    private static bool Uses(PolicyDocument document, TrafficLayer layer) =>
        layer.Of(RecipeOf(document.Scenario).ForAll) is not null
        || document.Rules.Any(rule => layer.Of(RecipeOf(rule.Scenario).ForAll) is not null || (rule.GuaranteeEncryption && layer.Guarantee is not null));

    private static IScenarioRecipe RecipeOf(ScenarioKind scenario) => Recipes.First(recipe => recipe.Scenario == scenario);
}
