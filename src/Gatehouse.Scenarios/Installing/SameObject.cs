using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Scenarios.Installing;

/// <summary>
/// Whether an object read back is the one that was added. Only what an engine does not keep is passed over: who added a filter, the difference between no
/// raw context and 0, the spelling of a distinguished name, and secrets, which no object holds.
/// </summary>
internal static class SameObject
{
    public static bool Same(FwpmProvider left, FwpmProvider right) =>
        left.Name == right.Name && left.Description == right.Description && left.ServiceName == right.ServiceName
        && (left.Flags & FwpmProviderFlags.Persistent) == (right.Flags & FwpmProviderFlags.Persistent) && left.Data.AsSpan().SequenceEqual(right.Data.AsSpan());

    public static bool Same(FwpmFilter left, FwpmFilter right) =>
        Plain(left) == Plain(right) && left.SubLayer.Key == right.SubLayer.Key && left.Conditions.AsSpan().SequenceEqual(right.Conditions.AsSpan());

    public static bool Same(ProviderContext left, ProviderContext right) =>
        Plain(left) == Plain(right) && Same(left.MainMode, right.MainMode) && Same(left.QuickMode, right.QuickMode) && Same(left.Tunnel, right.Tunnel)
        && Same(left.Keying, right.Keying);

    private static FwpmFilter Plain(FwpmFilter filter) => filter with
    {
        Conditions = [],
        SubLayer = FwpmSubLayer.Universal,
        Origin = FilterOrigin.Policy,
        RawContext = filter.RawContext == 0 ? null : filter.RawContext,
        Flags = filter.Flags & ~(FwpmFilterFlags.Disabled | FwpmFilterFlags.Indexed),
    };

    private static ProviderContext Plain(ProviderContext context) => context with { MainMode = null, QuickMode = null, Tunnel = null, Keying = null };

    private static bool Same(MainModePolicy? left, MainModePolicy? right) => left is null || right is null
        ? ReferenceEquals(left, right)
        : left.MaxDynamicFilters == right.MaxDynamicFilters && left.Proposals.AsSpan().SequenceEqual(right.Proposals.AsSpan())
            && Same(left.AuthenticationMethods.AsSpan(), right.AuthenticationMethods.AsSpan());

    private static bool Same(QuickModePolicy? left, QuickModePolicy? right) => left is null || right is null
        ? ReferenceEquals(left, right)
        : left.Flags == right.Flags && left.NdAllowClearTimeoutSeconds == right.NdAllowClearTimeoutSeconds && left.SaIdleTimeout == right.SaIdleTimeout
            && Same(left.Proposals.AsSpan(), right.Proposals.AsSpan()) && Same(left.ExtendedMode, right.ExtendedMode);

    private static bool Same(TunnelPolicy? left, TunnelPolicy? right) => left is null || right is null
        ? ReferenceEquals(left, right)
        : left.Flags == right.Flags && left.LocalEndpoint == right.LocalEndpoint && left.RemoteEndpoint == right.RemoteEndpoint
            && left.SaIdleTimeout == right.SaIdleTimeout && Same(left.Proposals.AsSpan(), right.Proposals.AsSpan())
            && Same(left.ExtendedMode, right.ExtendedMode);

    /// <summary>The modules of a keying policy have no order.</summary>
    private static bool Same(KeyingPolicy? left, KeyingPolicy? right) => left is null || right is null
        ? ReferenceEquals(left, right)
        : left.TerminatingMatch == right.TerminatingMatch && left.Modules.Order().SequenceEqual(right.Modules.Order());

    private static bool Same(ExtendedModePolicy? left, ExtendedModePolicy? right) => left is null || right is null
        ? ReferenceEquals(left, right)
        : Same(left.AuthenticationMethods.AsSpan(), right.AuthenticationMethods.AsSpan());

    private static bool Same(ReadOnlySpan<QuickModeProposal> left, ReadOnlySpan<QuickModeProposal> right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
            if (left[i].Lifetime != right[i].Lifetime || left[i].PfsGroup != right[i].PfsGroup
                || !left[i].Transforms.AsSpan().SequenceEqual(right[i].Transforms.AsSpan()))
                return false;
        return left.Length == right.Length;
    }

    private static bool Same(ReadOnlySpan<AuthenticationMethod> left, ReadOnlySpan<AuthenticationMethod> right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
            if (left[i].Type != right[i].Type || !left[i].TrustedRoots.Select(Canonical).SequenceEqual(right[i].TrustedRoots.Select(Canonical)))
                return false;
        return left.Length == right.Length;
    }

    private static string Canonical(string name)
    {
        try
        {
            return Convert.ToHexString(new X500DistinguishedName(name).RawData);
        }
        catch (CryptographicException)
        {
            return name;
        }
    }
}
