namespace Gatehouse.Oracles.Windows;

/// <summary>
/// Sizes and offsets of the native structures on 64-bit Windows, as the reference computed them from the SDK headers (section 9.2); those it does not
/// list are not here. Name, size, then members with their offsets.
/// </summary>
public static class NativeLayouts
{
    private const string Table = """
        FWP_VALUE0 16 type:0 uint8:8 uint64:8
        FWP_CONDITION_VALUE0 16 type:0 uint8:8 rangeValue:8
        FWP_RANGE0 32
        FWP_V4_ADDR_AND_MASK 8
        FWP_V6_ADDR_AND_MASK 17
        FWP_BYTE_BLOB 16 size:0 data:8
        FWPM_DISPLAY_DATA0 16 name:0 description:8
        FWPM_SESSION0 72 sessionKey:0 displayData:16 flags:32 txnWaitTimeoutInMSec:36 processId:40 sid:48 username:56 kernelMode:64
        FWPM_PROVIDER0 64 providerKey:0 displayData:16 flags:32 providerData:40 serviceName:56
        FWPM_SUBLAYER0 72 subLayerKey:0 displayData:16 flags:32 providerKey:40 providerData:48 weight:64
        FWPM_CALLOUT0 88 applicableLayer:64 calloutId:80
        FWPM_PROVIDER_CONTEXT2 88 providerContextKey:0 displayData:16 flags:32 providerKey:40 providerData:48 type:64 keyingPolicy:72 providerContextId:80
        FWPM_FILTER_CONDITION0 40 fieldKey:0 matchType:16 conditionValue:24
        FWPM_ACTION0 20 type:0 calloutKey:4
        FWPM_FILTER0 200 filterKey:0 displayData:16 flags:32 providerKey:40 providerData:48 layerKey:64 subLayerKey:80 weight:96 numFilterConditions:112
        FWPM_FILTER0 200 filterCondition:120 action:128 rawContext:152 providerContextKey:152 reserved:168 filterId:176 effectiveWeight:184
        FWPM_FILTER_ENUM_TEMPLATE0 72
        FWPM_NET_EVENT_ENUM_TEMPLATE0 32
        FWPM_NET_EVENT_SUBSCRIPTION0 32
        FWPM_NET_EVENT_HEADER1 144 timeStampLow:0 flags:8 ipVersion:12 ipProtocol:16 localAddr:20 remoteAddr:36 localPort:52 remotePort:54
        FWPM_NET_EVENT_HEADER1 144 scopeId:56 appId:64 userId:80
        FWPM_NET_EVENT1 160 type:144 classifyDrop:152
        FWPM_NET_EVENT_CLASSIFY_DROP1 32
        FWPM_NET_EVENT_IPSEC_KERNEL_DROP0 32
        FWPM_NET_EVENT_IKEEXT_MM_FAILURE1 112
        FWPM_NET_EVENT_IKEEXT_QM_FAILURE0 64
        FWPM_NET_EVENT_IKEEXT_EM_FAILURE1 120
        IPSEC_SA_LIFETIME0 12
        IPSEC_AUTH_TRANSFORM_ID0 8
        IPSEC_AUTH_TRANSFORM0 16
        IPSEC_AUTH_AND_CIPHER_TRANSFORM0 32
        IPSEC_SA_TRANSFORM0 16
        IPSEC_PROPOSAL0 32 lifetime:0 numSaTransforms:12 saTransforms:16 pfsGroup:24
        IPSEC_TRANSPORT_POLICY2 40 numIpsecProposals:0 ipsecProposals:8 flags:16 ndAllowClearTimeoutSeconds:20 saIdleTimeout:24 emPolicy:32
        IPSEC_TUNNEL_POLICY2 112 flags:0
        IPSEC_KEYING_POLICY1 24
        IKEEXT_PROPOSAL0 28 cipherAlgorithm:0 integrityAlgorithm:12 maxLifetimeSeconds:16 dhGroup:20 quickModeLimit:24
        IKEEXT_AUTHENTICATION_METHOD2 80 authenticationMethodType:0 presharedKeyAuthentication:8
        IKEEXT_POLICY2 48 softExpirationTime:0 numAuthenticationMethods:4 authenticationMethods:8 initiatorImpersonationType:16 numIkeProposals:20
        IKEEXT_POLICY2 48 ikeProposals:24 flags:32 maxDynamicFilters:36 retransmitDurationSecs:40
        IKEEXT_EM_POLICY2 24 numAuthenticationMethods:0 authenticationMethods:8 initiatorImpersonationType:16
        IPSEC_TRAFFIC1 72 ipVersion:0 localAddr:4 remoteAddr:20 trafficType:36 ipsecFilterId:40 remotePort:48 localPort:50 ipProtocol:52 localIfLuid:56
        IPSEC_TRAFFIC1 72 realIfProfileId:64
        IPSEC_SA0 16
        IPSEC_SA_AUTH_INFORMATION0 32
        IPSEC_SA_AUTH_AND_CIPHER_INFORMATION0 64 saCipherInformation:0
        IPSEC_SA_BUNDLE1 112 flags:0 lifetime:4 idleTimeoutSeconds:16 ndAllowClearTimeoutSeconds:20 ipsecId:24 napContext:32 qmSaId:36 numSAs:40 saList:48
        IPSEC_SA_BUNDLE1 112 keyModuleState:56 ipVersion:64 peerV4PrivateAddress:68 mmSaId:72 pfsGroup:80 saLookupContext:84 qmFilterId:104
        IPSEC_SA_DETAILS1 224 traffic:8 saBundle:80 udpEncapsulation:192 transportFilter:200 virtualIfTunnelInfo:208
        IPSEC_SA_CONTEXT1 24 saContextId:0 inboundSa:8 outboundSa:16
        IPSEC_STATISTICS1 216
        IKEEXT_SA_DETAILS2 176 saId:0 keyModuleType:8 ipVersion:12 v4UdpEncapsulation:16 ikeTraffic:24 ikeProposal:72 cookiePair:104 ikeCredentials:120
        IKEEXT_SA_DETAILS2 176 ikePolicyKey:136 virtualIfTunnelId:152 correlationKey:160
        IKEEXT_STATISTICS1 1660
        """;

    /// <summary>Each row: structure, size, members with their offsets.</summary>
    public static IEnumerable<(string Name, int Size, (string Member, int Offset)[] Members)> Rows()
    {
        foreach (var line in Table.Split('\n'))
        {
            var words = line.Split(' ');
            yield return (words[0], int.Parse(words[1]), [.. words[2..].Select(word => (word.Split(':')[0], int.Parse(word.Split(':')[1])))]);
        }
    }
}
