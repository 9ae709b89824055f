using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Rows MM-I, MM-A, QM-I and QM-A, common to every scenario with keying: per module a main-mode and a quick-mode context, and per
/// family a filter at IKEEXT and at IPSEC that carries it. One context serves both families, and every rule of the same scenario.
/// </summary>
internal static class KeyingRows
{
    private delegate ImmutableArray<FwpmFilterCondition> Conditions(TrafficMatch match, IpFamily family);

    /// <summary>For all traffic, with automatic weight.</summary>
    public static void AddForAll(ObjectSetBuilder set, IScenarioRecipe recipe, IpsecPolicyFlags flags)
    {
        foreach (var module in set.Document.Keying)
        {
            var mainMode = MainModeContext(set, module);
            AddPolicyFilters(set, RowOf("MM", module), $"{NameOf(module)} main mode", LayerPair.Ikeext, mainMode);
            var quickMode = QuickModeContext(set, module, recipe.Scenario, flags);
            AddPolicyFilters(set, RowOf("QM", module), $"{NameOf(module)} quick mode", LayerPair.Ipsec, quickMode);
        }
    }

    /// <summary>For the traffic of a rule whose scenario negotiates.</summary>
    public static void AddForRule(ObjectSetBuilder set, TrafficRule rule, FwpmWeight weight, IpsecPolicyFlags flags)
    {
        foreach (var module in set.Document.Keying)
        {
            var mainMode = MainModeContext(set, module);
            AddRuleFilters(
                set, rule, weight, RowOf("MM", module), $"{NameOf(module)} main mode policy", LayerPair.Ikeext, TrafficConditions.AtIkeext, mainMode);
            var quickMode = QuickModeContext(set, module, rule.Scenario, flags);
            AddRuleFilters(
                set, rule, weight, RowOf("QM", module), $"{NameOf(module)} quick mode policy", LayerPair.Ipsec, TrafficConditions.AtIpsec, quickMode);
        }
    }

    /// <summary>
    /// For the traffic of a rule for which nobody negotiates: a BLOCK filter keeps the policy of later rules and of the base away from it.
    /// At IKEEXT only for a rule that speaks of whole hosts: there other traffic of the same addresses may well have keys.
    /// </summary>
    public static void AddRefusal(ObjectSetBuilder set, TrafficRule rule, FwpmWeight weight)
    {
        if (rule.Traffic is { Protocol: null, LocalPort: null, RemotePort: null })
            AddRuleFilters(set, rule, weight, "MM", "no main mode", LayerPair.Ikeext, TrafficConditions.AtIkeext, null);
        AddRuleFilters(set, rule, weight, "QM", "no quick mode", LayerPair.Ipsec, TrafficConditions.AtIpsec, null);
    }

    private static Guid MainModeContext(ObjectSetBuilder set, ModuleSection module)
    {
        var type = module.Module == KeyingModule.AuthIp ? ProviderContextType.AuthIpMm : ProviderContextType.IkeMm;
        var policy = new MainModePolicy(module.Authentication, module.MainMode);
        return set.AddContext(
            $"context {RowOf("MM", module)}",
            $"{NameOf(module)} main mode policy",
            (key, label) => new ProviderContext(key, label, type, policy, null));
    }

    /// <summary>Scenarios differ in the flags and in what clear text a new SA tolerates, so each has a context of its own.</summary>
    private static Guid QuickModeContext(ObjectSetBuilder set, ModuleSection module, ScenarioKind scenario, IpsecPolicyFlags flags)
    {
        var type = module.Module == KeyingModule.AuthIp ? ProviderContextType.AuthIpQmTransport : ProviderContextType.IkeQmTransport;
        var allowClear = scenario.Discovers() ? module.AllowClearSeconds : 0;
        var policy = new QuickModePolicy(module.QuickMode, flags, allowClear, module.IdleTimeout, module.ExtendedMode);
        var (row, name) = ($"context {RowOf("QM", module)}", $"{NameOf(module)} quick mode policy");
        if (scenario != set.Document.Scenario)
            (row, name) = ($"{row} {Words.Scenario.WordFor(scenario)}", $"{name} of {Words.Scenario.WordFor(scenario)}");
        return set.AddContext(row, name, (key, label) => new ProviderContext(key, label, type, null, policy));
    }

    private static string RowOf(string mode, ModuleSection module) => module.Module == KeyingModule.AuthIp ? $"{mode}-A" : $"{mode}-I";

    private static string NameOf(ModuleSection module) => module.Module == KeyingModule.AuthIp ? "AuthIP" : "IKE";

    private static void AddPolicyFilters(ObjectSetBuilder set, string row, string name, LayerPair layers, Guid context) =>
        set.AddFilters(row, $"{row} {name} policy", (family, key, label) => new FwpmFilter(
            key,
            label,
            layers.For(family),
            [],
            FwpActionType.Permit,
            FwpmWeight.Auto,
            ProviderContext: context,
            Flags: FwpmFilterFlags.HasProviderContext));

    private static void AddRuleFilters(
        ObjectSetBuilder set, TrafficRule rule, FwpmWeight weight, string row, string name, LayerPair layers, Conditions conditions, Guid? context) =>
        set.AddFilters($"rule {rule.Name} {row}", $"rule {rule.Name} {row} {name}", (family, key, label) => !rule.Traffic.Covers(family)
            ? null
            : new FwpmFilter(
                key,
                label,
                layers.For(family),
                conditions(rule.Traffic, family),
                context is null ? FwpActionType.Block : FwpActionType.Permit,
                weight,
                ProviderContext: context,
                Flags: context is null ? FwpmFilterFlags.None : FwpmFilterFlags.HasProviderContext));
}
