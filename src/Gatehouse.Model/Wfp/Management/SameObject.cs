using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>
/// Whether two objects say the same, arrays compared by content. Weights of sublayers do not count, because the engine may have moved a
/// newcomer to the next free one; filters name their sublayer by key.
/// </summary>
public static class SameObject
{
    /// <summary>Two filters.</summary>
    public static bool Of(FwpmFilter a, FwpmFilter b) => a.SubLayer.Key == b.SubLayer.Key
        && Equal(a.Conditions, b.Conditions) && a with { Conditions = b.Conditions, SubLayer = b.SubLayer } == b;

    /// <summary>Two provider contexts.</summary>
    public static bool Of(ProviderContext a, ProviderContext b) =>
        Of(a.MainMode, b.MainMode) && Of(a.QuickMode, b.QuickMode) && Of(a.Tunnel, b.Tunnel) && Of(a.Keying, b.Keying)
        && a with { MainMode = b.MainMode, QuickMode = b.QuickMode, Tunnel = b.Tunnel, Keying = b.Keying } == b;

    private static bool Of(MainModePolicy? a, MainModePolicy? b) => ReferenceEquals(a, b) || (a is not null && b is not null
        && Methods(a.AuthenticationMethods, b.AuthenticationMethods) && Equal(a.Proposals, b.Proposals)
        && a with { AuthenticationMethods = b.AuthenticationMethods, Proposals = b.Proposals } == b);

    private static bool Of(QuickModePolicy? a, QuickModePolicy? b) => ReferenceEquals(a, b) || (a is not null && b is not null
        && Proposals(a.Proposals, b.Proposals) && Of(a.ExtendedMode, b.ExtendedMode)
        && a with { Proposals = b.Proposals, ExtendedMode = b.ExtendedMode } == b);

    private static bool Of(TunnelPolicy? a, TunnelPolicy? b) => ReferenceEquals(a, b) || (a is not null && b is not null
        && Proposals(a.Proposals, b.Proposals) && Of(a.ExtendedMode, b.ExtendedMode)
        && a with { Proposals = b.Proposals, ExtendedMode = b.ExtendedMode } == b);

    private static bool Of(KeyingPolicy? a, KeyingPolicy? b) => ReferenceEquals(a, b) || (a is not null && b is not null
        && Equal(a.Modules, b.Modules) && a with { Modules = b.Modules } == b);

    private static bool Of(ExtendedModePolicy? a, ExtendedModePolicy? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && Methods(a.AuthenticationMethods, b.AuthenticationMethods));

    private static bool Methods(ImmutableArray<AuthenticationMethod> a, ImmutableArray<AuthenticationMethod> b) =>
        a.AsSpan().SequenceEqual(b.AsSpan(), new ByContent<AuthenticationMethod>(static (x, y) => x.Type == y.Type && Equal(x.TrustedRoots, y.TrustedRoots)));

    private static bool Proposals(ImmutableArray<QuickModeProposal> a, ImmutableArray<QuickModeProposal> b) =>
        a.AsSpan().SequenceEqual(b.AsSpan(), new ByContent<QuickModeProposal>(
            static (x, y) => Equal(x.Transforms, y.Transforms) && x with { Transforms = y.Transforms } == y));

    private static bool Equal<T>(ImmutableArray<T> a, ImmutableArray<T> b) => a.AsSpan().SequenceEqual(b.AsSpan(), null);

    private sealed class ByContent<T>(Func<T, T, bool> same) : IEqualityComparer<T>
    {
        public bool Equals(T? x, T? y) => x is not null && y is not null && same(x, y);

        public int GetHashCode(T value) => 0;
    }
}
