using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// Rows MM-I, MM-A, QM-I and QM-A, common to every scenario with keying: per module a main-mode and a quick-mode context, and per
/// family a filter at IKEEXT and at IPSEC that carries it. The one context serves both families.
/// </summary>
internal static class KeyingRows
{
    public static void Add(ObjectSetBuilder set, IpsecPolicyFlags flags)
    {
        foreach (var module in set.Document.Keying)
        {
            AddMainMode(set, module);
            AddQuickMode(set, module, flags);
        }
    }

    private static void AddMainMode(ObjectSetBuilder set, ModuleSection module)
    {
        var (row, name, type) = module.Module == KeyingModule.AuthIp
            ? ("MM-A", "AuthIP main mode", ProviderContextType.AuthIpMm)
            : ("MM-I", "IKE main mode", ProviderContextType.IkeMm);
        var policy = new MainModePolicy(module.Authentication, module.MainMode);
        var context = set.AddContext($"context {row}", $"{name} policy", (key, label) => new ProviderContext(key, label, type, policy, null));
        AddPolicyFilters(set, row, name, LayerPair.Ikeext, context);
    }

    private static void AddQuickMode(ObjectSetBuilder set, ModuleSection module, IpsecPolicyFlags flags)
    {
        var (row, name, type) = module.Module == KeyingModule.AuthIp
            ? ("QM-A", "AuthIP quick mode", ProviderContextType.AuthIpQmTransport)
            : ("QM-I", "IKE quick mode", ProviderContextType.IkeQmTransport);
        var policy = new QuickModePolicy(module.QuickMode, flags, module.AllowClearSeconds, module.IdleTimeout, module.ExtendedMode);
        var context = set.AddContext($"context {row}", $"{name} policy", (key, label) => new ProviderContext(key, label, type, null, policy));
        AddPolicyFilters(set, row, name, LayerPair.Ipsec, context);
    }

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
}
