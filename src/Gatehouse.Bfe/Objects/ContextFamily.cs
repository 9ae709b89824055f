using Gatehouse.Bfe.Policies;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>FWPM_PROVIDER_CONTEXT.</summary>
internal sealed class ContextFamily : ObjectFamily<ProviderContext>
{
    public static readonly ContextFamily Instance = new();

    public override ObjectType Type => ObjectType.ProviderContext;

    public override FwpError NotFound => FwpError.ProviderContextNotFound;

    public override ObjectTable<ProviderContext> Table(BfeState state) => state.ProviderContexts;

    protected override BfeState Replace(BfeState state, ObjectTable<ProviderContext> table) => state with { ProviderContexts = table };

    public override ProviderContext WithKey(ProviderContext keyless, Guid key) => keyless with { Key = key };

    public override bool IsPersistent(ProviderContext declared) => declared.Flags.HasFlag(ProviderContextFlags.Persistent);

    public override IEnumerable<(ObjectReference To, FwpError Missing)> Needs(ProviderContext of) => Reference.ToProvider(of.Provider);

    public override FwpResult<ProviderContext> Check(ProviderContext added, BfeState state) =>
        ContextRules.Check(added) is { Ok: false } broken ? broken : added;

    public override bool Fits(ProviderContext candidate, FwpmEnumTemplate template) =>
        (template.Provider is null || candidate.Provider == template.Provider) && (template.ContextType is null || candidate.Type == template.ContextType);

    public override FwpResult Check(FwpmEnumTemplate template) => Lacks(template, layer: true, filterMembers: true);
}
