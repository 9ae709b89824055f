using Gatehouse.Analysis.Diff;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Policies;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>What is in force in a filter engine against a policy, in the words gatehouse diff has for any two policies.</summary>
internal static class EngineDiff
{
    /// <summary>The name of the first side.</summary>
    public const string InForce = "in force";

    /// <summary>What is in force as a policy file would have it: without owner, and without the lifetime that apply chose.</summary>
    public static WfpObjectSet Plain(InstalledPolicy installed) => new(
        [
            .. installed.Contexts.Select(entry => entry.Object with { Provider = null, Flags = entry.Object.Flags & ~ProviderContextFlags.Persistent }),
        ],
        [
            .. installed.Filters.Select(entry => entry.Object with { Provider = null, Flags = entry.Object.Flags & ~FwpmFilterFlags.Persistent }),
        ]);

    /// <summary>
    /// The difference; none where the engine's objects are the wanted ones, whatever spelling it gives back. What only another version adds stands
    /// among the objects that go. An error where what is in force breaks a rule, so that nothing could be said of packets.
    /// </summary>
    public static FwpResult<DiffReport> Of(WfpObjectSet inForce, ObjectSource wanted, PolicyChanges changes)
    {
        try
        {
            var report = PolicyDiff.Of(inForce, changes.IsEmpty ? inForce : wanted.Objects, wanted.OnNoSa, wanted.OnNoSa, LibCrypto.IsHere);
            var known = report.Objects.Select(change => change.Key).ToHashSet();
            var others = changes.Removed.Concat(changes.Added).Where(change => !IsPolicy(change.Kind) || !Compared(inForce, wanted.Objects, change.Key))
                .Where(change => known.Add(change.Key)).Select(change => new Analysis.Diff.ObjectChange(
                    changes.Removed.Contains(change) ? ObjectChangeKind.Removed : ObjectChangeKind.Added, change.Kind, change.Key, change.Name, []));
            return report with { Objects = report.Objects.AddRange(others) };
        }
        catch (FilterRuleException broken)
        {
            return new FwpResult(broken.Error, $"what is in force breaks a rule, so it cannot be compared packet by packet: {broken.What}");
        }
    }

    private static bool IsPolicy(string kind) => kind is FwpmObjectName.ContextKind or FwpmObjectName.FilterKind;

    private static bool Compared(WfpObjectSet left, WfpObjectSet right, Guid key) =>
        left.Filters.Concat(right.Filters).Any(filter => filter.Key == key)
        || left.ProviderContexts.Concat(right.ProviderContexts).Any(context => context.Key == key);
}
