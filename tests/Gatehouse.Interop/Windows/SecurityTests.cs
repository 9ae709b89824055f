using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;
using Gatehouse.Windows;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>Security descriptors given to Windows' engine, read there by the documented structures, and read back.</summary>
public sealed class SecurityTests
{
    private static readonly SecurityDescriptor Mine = SecurityDescriptor.Parse("O:BAG:SYD:P(A;;GA;;;BA)(D;;0x400;;;WD)").Require();

    private static readonly Guid Key = Guid.Parse("00000000-0000-4000-a000-000000000001");

    [Fact]
    public void Windows_is_given_a_descriptor_with_the_object()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        session.Providers.Add(new FwpmProvider(Key, "mine"), Mine).Outcome.ThrowIfFailed();
        var security = recorder.Calls[^1].Line.GetProperty("security");
        security.GetProperty("owner").GetString().ShouldBe(Convert.ToHexStringLower(Sid.Administrators.ToBytes()));
        security.GetProperty("dacl").GetString().ShouldBe(Convert.ToHexStringLower(Mine.ListToBytes()));
        session.Providers.GetSecurityInfo(Key).Require().ShouldBe(Mine);
        session.Providers.GetSecurityInfo(Key, SecurityParts.Group).Require().ShouldBe(Mine.Only(SecurityParts.Group));
        session.Providers.Add(new FwpmProvider(Guid.Empty, "without")).Outcome.ThrowIfFailed();
        $"{recorder.Calls[^1].Line.GetProperty("security")}".ShouldBeEmpty();
    }

    [Fact]
    public void Every_call_of_every_type_reads_and_sets_and_fails_without_a_trace()
    {
        using var recorder = new RecordedEngine();
        using (var session = recorder.Engine.Open(new FwpmSession()).Require())
            Everything(session).ThrowIfFailed();
        var calls = recorder.Calls.Count(call => call.Name.Contains("SecurityInfo", StringComparison.Ordinal));
        calls.ShouldBe((5 * 4) + 2);
        recorder.ShouldBeClean("everything");
        var all = recorder.Calls.Count;
        for (var call = 2; call < all; call++)
        {
            recorder.Forget();
            recorder.Restart(call, (uint)FwpError.AccessDenied);
            using (var session = recorder.Engine.Open(new FwpmSession()).Require())
            {
                var failed = Everything(session);
                failed.Error.ShouldBe(FwpError.AccessDenied, $"call {call}");
                failed.Detail.ShouldContain("Run as administrator");
                WindowsFilterEngine.OutstandingMemory.ShouldBe(0, $"call {call}");
            }

            recorder.ShouldBeClean($"call {call}");
        }
    }

    [Fact]
    public void The_rules_of_sessions_and_transactions_are_told()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        session.Providers.GetSecurityInfo(Key).Error.ShouldBe(FwpError.ProviderNotFound);
        session.BeginTransaction().ThrowIfFailed();
        session.SetSecurityInfo(SecurityParts.Dacl, Mine).Error.ShouldBe(FwpError.TxnInProgress);
        session.AbortTransaction().ThrowIfFailed();
        session.SetSecurityInfo(SecurityParts.Dacl, Mine.Only(SecurityParts.Owner)).Error.ShouldBe(FwpError.NullPointer);
        using var dynamic = recorder.Engine.Open(new FwpmSession { Flags = FwpmSessionFlags.Dynamic }).Require();
        dynamic.SetSecurityInfo(SecurityParts.Dacl, Mine).Error.ShouldBe(FwpError.DynamicSessionInProgress);
        dynamic.Providers.Add(new FwpmProvider(Key, "mine")).Outcome.ThrowIfFailed();
        dynamic.Providers.SetSecurityInfo(Key, SecurityParts.All, Mine).ThrowIfFailed();
        session.Providers.SetSecurityInfo(Key, SecurityParts.All, Mine).Error.ShouldBe(FwpError.WrongSession);
    }

    [Fact]
    public void A_tunnel_is_given_one_for_all_that_is_made_of_it()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        var tunnel = new FwpmIpsecTunnel(Context(Key), null, [], FwpmTunnelFlags.None, KeyingModule.Ike, Mine);
        session.ShouldBeAssignableTo<IIpsecTunnels>().ShouldNotBeNull().AddTunnel(tunnel).ThrowIfFailed();
        session.ProviderContexts.GetSecurityInfo(Key).Require().ShouldBe(Mine);
    }

    /// <summary>Adds, reads and sets descriptors of one object of each type, of the containers and of the engine; the first failure ends it.</summary>
    private static FwpResult Everything(IFilterSession session)
    {
        if (session.GetSecurityInfo() is { Ok: false } unread)
            return unread.Outcome;
        if (session.SetSecurityInfo(SecurityParts.All, Mine) is { Ok: false } unset)
            return unset;
        foreach (var outcome in Steps(session))
            if (!outcome.Ok)
                return outcome;
        return FwpResult.Success;
    }

    private static IEnumerable<FwpResult> Steps(IFilterSession session) => new[]
    {
        Of(session.Providers, new FwpmProvider(Key, "mine")), Of(session.SubLayers, new FwpmSubLayer(Key, "mine", 7)),
        Of(session.Callouts, new FwpmCalloutObject(Key, "mine", FwpmLayer.InboundTransportV4)), Of(session.ProviderContexts, Context(Key)),
        Of(session.Filters, new FwpmFilter(Key, "mine", FwpmLayer.InboundTransportV4, [], FwpActionType.Block, FwpmWeight.Auto)),
    }.SelectMany(steps => steps);

    private static IEnumerable<FwpResult> Of<T>(IFwpmObjects<T> objects, T added)
        where T : IFwpmObject
    {
        yield return objects.Add(added, Mine).Outcome;
        var read = objects.GetSecurityInfo(added.Key);
        yield return read.Outcome;
        if (!read.Ok)
            yield break;
        read.Value.ShouldBe(Mine);
        yield return objects.SetSecurityInfo(added.Key, SecurityParts.Owner, new SecurityDescriptor(Sid.Everyone, null, null));
        var changed = objects.GetSecurityInfo(added.Key);
        yield return changed.Outcome;
        if (!changed.Ok)
            yield break;
        changed.Value.ShouldBe(Mine with { Owner = Sid.Everyone });
        yield return objects.GetSecurityInfo(Guid.Empty).Outcome;
    }

    private static ProviderContext Context(Guid key) => new(
        key,
        "tunnel",
        ProviderContextType.IkeQmTunnel,
        Tunnel: new TunnelPolicy(
            [
                new QuickModeProposal(
                    new SaLifetime(3600, 100000, 9), [new SaTransform(SaTransformType.EspAuth, IpsecAuthType.Sha256, null)], PfsGroup.None),
            ],
            IpsecPolicyFlags.None,
            IpAddr.Parse("192.0.2.1"),
            IpAddr.Parse("192.0.2.2"),
            new SaIdleTimeout(300, 60)));
}
