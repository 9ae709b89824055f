using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>Compares two sets of objects, from policies, from elsewhere or in force.</summary>
public static class PolicyDiff
{
    /// <summary>
    /// The difference. Throws <see cref="FilterRuleException"/> when an object of either set breaks a rule of the filtering platform.
    /// </summary>
    /// <param name="before">The first set.</param>
    /// <param name="after">The second set.</param>
    /// <param name="onNoSaBefore">What the first policy does with outbound packets without SA.</param>
    /// <param name="onNoSaAfter">What the second policy does with them.</param>
    /// <param name="packets">Whether to compare packets too; situations with an SA need libcrypto, which not every system has.</param>
    public static DiffReport Of(
        WfpObjectSet before,
        WfpObjectSet after,
        NoSaBehavior onNoSaBefore = NoSaBehavior.Hold,
        NoSaBehavior onNoSaAfter = NoSaBehavior.Hold,
        bool packets = true)
    {
        var behaviour = new BehaviourDiff(FilterSnapshot.Compile(before), FilterSnapshot.Compile(after), onNoSaBefore, onNoSaAfter);
        if (packets)
            behaviour.Run();
        var objects = ObjectDiff.Of(before, after);
        if (onNoSaBefore != onNoSaAfter)
        {
            var property = new PropertyChange("onNoSa", Word(onNoSaBefore), Word(onNoSaAfter));
            objects = objects.Add(new ObjectChange(ObjectChangeKind.Changed, "enforcement", Guid.Empty, "enforcement", [property]));
        }

        return new DiffReport(objects, [.. behaviour.Changes], packets && behaviour.IsExhaustive, behaviour.Examined);
    }

    private static string Word(NoSaBehavior behaviour) => behaviour == NoSaBehavior.Drop ? "drop" : "hold";
}
