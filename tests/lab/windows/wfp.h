/*
 * Declarations of the Windows Filtering Platform for 64-bit Windows, written from the documented layouts. mingw-w64's own headers have wrong members
 * (FWPM_SUBLAYER0.flags, IPSEC_SA_DETAILS1.virtualIfTunnelInfo and others), so the tests do not build on them.
 * Also compiles on Linux, where the recorder is loaded into a test process.
 */
#ifndef GATEHOUSE_WFP_H
#define GATEHOUSE_WFP_H

#include <stddef.h>
#include <stdint.h>

typedef uint8_t UINT8;
typedef uint16_t UINT16;
typedef uint32_t UINT32;
typedef uint64_t UINT64;
typedef int32_t INT32;
typedef uint16_t WCHAR16;

#ifndef GATEHOUSE_HAVE_GUID
typedef struct { UINT32 Data1; UINT16 Data2, Data3; UINT8 Data4[8]; } GUID;
#endif

typedef struct { UINT32 size; UINT8 *data; } FWP_BYTE_BLOB;

typedef struct {
    UINT32 type;
    union {
        UINT8 uint8; UINT16 uint16; UINT32 uint32; UINT64 *uint64; UINT8 *byteArray16; FWP_BYTE_BLOB *byteBlob; UINT8 *sid; FWP_BYTE_BLOB *sd;
        WCHAR16 *unicodeString; UINT8 *byteArray6;
    };
} FWP_VALUE0;

typedef struct { UINT32 addr; UINT32 mask; } FWP_V4_ADDR_AND_MASK;
typedef struct { UINT8 addr[16]; UINT8 prefixLength; } FWP_V6_ADDR_AND_MASK;
typedef struct { FWP_VALUE0 valueLow; FWP_VALUE0 valueHigh; } FWP_RANGE0;

typedef struct {
    UINT32 type;
    union {
        UINT8 uint8; UINT16 uint16; UINT32 uint32; UINT64 *uint64; UINT8 *byteArray16; FWP_BYTE_BLOB *byteBlob; UINT8 *sid; FWP_BYTE_BLOB *sd;
        WCHAR16 *unicodeString; UINT8 *byteArray6; FWP_V4_ADDR_AND_MASK *v4AddrMask; FWP_V6_ADDR_AND_MASK *v6AddrMask; FWP_RANGE0 *rangeValue;
    };
} FWP_CONDITION_VALUE0;

typedef struct { WCHAR16 *name; WCHAR16 *description; } FWPM_DISPLAY_DATA0;

typedef struct {
    GUID sessionKey; FWPM_DISPLAY_DATA0 displayData; UINT32 flags; UINT32 txnWaitTimeoutInMSec; UINT32 processId; UINT8 *sid; WCHAR16 *username;
    INT32 kernelMode;
} FWPM_SESSION0;

typedef struct { GUID *fieldKey; UINT32 type; UINT32 dataType; } FWPM_FIELD0;

typedef struct {
    GUID layerKey; FWPM_DISPLAY_DATA0 displayData; UINT32 flags; UINT32 numFields; FWPM_FIELD0 *field; GUID defaultSubLayerKey; UINT16 layerId;
} FWPM_LAYER0;

typedef struct { GUID providerKey; FWPM_DISPLAY_DATA0 displayData; UINT32 flags; FWP_BYTE_BLOB providerData; WCHAR16 *serviceName; } FWPM_PROVIDER0;

typedef struct {
    GUID subLayerKey; FWPM_DISPLAY_DATA0 displayData; UINT32 flags; GUID *providerKey; FWP_BYTE_BLOB providerData; UINT16 weight;
} FWPM_SUBLAYER0;

typedef struct {
    GUID calloutKey; FWPM_DISPLAY_DATA0 displayData; UINT32 flags; GUID *providerKey; FWP_BYTE_BLOB providerData; GUID applicableLayer; UINT32 calloutId;
} FWPM_CALLOUT0;

typedef struct { UINT32 lifetimeSeconds; UINT32 lifetimeKilobytes; UINT32 lifetimePackets; } IPSEC_SA_LIFETIME0;
typedef struct { UINT32 idleTimeoutSeconds; UINT32 idleTimeoutSecondsFailOver; } IPSEC_SA_IDLE_TIMEOUT0;
typedef struct { UINT32 authType; UINT8 authConfig; } IPSEC_AUTH_TRANSFORM_ID0;
typedef struct { IPSEC_AUTH_TRANSFORM_ID0 authTransformId; GUID *cryptoModuleId; } IPSEC_AUTH_TRANSFORM0;
typedef struct { UINT32 cipherType; UINT8 cipherConfig; } IPSEC_CIPHER_TRANSFORM_ID0;
typedef struct { IPSEC_CIPHER_TRANSFORM_ID0 cipherTransformId; GUID *cryptoModuleId; } IPSEC_CIPHER_TRANSFORM0;
typedef struct { IPSEC_AUTH_TRANSFORM0 authTransform; IPSEC_CIPHER_TRANSFORM0 cipherTransform; } IPSEC_AUTH_AND_CIPHER_TRANSFORM0;

typedef struct {
    UINT32 ipsecTransformType;
    union {
        IPSEC_AUTH_TRANSFORM0 *ahTransform; IPSEC_AUTH_TRANSFORM0 *espAuthTransform; IPSEC_CIPHER_TRANSFORM0 *espCipherTransform;
        IPSEC_AUTH_AND_CIPHER_TRANSFORM0 *espAuthAndCipherTransform; IPSEC_AUTH_TRANSFORM0 *espAuthFwTransform;
    };
} IPSEC_SA_TRANSFORM0;

typedef struct { IPSEC_SA_LIFETIME0 lifetime; UINT32 numSaTransforms; IPSEC_SA_TRANSFORM0 *saTransforms; UINT32 pfsGroup; } IPSEC_PROPOSAL0;

typedef struct { FWP_BYTE_BLOB presharedKey; UINT32 flags; } IKEEXT_PRESHARED_KEY_AUTHENTICATION1;
typedef struct { FWP_BYTE_BLOB certData; FWP_BYTE_BLOB certHash; void *eku; void *certName; UINT32 flags; } IKEEXT_CERTIFICATE_CRITERIA0;
typedef struct {
    UINT32 inboundConfigType;
    union { struct { UINT32 inboundRootArraySize; IKEEXT_CERTIFICATE_CRITERIA0 *inboundRootCriteria; }; };
    UINT32 outboundConfigType;
    union { struct { UINT32 outboundRootArraySize; IKEEXT_CERTIFICATE_CRITERIA0 *outboundRootCriteria; }; };
    UINT32 flags;
    FWP_BYTE_BLOB localCertLocationUrl;
} IKEEXT_CERTIFICATE_AUTHENTICATION2;
typedef struct { UINT32 flags; WCHAR16 *proxyServer; } IKEEXT_KERBEROS_AUTHENTICATION1;
typedef struct { UINT32 flags; } IKEEXT_NTLM_V2_AUTHENTICATION0;

typedef struct {
    UINT32 authenticationMethodType;
    union {
        IKEEXT_PRESHARED_KEY_AUTHENTICATION1 presharedKeyAuthentication;
        IKEEXT_CERTIFICATE_AUTHENTICATION2 certificateAuthentication;
        IKEEXT_KERBEROS_AUTHENTICATION1 kerberosAuthentication;
        IKEEXT_NTLM_V2_AUTHENTICATION0 ntlmV2Authentication;
        IKEEXT_CERTIFICATE_AUTHENTICATION2 sslAuthentication;
    };
} IKEEXT_AUTHENTICATION_METHOD2;

typedef struct { UINT32 algoIdentifier; UINT32 keyLen; UINT32 rounds; } IKEEXT_CIPHER_ALGORITHM0;
typedef struct { UINT32 algoIdentifier; } IKEEXT_INTEGRITY_ALGORITHM0;
typedef struct {
    IKEEXT_CIPHER_ALGORITHM0 cipherAlgorithm; IKEEXT_INTEGRITY_ALGORITHM0 integrityAlgorithm; UINT32 maxLifetimeSeconds; UINT32 dhGroup;
    UINT32 quickModeLimit;
} IKEEXT_PROPOSAL0;

typedef struct {
    UINT32 softExpirationTime; UINT32 numAuthenticationMethods; IKEEXT_AUTHENTICATION_METHOD2 *authenticationMethods; UINT32 initiatorImpersonationType;
    UINT32 numIkeProposals; IKEEXT_PROPOSAL0 *ikeProposals; UINT32 flags; UINT32 maxDynamicFilters; UINT32 retransmitDurationSecs;
} IKEEXT_POLICY2;

typedef struct {
    UINT32 numAuthenticationMethods; IKEEXT_AUTHENTICATION_METHOD2 *authenticationMethods; UINT32 initiatorImpersonationType;
} IKEEXT_EM_POLICY2;

typedef struct {
    UINT32 numIpsecProposals; IPSEC_PROPOSAL0 *ipsecProposals; UINT32 flags; UINT32 ndAllowClearTimeoutSeconds; IPSEC_SA_IDLE_TIMEOUT0 saIdleTimeout;
    IKEEXT_EM_POLICY2 *emPolicy;
} IPSEC_TRANSPORT_POLICY2;

typedef union { UINT32 v4; UINT8 v6[16]; } NativeAddress;

typedef struct { UINT32 ipVersion; NativeAddress addr; } IPSEC_TUNNEL_ENDPOINT0;
typedef struct {
    UINT32 ipVersion; NativeAddress localAddr; NativeAddress remoteAddr; UINT64 localIfLuid; WCHAR16 *remoteFqdn; UINT32 numAddresses;
    IPSEC_TUNNEL_ENDPOINT0 *remoteAddresses;
} IPSEC_TUNNEL_ENDPOINTS2;
typedef struct {
    UINT32 flags; UINT32 numIpsecProposals; IPSEC_PROPOSAL0 *ipsecProposals; IPSEC_TUNNEL_ENDPOINTS2 tunnelEndpoints; IPSEC_SA_IDLE_TIMEOUT0 saIdleTimeout;
    IKEEXT_EM_POLICY2 *emPolicy; UINT32 fwdPathSaLifetime;
} IPSEC_TUNNEL_POLICY2;

typedef struct { UINT32 numKeyMods; GUID *keyModKeys; UINT32 flags; } IPSEC_KEYING_POLICY1;

typedef struct {
    GUID providerContextKey; FWPM_DISPLAY_DATA0 displayData; UINT32 flags; GUID *providerKey; FWP_BYTE_BLOB providerData; UINT32 type;
    union {
        IPSEC_KEYING_POLICY1 *keyingPolicy; IPSEC_TRANSPORT_POLICY2 *ikeQmTransportPolicy; IPSEC_TUNNEL_POLICY2 *ikeQmTunnelPolicy;
        IKEEXT_POLICY2 *ikeMmPolicy;
    };
    UINT64 providerContextId;
} FWPM_PROVIDER_CONTEXT2;

typedef struct { GUID fieldKey; UINT32 matchType; FWP_CONDITION_VALUE0 conditionValue; } FWPM_FILTER_CONDITION0;
typedef struct { UINT32 type; union { GUID filterType; GUID calloutKey; }; } FWPM_ACTION0;

typedef struct {
    GUID filterKey; FWPM_DISPLAY_DATA0 displayData; UINT32 flags; GUID *providerKey; FWP_BYTE_BLOB providerData; GUID layerKey; GUID subLayerKey;
    FWP_VALUE0 weight; UINT32 numFilterConditions; FWPM_FILTER_CONDITION0 *filterCondition; FWPM_ACTION0 action;
    union { UINT64 rawContext; GUID providerContextKey; };
    GUID *reserved; UINT64 filterId; FWP_VALUE0 effectiveWeight;
} FWPM_FILTER0;

typedef struct { GUID *providerKey; UINT32 providerContextType; } FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0;
typedef struct {
    GUID *providerKey; GUID layerKey; UINT32 enumType; UINT32 flags; FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0 *providerContextTemplate;
    UINT32 numFilterConditions; FWPM_FILTER_CONDITION0 *filterCondition; UINT32 actionMask; GUID *calloutKey;
} FWPM_FILTER_ENUM_TEMPLATE0;
typedef struct { FWPM_FILTER_ENUM_TEMPLATE0 *enumTemplate; UINT32 flags; GUID sessionKey; } FWPM_FILTER_SUBSCRIPTION0;
typedef struct { UINT32 changeType; GUID filterKey; UINT64 filterId; } FWPM_FILTER_CHANGE0;
/* FILETIME has 32-bit members, so its alignment is 4; at these offsets it makes no difference. */
typedef struct { UINT64 startTime; UINT64 endTime; UINT32 numFilterConditions; FWPM_FILTER_CONDITION0 *filterCondition; } FWPM_NET_EVENT_ENUM_TEMPLATE0;
typedef struct { FWPM_NET_EVENT_ENUM_TEMPLATE0 *enumTemplate; UINT32 flags; GUID sessionKey; } FWPM_NET_EVENT_SUBSCRIPTION0;

typedef struct {
    UINT32 timeStampLow; UINT32 timeStampHigh; UINT32 flags; UINT32 ipVersion; UINT8 ipProtocol; NativeAddress localAddr; NativeAddress remoteAddr;
    UINT16 localPort; UINT16 remotePort; UINT32 scopeId; FWP_BYTE_BLOB appId; UINT8 *userId; UINT8 reserved[56];
} FWPM_NET_EVENT_HEADER1;
typedef struct {
    UINT64 filterId; UINT16 layerId; UINT32 reauthReason; UINT32 originalProfile; UINT32 currentProfile; UINT32 msFwpDirection; INT32 isLoopback;
} FWPM_NET_EVENT_CLASSIFY_DROP1;
typedef struct { INT32 failureStatus; UINT32 direction; UINT32 spi; UINT64 filterId; UINT16 layerId; } FWPM_NET_EVENT_IPSEC_KERNEL_DROP0;
typedef struct {
    UINT32 failureErrorCode, failurePoint, flags, keyingModuleType, mmState, saRole, mmAuthMethod; UINT8 endCertHash[20]; UINT64 mmId; UINT64 mmFilterId;
    WCHAR16 *localPrincipalNameForAuth; WCHAR16 *remotePrincipalNameForAuth; UINT32 numLocalPrincipalGroupSids; WCHAR16 **localPrincipalGroupSids;
    UINT32 numRemotePrincipalGroupSids; WCHAR16 **remotePrincipalGroupSids;
} FWPM_NET_EVENT_IKEEXT_MM_FAILURE1;
typedef struct {
    UINT32 failureErrorCode, failurePoint, keyingModuleType, qmState, saRole, saTrafficType;
    union { FWP_CONDITION_VALUE0 localSubNet; }; union { FWP_CONDITION_VALUE0 remoteSubNet; }; UINT64 qmFilterId;
} FWPM_NET_EVENT_IKEEXT_QM_FAILURE0;
typedef struct {
    UINT32 failureErrorCode, failurePoint, flags, emState, saRole, emAuthMethod; UINT8 endCertHash[20]; UINT64 mmId; UINT64 qmFilterId;
    WCHAR16 *localPrincipalNameForAuth; WCHAR16 *remotePrincipalNameForAuth; UINT32 numLocalPrincipalGroupSids; WCHAR16 **localPrincipalGroupSids;
    UINT32 numRemotePrincipalGroupSids; WCHAR16 **remotePrincipalGroupSids; UINT32 saTrafficType;
} FWPM_NET_EVENT_IKEEXT_EM_FAILURE1;
typedef struct {
    FWPM_NET_EVENT_HEADER1 header; UINT32 type;
    union {
        FWPM_NET_EVENT_IKEEXT_MM_FAILURE1 *ikeMmFailure; FWPM_NET_EVENT_IKEEXT_QM_FAILURE0 *ikeQmFailure; FWPM_NET_EVENT_IKEEXT_EM_FAILURE1 *ikeEmFailure;
        FWPM_NET_EVENT_CLASSIFY_DROP1 *classifyDrop; FWPM_NET_EVENT_IPSEC_KERNEL_DROP0 *ipsecDrop;
    };
} FWPM_NET_EVENT1;

typedef struct {
    UINT32 ipVersion; NativeAddress localAddr; NativeAddress remoteAddr; UINT32 trafficType; union { UINT64 ipsecFilterId; UINT64 tunnelPolicyId; };
    UINT16 remotePort; UINT16 localPort; UINT8 ipProtocol; UINT64 localIfLuid; UINT32 realIfProfileId;
} IPSEC_TRAFFIC1;
typedef struct { IPSEC_AUTH_TRANSFORM0 authTransform; FWP_BYTE_BLOB authKey; } IPSEC_SA_AUTH_INFORMATION0;
typedef struct { IPSEC_CIPHER_TRANSFORM0 cipherTransform; FWP_BYTE_BLOB cipherKey; } IPSEC_SA_CIPHER_INFORMATION0;
typedef struct {
    IPSEC_SA_CIPHER_INFORMATION0 saCipherInformation; IPSEC_SA_AUTH_INFORMATION0 saAuthInformation;
} IPSEC_SA_AUTH_AND_CIPHER_INFORMATION0;
typedef struct {
    UINT32 spi; UINT32 saTransformType;
    union { IPSEC_SA_AUTH_INFORMATION0 *espAuthInformation; IPSEC_SA_AUTH_AND_CIPHER_INFORMATION0 *espAuthAndCipherInformation; };
} IPSEC_SA0;
typedef struct {
    UINT32 flags; IPSEC_SA_LIFETIME0 lifetime; UINT32 idleTimeoutSeconds; UINT32 ndAllowClearTimeoutSeconds; void *ipsecId; UINT32 napContext; UINT32 qmSaId;
    UINT32 numSAs; IPSEC_SA0 *saList; void *keyModuleState; UINT32 ipVersion; union { UINT32 peerV4PrivateAddress; }; UINT64 mmSaId; UINT32 pfsGroup;
    GUID saLookupContext; UINT64 qmFilterId;
} IPSEC_SA_BUNDLE1;
typedef struct { UINT64 virtualIfTunnelId; UINT64 trafficSelectorId; } IPSEC_VIRTUAL_IF_TUNNEL_INFO0;
typedef struct {
    UINT32 ipVersion; UINT32 saDirection; IPSEC_TRAFFIC1 traffic; IPSEC_SA_BUNDLE1 saBundle; union { void *udpEncapsulation; }; FWPM_FILTER0 *transportFilter;
    IPSEC_VIRTUAL_IF_TUNNEL_INFO0 virtualIfTunnelInfo;
} IPSEC_SA_DETAILS1;
typedef struct { UINT64 saContextId; IPSEC_SA_DETAILS1 *inboundSa; IPSEC_SA_DETAILS1 *outboundSa; } IPSEC_SA_CONTEXT1;

typedef struct { UINT32 ipVersion; NativeAddress localAddr; NativeAddress remoteAddr; UINT64 authIpFilterId; } IKEEXT_TRAFFIC0;
typedef struct { UINT64 initiator; UINT64 responder; } IKEEXT_COOKIE_PAIR0;
typedef struct { UINT32 numCredentials; void *credentials; } IKEEXT_CREDENTIALS2;
typedef struct {
    UINT64 saId; UINT32 keyModuleType; UINT32 ipVersion; union { void *v4UdpEncapsulation; }; IKEEXT_TRAFFIC0 ikeTraffic; IKEEXT_PROPOSAL0 ikeProposal;
    IKEEXT_COOKIE_PAIR0 cookiePair; IKEEXT_CREDENTIALS2 ikeCredentials; GUID ikePolicyKey; UINT64 virtualIfTunnelId; FWP_BYTE_BLOB correlationKey;
} IKEEXT_SA_DETAILS2;

typedef struct {
    UINT32 activeSas, pendingSaNegotiations, totalSasAdded, totalSasDeleted, successfulRekeys, activeTunnels, offloadedSas;
} IPSEC_AGGREGATE_SA_STATISTICS0;
typedef struct {
    UINT32 invalidSpisOnInbound, decryptionFailuresOnInbound, authenticationFailuresOnInbound, replayCheckFailuresOnInbound, saNotInitializedOnInbound;
} IPSEC_ESP_DROP_PACKET_STATISTICS0;
typedef struct {
    UINT32 invalidSpisOnInbound, authenticationFailuresOnInbound, replayCheckFailuresOnInbound, saNotInitializedOnInbound;
} IPSEC_AH_DROP_PACKET_STATISTICS0;
typedef struct {
    UINT32 invalidSpisOnInbound, decryptionFailuresOnInbound, authenticationFailuresOnInbound, udpEspValidationFailuresOnInbound,
        replayCheckFailuresOnInbound, invalidClearTextInbound, saNotInitializedOnInbound, receiveOverIncorrectSaInbound, secureReceivesNotMatchingFilters,
        totalDropPacketsInbound;
} IPSEC_AGGREGATE_DROP_PACKET_STATISTICS1;
typedef struct {
    UINT64 encryptedByteCount, authenticatedAHByteCount, authenticatedESPByteCount, transportByteCount, tunnelByteCount, offloadByteCount,
        totalSuccessfulPackets;
} IPSEC_TRAFFIC_STATISTICS1;
typedef struct {
    IPSEC_AGGREGATE_SA_STATISTICS0 aggregateSaStatistics; IPSEC_ESP_DROP_PACKET_STATISTICS0 espDropPacketStatistics;
    IPSEC_AH_DROP_PACKET_STATISTICS0 ahDropPacketStatistics; IPSEC_AGGREGATE_DROP_PACKET_STATISTICS1 aggregateDropPacketStatistics;
    IPSEC_TRAFFIC_STATISTICS1 inboundTrafficStatistics; IPSEC_TRAFFIC_STATISTICS1 outboundTrafficStatistics;
} IPSEC_STATISTICS1;

typedef struct {
    UINT32 currentActiveMainModes, totalMainModesStarted, totalSuccessfulMainModes, totalFailedMainModes, totalResponderMainModes,
        currentNewResponderMainModes, currentActiveQuickModes, totalQuickModesStarted, totalSuccessfulQuickModes, totalFailedQuickModes, totalAcquires,
        totalReinitAcquires, currentActiveExtendedModes, totalExtendedModesStarted, totalSuccessfulExtendedModes, totalFailedExtendedModes,
        totalImpersonationExtendedModes, totalImpersonationMainModes;
} IKEEXT_IP_VERSION_SPECIFIC_KEYMODULE_STATISTICS1;
typedef struct {
    IKEEXT_IP_VERSION_SPECIFIC_KEYMODULE_STATISTICS1 v4Statistics, v6Statistics; UINT32 errorFrequencyTable[97]; UINT32 mainModeNegotiationTime,
        quickModeNegotiationTime, extendedModeNegotiationTime;
} IKEEXT_KEYMODULE_STATISTICS1;
typedef struct { UINT32 totalSocketReceiveFailures, totalSocketSendFailures; } IKEEXT_IP_VERSION_SPECIFIC_COMMON_STATISTICS0;
typedef struct {
    IKEEXT_IP_VERSION_SPECIFIC_COMMON_STATISTICS0 v4Statistics, v6Statistics; UINT32 totalPacketsReceived, totalInvalidPacketsReceived,
        currentQueuedWorkitems;
} IKEEXT_COMMON_STATISTICS1;
typedef struct {
    IKEEXT_KEYMODULE_STATISTICS1 ikeStatistics, authipStatistics, ikeV2Statistics; IKEEXT_COMMON_STATISTICS1 commonStatistics;
} IKEEXT_STATISTICS1;

#endif
