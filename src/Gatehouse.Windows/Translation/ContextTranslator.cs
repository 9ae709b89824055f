using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>FWPM_PROVIDER_CONTEXT2 with every policy type the model has (reference sections 6.1 and 6.2).</summary>
internal static unsafe class ContextTranslator
{
    private const uint V4 = 0;
    private const uint V6 = 1;

    public static FWPM_PROVIDER_CONTEXT2* Write(NativeArena arena, ProviderContext context, PresharedKeySource? keys)
    {
        var native = arena.Allocate<FWPM_PROVIDER_CONTEXT2>();
        native->providerContextKey = context.Key;
        native->displayData = arena.Display(context.Name, context.Description);
        native->flags = (uint)context.Flags;
        native->providerKey = arena.CopyOrNull(context.Provider);
        native->type = (uint)context.Type;
        switch (context)
        {
            case { MainMode: { } mainMode }:
                native->ikeMmPolicy = PolicyTranslator.Write(arena, context.Type, mainMode, () => KeyOf(context, keys));
                break;
            case { QuickMode: { } quickMode }:
                native->ikeQmTransportPolicy = WriteTransport(arena, quickMode);
                break;
            case { Tunnel: { } tunnel }:
                native->ikeQmTunnelPolicy = WriteTunnel(arena, tunnel);
                break;
            case { Keying: { } keying }:
                native->keyingPolicy = PolicyTranslator.Write(arena, keying);
                break;
            default:
                throw new TranslationException(FwpError.NullPointer, $"{context.Name} has no policy");
        }

        return native;
    }

    public static FwpmEntry<ProviderContext> Read(FWPM_PROVIDER_CONTEXT2* native)
    {
        var type = (ProviderContextType)native->type;
        var context = new ProviderContext(native->providerContextKey, NativeArena.ReadString(native->displayData.name) ?? "", type)
        {
            Provider = native->providerKey is null ? null : *native->providerKey,
            Description = NativeArena.ReadString(native->displayData.description),
            Flags = (ProviderContextFlags)native->flags & ProviderContextFlags.Persistent,
        };
        context = type switch
        {
            ProviderContextType.Keying => context with { Keying = PolicyTranslator.Read(native->keyingPolicy) },
            ProviderContextType.IkeMm or ProviderContextType.AuthIpMm or ProviderContextType.IkeV2Mm =>
                context with { MainMode = PolicyTranslator.Read(native->ikeMmPolicy) },
            ProviderContextType.IkeQmTransport or ProviderContextType.AuthIpQmTransport or ProviderContextType.IkeV2QmTransport =>
                context with { QuickMode = ReadTransport(native->ikeQmTransportPolicy) },
            ProviderContextType.IkeQmTunnel or ProviderContextType.AuthIpQmTunnel or ProviderContextType.IkeV2QmTunnel =>
                context with { Tunnel = ReadTunnel(native->ikeQmTunnelPolicy) },
            _ => throw new TranslationException(FwpError.ProviderContextMismatch, $"provider contexts of type {native->type} are none of an IPsec policy"),
        };
        return new FwpmEntry<ProviderContext>(context, native->providerContextId, ObjectTranslator.Lifetime((native->flags & 1) != 0));
    }

    /// <summary>Whether every pre-shared key of a main-mode context is the wanted one; null where there is none to compare. Zeroes what was read.</summary>
    public static bool? HasKey(FWPM_PROVIDER_CONTEXT2* native, SecretBytes wanted) => (ProviderContextType)native->type switch
    {
        ProviderContextType.IkeMm or ProviderContextType.AuthIpMm or ProviderContextType.IkeV2Mm =>
            AuthenticationTranslator.HasKey(native->ikeMmPolicy->authenticationMethods, native->ikeMmPolicy->numAuthenticationMethods, wanted),
        _ => null,
    };

    private static IPSEC_TRANSPORT_POLICY2* WriteTransport(NativeArena arena, QuickModePolicy policy)
    {
        var native = arena.Allocate<IPSEC_TRANSPORT_POLICY2>();
        native->numIpsecProposals = (uint)policy.Proposals.Length;
        native->ipsecProposals = ProposalTranslator.Write(arena, policy.Proposals);
        native->flags = (uint)policy.Flags;
        native->ndAllowClearTimeoutSeconds = policy.NdAllowClearTimeoutSeconds;
        native->saIdleTimeout = Write(policy.SaIdleTimeout);
        native->emPolicy = PolicyTranslator.Write(arena, policy.ExtendedMode);
        return native;
    }

    private static QuickModePolicy ReadTransport(IPSEC_TRANSPORT_POLICY2* native) => new(
        ProposalTranslator.Read(native->ipsecProposals, native->numIpsecProposals),
        (IpsecPolicyFlags)native->flags,
        native->ndAllowClearTimeoutSeconds,
        Read(native->saIdleTimeout),
        PolicyTranslator.Read(native->emPolicy));

    private static IPSEC_TUNNEL_POLICY2* WriteTunnel(NativeArena arena, TunnelPolicy policy)
    {
        if (policy.LocalEndpoint.Family != policy.RemoteEndpoint.Family)
            throw new TranslationException(FwpError.InvalidTunnelEndpoint, "both ends of a tunnel are of one family");
        var native = arena.Allocate<IPSEC_TUNNEL_POLICY2>();
        native->flags = (uint)policy.Flags;
        native->numIpsecProposals = (uint)policy.Proposals.Length;
        native->ipsecProposals = ProposalTranslator.Write(arena, policy.Proposals);
        native->tunnelEndpoints.ipVersion = policy.LocalEndpoint.IsV4 ? V4 : V6;
        Write(policy.LocalEndpoint, &native->tunnelEndpoints.localAddr);
        Write(policy.RemoteEndpoint, &native->tunnelEndpoints.remoteAddr);
        native->saIdleTimeout = Write(policy.SaIdleTimeout);
        native->emPolicy = PolicyTranslator.Write(arena, policy.ExtendedMode);
        return native;
    }

    private static TunnelPolicy ReadTunnel(IPSEC_TUNNEL_POLICY2* native) => new(
        ProposalTranslator.Read(native->ipsecProposals, native->numIpsecProposals),
        (IpsecPolicyFlags)native->flags,
        ReadAddress(native->tunnelEndpoints.ipVersion, &native->tunnelEndpoints.localAddr),
        ReadAddress(native->tunnelEndpoints.ipVersion, &native->tunnelEndpoints.remoteAddr),
        Read(native->saIdleTimeout),
        PolicyTranslator.Read(native->emPolicy));

    private static IPSEC_SA_IDLE_TIMEOUT0 Write(SaIdleTimeout timeout) => new()
    {
        idleTimeoutSeconds = timeout.IdleTimeoutSeconds,
        idleTimeoutSecondsFailOver = timeout.IdleTimeoutSecondsFailOver,
    };

    private static SaIdleTimeout Read(IPSEC_SA_IDLE_TIMEOUT0 native) => new(native.idleTimeoutSeconds, native.idleTimeoutSecondsFailOver);

    private static void Write(IpAddr address, NativeAddress* native)
    {
        if (address.IsV4)
            native->v4 = (uint)address.Value;
        else
            BinaryPrimitives.WriteUInt128BigEndian(new Span<byte>(native->v6, 16), address.Value);
    }

    /// <summary>An address whose version is FWP_IP_VERSION.</summary>
    public static IpAddr ReadAddress(uint version, NativeAddress* native) => version == V4
        ? new IpAddr(IpFamily.V4, native->v4)
        : IpAddr.FromBytes(new ReadOnlySpan<byte>(native->v6, 16));

    private static SecretBytes KeyOf(ProviderContext context, PresharedKeySource? keys) => keys?.Invoke(context)
        ?? throw new TranslationException(FwpError.NullPointer, $"{context.Name} authenticates by pre-shared key, and no key was given");
}
