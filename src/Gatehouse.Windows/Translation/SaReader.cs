using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>
/// Security associations as enumeration shows them. Keys are not looked at. IPv6 addresses are taken in network order, as filters have them; whether
/// Windows stores them so here is not documented (reference section 10 #31).
/// </summary>
internal static unsafe class SaReader
{
    public static SaContext Read(IPSEC_SA_CONTEXT1* native) => new(native->saContextId, Read(native->inboundSa), Read(native->outboundSa));

    public static MainModeDetails Read(IKEEXT_SA_DETAILS2* native)
    {
        var traffic = &native->ikeTraffic;
        var proposal = native->ikeProposal;
        return new MainModeDetails(
            native->saId,
            (KeyingModule)native->keyModuleType,
            Pair(traffic->ipVersion, &traffic->localAddr, &traffic->remoteAddr),
            new MainModeProposal(
                (IkeCipherType)proposal.cipherAlgorithm.algoIdentifier,
                (IkeIntegrityType)proposal.integrityAlgorithm.algoIdentifier,
                (IkeDhGroup)proposal.dhGroup,
                proposal.maxLifetimeSeconds,
                proposal.quickModeLimit),
            native->cookiePair.initiator,
            native->cookiePair.responder);
    }

    private static SaDetails? Read(IPSEC_SA_DETAILS1* native)
    {
        if (native is null || native->saBundle.numSAs == 0)
            return null;
        var traffic = &native->traffic;
        var lifetime = native->saBundle.lifetime;

        // With AH and ESP together, ESP comes first (reference section 5.7).
        var sa = native->saBundle.saList;
        return new SaDetails(
            Pair(traffic->ipVersion, &traffic->localAddr, &traffic->remoteAddr),
            new TrafficSelector(traffic->ipProtocol, traffic->localPort, traffic->remotePort),
            new Spi(sa->spi),
            Transform(sa),
            new SaLifetime(lifetime.lifetimeSeconds, lifetime.lifetimeKilobytes, lifetime.lifetimePackets),
            native->saBundle.flags,
            traffic->ipsecFilterId,
            native->saBundle.mmSaId);
    }

    private static SaTransform Transform(IPSEC_SA0* sa)
    {
        var type = (SaTransformType)sa->saTransformType;
        if (type == SaTransformType.EspAuthAndCipher)
        {
            var both = sa->espAuthAndCipherInformation;
            return new SaTransform(type, Auth(&both->saAuthInformation), Cipher(&both->saCipherInformation));
        }

        return type == SaTransformType.EspCipher
            ? new SaTransform(type, null, Cipher((IPSEC_SA_CIPHER_INFORMATION0*)sa->espAuthInformation))
            : new SaTransform(type, Auth(sa->espAuthInformation), null);
    }

    private static IpsecAuthType Auth(IPSEC_SA_AUTH_INFORMATION0* native) => (IpsecAuthType)native->authTransform.authTransformId.authType;

    private static IpsecCipherConfig Cipher(IPSEC_SA_CIPHER_INFORMATION0* native) =>
        (IpsecCipherConfig)native->cipherTransform.cipherTransformId.cipherConfig;

    private static AddressPair Pair(uint version, NativeAddress* local, NativeAddress* remote) =>
        new(ContextTranslator.ReadAddress(version, local), ContextTranslator.ReadAddress(version, remote));
}
