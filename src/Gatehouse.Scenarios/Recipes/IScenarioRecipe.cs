using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>One scenario: the rows of its documented table, and what it means for the traffic of a rule.</summary>
internal interface IScenarioRecipe
{
    /// <summary>The scenario this recipe builds.</summary>
    ScenarioKind Scenario { get; }

    /// <summary>Flags of its quick-mode policy; null when nobody is to negotiate.</summary>
    IpsecPolicyFlags? QuickMode { get; }

    /// <summary>As the policy's own scenario: the rows of the table, for all unicast traffic.</summary>
    LayerActions ForAll { get; }

    /// <summary>
    /// As the scenario of a rule: at each layer one row, so that an earlier rule keeps a later one, and the policy's own scenario, away
    /// from its traffic. Where no row of the policy could say no, the layer is left out.
    /// </summary>
    LayerActions ForRules { get; }
}

/// <summary>What happens at each layer that decides packets or connections; null where the scenario has no row.</summary>
/// <param name="Inbound">At INBOUND_TRANSPORT.</param>
/// <param name="Outbound">At OUTBOUND_TRANSPORT.</param>
/// <param name="Accept">At ALE_AUTH_RECV_ACCEPT.</param>
/// <param name="Connect">At ALE_AUTH_CONNECT.</param>
internal sealed record LayerActions(RowAction? Inbound, RowAction? Outbound, RowAction? Accept = null, RowAction? Connect = null);
