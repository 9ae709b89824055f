using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>FWPM_CALLOUT0.</summary>
internal sealed class CalloutFamily : ObjectFamily<FwpmCalloutObject>
{
    public static readonly CalloutFamily Instance = new();

    private const FwpmCalloutFlags Settable = FwpmCalloutFlags.Persistent | FwpmCalloutFlags.UsesProviderContext;

    public override ObjectType Type => ObjectType.Callout;

    public override FwpError NotFound => FwpError.CalloutNotFound;

    public override ObjectTable<FwpmCalloutObject> Table(BfeState state) => state.Callouts;

    protected override BfeState Replace(BfeState state, ObjectTable<FwpmCalloutObject> table) => state with { Callouts = table };

    public override FwpmCalloutObject WithKey(FwpmCalloutObject keyless, Guid key) => keyless with { Key = key };

    public override bool IsPersistent(FwpmCalloutObject declared) => declared.Flags.HasFlag(FwpmCalloutFlags.Persistent);

    public override IEnumerable<(ObjectReference To, FwpError Missing)> Needs(FwpmCalloutObject of) => Reference.ToProvider(of.Provider);

    public override FwpResult<FwpmCalloutObject> Check(FwpmCalloutObject added, BfeState state)
    {
        if (!Enum.IsDefined(added.Layer))
            return Fail(FwpError.LayerNotFound, $"callout '{added.Name}' is for layer {(int)added.Layer}, which does not exist");
        return (added.Flags & ~Settable) == 0
            ? added
            : Fail(FwpError.InvalidFlags, $"callout '{added.Name}' has flags 0x{(int)added.Flags:x} that may not be set");
    }

    public override bool Fits(FwpmCalloutObject candidate, FwpmEnumTemplate template) =>
        (template.Provider is null || candidate.Provider == template.Provider) && (template.Layer is null || candidate.Layer == template.Layer);

    public override FwpResult Check(FwpmEnumTemplate template) => Lacks(template, contextType: true, filterMembers: true);
}
