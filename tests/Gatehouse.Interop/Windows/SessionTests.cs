using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>Sessions, transactions and news of Windows' engine, with the recorder in its place.</summary>
public sealed class SessionTests
{
    private static readonly FwpmProvider Mine = new(Guid.Parse("00000000-0000-4000-a000-000000000001"), "mine");

    [Fact]
    public void What_a_dynamic_session_adds_dies_with_it()
    {
        using var recorder = new RecordedEngine();
        using (var session = recorder.Engine.Open(new FwpmSession { Flags = FwpmSessionFlags.Dynamic }).Require())
        {
            session.Providers.Add(Mine).Outcome.ThrowIfFailed();
            session.Providers.GetByKey(Mine.Key).Require().Object.ShouldBe(Mine);
        }

        using var other = recorder.Engine.Open(new FwpmSession()).Require();
        other.Providers.GetByKey(Mine.Key).Error.ShouldBe(FwpError.ProviderNotFound);
        other.Providers.Add(Mine).Outcome.ThrowIfFailed();
        using var dynamic = recorder.Engine.Open(new FwpmSession { Flags = FwpmSessionFlags.Dynamic }).Require();
        dynamic.Providers.DeleteByKey(Mine.Key).Error.ShouldBe(FwpError.DynamicSessionInProgress);
    }

    [Fact]
    public void Errors_bear_their_name_and_the_way_out()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        session.CommitTransaction().Error.ShouldBe(FwpError.NoTxnInProgress);
        session.BeginTransaction().ThrowIfFailed();
        $"{session.BeginTransaction()}".ShouldStartWith("FWP_E_TXN_IN_PROGRESS: FwpmTransactionBegin0 failed. Another program");
        session.Providers.Add(Mine).Outcome.ThrowIfFailed();
        $"{session.Providers.Add(Mine).Outcome}".ShouldContain("gatehouse down");
        var child = new FwpmSubLayer(Guid.Parse("00000000-0000-4000-a000-000000000002"), "child", 7) { Provider = Mine.Key };
        session.SubLayers.Add(child).Outcome.ThrowIfFailed();
        session.SubLayers.GetByKey(child.Key).Require().Object.ShouldBe(child);
        $"{session.Providers.DeleteByKey(Mine.Key)}".ShouldContain("Another program's object refers to it");
        session.AbortTransaction().ThrowIfFailed();
        session.Providers.GetByKey(Mine.Key).Error.ShouldBe(FwpError.ProviderNotFound);
    }

    [Theory]
    [InlineData(5u, "ERROR_ACCESS_DENIED", "Run as administrator")]
    [InlineData(1753u, "EPT_S_NOT_REGISTERED", "sc start BFE")]
    [InlineData(1722u, "RPC_S_SERVER_UNAVAILABLE", "sc start BFE")]
    [InlineData(0x80320012u, "FWP_E_TIMEOUT", "Another program holds a transaction")]
    [InlineData(0x80329999u, "0x80329999", "FwpmEngineOpen0 failed")]
    public void What_an_operator_can_mend_is_said_in_a_sentence(uint code, string name, string wayOut)
    {
        using var recorder = new RecordedEngine();
        recorder.Restart(1, code);
        var refused = $"{recorder.Engine.Open(new FwpmSession()).Outcome}";

        refused.ShouldStartWith(name);
        refused.ShouldContain(wayOut);
    }

    [Fact]
    public void Options_are_set_outside_transactions()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        session.SetOption(FwpmEngineOption.TransactionWatchdogTimeout, 2500).ThrowIfFailed();
        session.GetOption(FwpmEngineOption.TransactionWatchdogTimeout).Require().ShouldBe(2500u);
        session.BeginTransaction().ThrowIfFailed();
        session.SetOption(FwpmEngineOption.CollectNetEvents, 0).Error.ShouldBe(FwpError.TxnInProgress);
    }

    [Fact]
    public void Changes_of_another_session_are_told_once()
    {
        using var recorder = new RecordedEngine();
        using var listener = recorder.Engine.Open(new FwpmSession()).Require();
        using var writer = recorder.Engine.Open(new FwpmSession()).Require();
        using (var news = listener.Providers.SubscribeChanges(FwpmEnumTemplate.All).Require())
        {
            writer.Providers.Add(Mine).Outcome.ThrowIfFailed();
            writer.Providers.DeleteByKey(Mine.Key).ThrowIfFailed();
            news.Take().Require().ShouldBe(new FwpmChange(FwpmChangeType.Add, Mine.Key, 0));
            news.Take().Require().ShouldBe(new FwpmChange(FwpmChangeType.Delete, Mine.Key, 0));
            ((int)news.Take().Value.Type).ShouldBe(0);
        }

        writer.Providers.Add(Mine).Outcome.ThrowIfFailed();
    }

    [Fact]
    public void Net_events_are_listed_and_told()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        var events = session.NetEvents.Enum(FwpmNetEventTemplate.All).Require();
        events.Select(seen => (seen.Type, seen.FilterId, seen.Outbound, seen.ErrorCode)).ShouldBe(
            [(FwpmNetEventType.ClassifyDrop, 77ul, true, 0), (FwpmNetEventType.IpsecKernelDrop, 78ul, false, 13916)]);
        events.ShouldAllBe(seen => $"{seen.Local}:{seen.LocalPort} {seen.Remote}:{seen.RemotePort} {seen.Protocol}" == "192.0.2.1:49152 192.0.2.2:445 6");
        DateTime.UnixEpoch.AddSeconds(events[0].Time.Seconds).ShouldBe(new DateTime(2026, 1, 2, 3, 4, 5), TimeSpan.FromSeconds(1));

        using var news = session.NetEvents.Subscribe(FwpmNetEventTemplate.All).Require();
        var told = news.Take().Require().ShouldNotBeNull();
        (told.Type, told.ErrorCode, told.FilterId, told.Reason).ShouldBe((FwpmNetEventType.IkeextMmFailure, 13801, 79ul, "failed at the peer"));
    }

    [Fact]
    public void Security_associations_and_counters_are_read()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        var monitor = session.ShouldBeAssignableTo<IIpsecMonitor>().ShouldNotBeNull();
        var pair = monitor.SaContexts().Require().ShouldHaveSingleItem();
        (pair.Id, pair.Inbound?.Spi, pair.Outbound?.Spi).ShouldBe((9ul, new Spi(0x1001), new Spi(0x2002)));
        pair.Outbound.ShouldNotBeNull().ShouldBe(new SaDetails(
            new AddressPair(IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2")),
            new TrafficSelector(6, 0, 445),
            new Spi(0x2002),
            new SaTransform(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes128, IpsecCipherConfig.GcmAes128),
            new SaLifetime(3600, 100000, 0x7fffffff),
            0x9,
            77,
            5));
        var mainMode = monitor.MainModes().Require().ShouldHaveSingleItem();
        (mainMode.Module, mainMode.Proposal.DhGroup, mainMode.InitiatorCookie).ShouldBe((KeyingModule.AuthIp, IkeDhGroup.Group2, 0x0102030405060708ul));

        // The recorder numbers the counters in their order.
        var ipsec = monitor.IpsecStatistics().Require();
        (ipsec.ActiveSas, ipsec.Rekeys, ipsec.InvalidSpis, ipsec.ClearTextDrops, ipsec.TotalDrops).ShouldBe((1u, 5u, 17u, 22u, 26u));
        (ipsec.EncryptedBytesIn, ipsec.PacketsIn, ipsec.EncryptedBytesOut, ipsec.PacketsOut).ShouldBe((1000ul, 1006ul, 1007ul, 1013ul));
        var keying = monitor.KeyingStatistics().Require();
        keying.Select(row => row.ActiveMainModes).ShouldBe([1u, 19u, 137u, 155u, 273u, 291u]);
        (keying[0].MainModesFailed, keying[0].QuickModesFailed, keying[0].Acquires, keying[0].ExtendedModesFailed).ShouldBe((4u, 10u, 11u, 16u));
    }
}
