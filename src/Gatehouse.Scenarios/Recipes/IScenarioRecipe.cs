using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>One documented Windows scenario: which rows it consists of.</summary>
internal interface IScenarioRecipe
{
    /// <summary>The scenario this recipe builds.</summary>
    ScenarioKind Scenario { get; }

    /// <summary>Adds the scenario's objects for the policy the set was made for.</summary>
    void AddRows(ObjectSetBuilder set);
}
