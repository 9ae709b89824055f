using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>Turns a policy into the WFP objects of its scenario.</summary>
public static class ScenarioCompiler
{
    private static readonly ImmutableArray<IScenarioRecipe> Recipes = [new TransportModeRecipe(), new NegotiationDiscoveryRecipe()];

    /// <summary>The objects, in the order they are to be added. The same policy gives the same objects, keys included.</summary>
    public static WfpObjectSet Compile(PolicyDocument document)
    {
        var set = new ObjectSetBuilder(document);
        Recipes.First(recipe => recipe.Scenario == document.Scenario).AddRows(set);
        return set.Build();
    }
}
