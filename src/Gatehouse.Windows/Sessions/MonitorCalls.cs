using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>IPsecSaContextEnum1, IkeextSaEnum2, IPsecGetStatistics1 and IkeextGetStatistics1.</summary>
internal sealed unsafe class MonitorCalls(WindowsSession session)
{
    public FwpResult<ImmutableArray<SaContext>> SaContexts()
    {
        var contexts = ImmutableArray.CreateBuilder<SaContext>();
        var pages = new Pages(
            (engine, handle) => Fwpuclnt.IPsecSaContextCreateEnumHandle0(engine, null, handle),
            Fwpuclnt.IPsecSaContextEnum1,
            Fwpuclnt.IPsecSaContextDestroyEnumHandle0);
        var outcome = pages.Read(session.Engine, "IPsecSaContext", native => contexts.Add(SaReader.Read((IPSEC_SA_CONTEXT1*)native)));
        return outcome.Ok ? contexts.ToImmutable() : outcome;
    }

    public FwpResult<ImmutableArray<MainModeDetails>> MainModes()
    {
        var mainModes = ImmutableArray.CreateBuilder<MainModeDetails>();
        var pages = new Pages(
            (engine, handle) => Fwpuclnt.IkeextSaCreateEnumHandle0(engine, null, handle),
            Fwpuclnt.IkeextSaEnum2,
            Fwpuclnt.IkeextSaDestroyEnumHandle0);
        var outcome = pages.Read(session.Engine, "IkeextSa", native => mainModes.Add(SaReader.Read((IKEEXT_SA_DETAILS2*)native)));
        return outcome.Ok ? mainModes.ToImmutable() : outcome;
    }

    public FwpResult<IpsecStatistics> IpsecStatistics()
    {
        IPSEC_STATISTICS1 native;
        var status = Fwpuclnt.IPsecGetStatistics1(session.Engine, &native);
        if (status != 0)
            return Failure.Of(status, "IPsecGetStatistics1", "");
        var (sas, drops) = (native.aggregateSaStatistics, native.aggregateDropPacketStatistics);
        return new IpsecStatistics
        {
            ActiveSas = sas.activeSas,
            PendingNegotiations = sas.pendingSaNegotiations,
            SasAdded = sas.totalSasAdded,
            SasDeleted = sas.totalSasDeleted,
            Rekeys = sas.successfulRekeys,
            InvalidSpis = drops.invalidSpisOnInbound,
            AuthenticationFailures = drops.authenticationFailuresOnInbound,
            ReplayFailures = drops.replayCheckFailuresOnInbound,
            ClearTextDrops = drops.invalidClearTextInbound,
            TotalDrops = drops.totalDropPacketsInbound,
            EncryptedBytesIn = native.inboundTrafficStatistics.encryptedByteCount,
            EncryptedBytesOut = native.outboundTrafficStatistics.encryptedByteCount,
            PacketsIn = native.inboundTrafficStatistics.totalSuccessfulPackets,
            PacketsOut = native.outboundTrafficStatistics.totalSuccessfulPackets,
        };
    }

    public FwpResult<ImmutableArray<KeyingStatistics>> KeyingStatistics()
    {
        IKEEXT_STATISTICS1 native;
        var status = Fwpuclnt.IkeextGetStatistics1(session.Engine, &native);
        if (status != 0)
            return Failure.Of(status, "IkeextGetStatistics1", "");
        return ImmutableArray.Create(
            Row(KeyingModule.Ike, IpFamily.V4, native.ikeStatistics.v4Statistics),
            Row(KeyingModule.Ike, IpFamily.V6, native.ikeStatistics.v6Statistics),
            Row(KeyingModule.AuthIp, IpFamily.V4, native.authipStatistics.v4Statistics),
            Row(KeyingModule.AuthIp, IpFamily.V6, native.authipStatistics.v6Statistics),
            Row(KeyingModule.IkeV2, IpFamily.V4, native.ikeV2Statistics.v4Statistics),
            Row(KeyingModule.IkeV2, IpFamily.V6, native.ikeV2Statistics.v6Statistics));
    }

    private static KeyingStatistics Row(KeyingModule module, IpFamily family, IKEEXT_IP_VERSION_SPECIFIC_KEYMODULE_STATISTICS1 native) => new(module, family)
    {
        ActiveMainModes = native.currentActiveMainModes,
        MainModesStarted = native.totalMainModesStarted,
        MainModesSucceeded = native.totalSuccessfulMainModes,
        MainModesFailed = native.totalFailedMainModes,
        QuickModesSucceeded = native.totalSuccessfulQuickModes,
        QuickModesFailed = native.totalFailedQuickModes,
        ExtendedModesFailed = native.totalFailedExtendedModes,
        Acquires = native.totalAcquires,
    };
}
