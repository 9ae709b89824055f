using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>FWPM_PROVIDER0.</summary>
internal sealed class ProviderFamily : ObjectFamily<FwpmProvider>
{
    public static readonly ProviderFamily Instance = new();

    public override ObjectType Type => ObjectType.Provider;

    public override FwpError NotFound => FwpError.ProviderNotFound;

    public override ObjectTable<FwpmProvider> Table(BfeState state) => state.Providers;

    protected override BfeState Replace(BfeState state, ObjectTable<FwpmProvider> table) => state with { Providers = table };

    public override FwpmProvider WithKey(FwpmProvider keyless, Guid key) => keyless with { Key = key };

    public override bool IsPersistent(FwpmProvider declared) => declared.Flags.HasFlag(FwpmProviderFlags.Persistent);

    public override IEnumerable<(ObjectReference To, FwpError Missing)> Needs(FwpmProvider of) => [];

    public override FwpResult<FwpmProvider> Check(FwpmProvider added, BfeState state) => (added.Flags & ~FwpmProviderFlags.Persistent) == 0
        ? added
        : Fail(FwpError.InvalidFlags, $"provider '{added.Name}' has flags 0x{(int)added.Flags:x}; only FWPM_PROVIDER_FLAG_PERSISTENT may be set");

    public override bool Fits(FwpmProvider candidate, FwpmEnumTemplate template) => true;

    public override FwpResult Check(FwpmEnumTemplate template) => Lacks(template, layer: true, contextType: true, filterMembers: true, provider: true);
}
