using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// ipsectypes.h and iketypes.h: counters.

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_AGGREGATE_SA_STATISTICS0
{
    public uint activeSas;
    public uint pendingSaNegotiations;
    public uint totalSasAdded;
    public uint totalSasDeleted;
    public uint successfulRekeys;
    public uint activeTunnels;
    public uint offloadedSas;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_ESP_DROP_PACKET_STATISTICS0
{
    public uint invalidSpisOnInbound;
    public uint decryptionFailuresOnInbound;
    public uint authenticationFailuresOnInbound;
    public uint replayCheckFailuresOnInbound;
    public uint saNotInitializedOnInbound;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_AH_DROP_PACKET_STATISTICS0
{
    public uint invalidSpisOnInbound;
    public uint authenticationFailuresOnInbound;
    public uint replayCheckFailuresOnInbound;
    public uint saNotInitializedOnInbound;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_AGGREGATE_DROP_PACKET_STATISTICS1
{
    public uint invalidSpisOnInbound;
    public uint decryptionFailuresOnInbound;
    public uint authenticationFailuresOnInbound;
    public uint udpEspValidationFailuresOnInbound;
    public uint replayCheckFailuresOnInbound;
    public uint invalidClearTextInbound;
    public uint saNotInitializedOnInbound;
    public uint receiveOverIncorrectSaInbound;
    public uint secureReceivesNotMatchingFilters;
    public uint totalDropPacketsInbound;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_TRAFFIC_STATISTICS1
{
    public ulong encryptedByteCount;
    public ulong authenticatedAHByteCount;
    public ulong authenticatedESPByteCount;
    public ulong transportByteCount;
    public ulong tunnelByteCount;
    public ulong offloadByteCount;
    public ulong totalSuccessfulPackets;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_STATISTICS1
{
    public IPSEC_AGGREGATE_SA_STATISTICS0 aggregateSaStatistics;
    public IPSEC_ESP_DROP_PACKET_STATISTICS0 espDropPacketStatistics;
    public IPSEC_AH_DROP_PACKET_STATISTICS0 ahDropPacketStatistics;
    public IPSEC_AGGREGATE_DROP_PACKET_STATISTICS1 aggregateDropPacketStatistics;
    public IPSEC_TRAFFIC_STATISTICS1 inboundTrafficStatistics;
    public IPSEC_TRAFFIC_STATISTICS1 outboundTrafficStatistics;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_IP_VERSION_SPECIFIC_KEYMODULE_STATISTICS1
{
    public uint currentActiveMainModes;
    public uint totalMainModesStarted;
    public uint totalSuccessfulMainModes;
    public uint totalFailedMainModes;
    public uint totalResponderMainModes;
    public uint currentNewResponderMainModes;
    public uint currentActiveQuickModes;
    public uint totalQuickModesStarted;
    public uint totalSuccessfulQuickModes;
    public uint totalFailedQuickModes;
    public uint totalAcquires;
    public uint totalReinitAcquires;
    public uint currentActiveExtendedModes;
    public uint totalExtendedModesStarted;
    public uint totalSuccessfulExtendedModes;
    public uint totalFailedExtendedModes;
    public uint totalImpersonationExtendedModes;
    public uint totalImpersonationMainModes;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IKEEXT_KEYMODULE_STATISTICS1
{
    public IKEEXT_IP_VERSION_SPECIFIC_KEYMODULE_STATISTICS1 v4Statistics;
    public IKEEXT_IP_VERSION_SPECIFIC_KEYMODULE_STATISTICS1 v6Statistics;
    public fixed uint errorFrequencyTable[97];
    public uint mainModeNegotiationTime;
    public uint quickModeNegotiationTime;
    public uint extendedModeNegotiationTime;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_IP_VERSION_SPECIFIC_COMMON_STATISTICS0
{
    public uint totalSocketReceiveFailures;
    public uint totalSocketSendFailures;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_COMMON_STATISTICS1
{
    public IKEEXT_IP_VERSION_SPECIFIC_COMMON_STATISTICS0 v4Statistics;
    public IKEEXT_IP_VERSION_SPECIFIC_COMMON_STATISTICS0 v6Statistics;
    public uint totalPacketsReceived;
    public uint totalInvalidPacketsReceived;
    public uint currentQueuedWorkitems;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_STATISTICS1
{
    public IKEEXT_KEYMODULE_STATISTICS1 ikeStatistics;
    public IKEEXT_KEYMODULE_STATISTICS1 authipStatistics;
    public IKEEXT_KEYMODULE_STATISTICS1 ikeV2Statistics;
    public IKEEXT_COMMON_STATISTICS1 commonStatistics;
}
