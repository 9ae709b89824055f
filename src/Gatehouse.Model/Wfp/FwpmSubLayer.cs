using System.Collections.Immutable;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Model.Wfp;

/// <summary>FWPM_SUBLAYER_FLAG_*.</summary>
[Flags]
public enum FwpmSubLayerFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWPM_SUBLAYER_FLAG_PERSISTENT.</summary>
    Persistent = 0x1,
}

/// <summary>FWPM_SUBLAYER0: a group of filters that has one vote at a layer. The heavier sublayer is asked first.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Name">Display name; the SDK's name for a built-in one.</param>
/// <param name="Weight">Order among the sublayers of a layer, higher first.</param>
public sealed record FwpmSubLayer(Guid Key, string Name, ushort Weight) : IFwpmObject
{
    /// <summary>FWPM_SUBLAYER_RPC_AUDIT.</summary>
    public static readonly FwpmSubLayer RpcAudit =
        BuiltIn("758c84f4-fb48-4de9-9aeb-3ed9551ab1fd", "FWPM_SUBLAYER_RPC_AUDIT", 0xC000);

    /// <summary>FWPM_SUBLAYER_IPSEC_TUNNEL.</summary>
    public static readonly FwpmSubLayer IpsecTunnel =
        BuiltIn("83f299ed-9ff4-4967-aff4-c309f4dab827", "FWPM_SUBLAYER_IPSEC_TUNNEL", 0xA000);

    /// <summary>FWPM_SUBLAYER_IPSEC_FORWARD_OUTBOUND_TUNNEL.</summary>
    public static readonly FwpmSubLayer IpsecForwardOutboundTunnel =
        BuiltIn("a5082e73-8f71-4559-8a9a-101cea04ef87", "FWPM_SUBLAYER_IPSEC_FORWARD_OUTBOUND_TUNNEL", 0x9000);

    /// <summary>FWPM_SUBLAYER_IPSEC_DOSP.</summary>
    public static readonly FwpmSubLayer IpsecDosp =
        BuiltIn("e076d572-5d3d-48ef-802b-909eddb098bd", "FWPM_SUBLAYER_IPSEC_DOSP", 0x8800);

    /// <summary>FWPM_SUBLAYER_UNIVERSAL: where a filter stands that names no sublayer.</summary>
    public static readonly FwpmSubLayer Universal =
        BuiltIn("eebecc03-ced4-4380-819a-2734397b2b74", "FWPM_SUBLAYER_UNIVERSAL", 0x8000);

    /// <summary>FWPM_SUBLAYER_LIPS.</summary>
    public static readonly FwpmSubLayer Lips =
        BuiltIn("1b75c0ce-ff60-4711-a70f-b4958cc3b2d0", "FWPM_SUBLAYER_LIPS", 0x7FFF);

    /// <summary>FWPM_SUBLAYER_SECURE_SOCKET.</summary>
    public static readonly FwpmSubLayer SecureSocket =
        BuiltIn("15a66e17-3f3c-4f7b-aa6c-812aa613dd82", "FWPM_SUBLAYER_SECURE_SOCKET", 0x4000);

    /// <summary>FWPM_SUBLAYER_IPSEC_SECURITY_REALM.</summary>
    public static readonly FwpmSubLayer IpsecSecurityRealm =
        BuiltIn("37a57701-5884-4964-92b8-3e704688b0ad", "FWPM_SUBLAYER_IPSEC_SECURITY_REALM", 0x3000);

    /// <summary>FWPM_SUBLAYER_TCP_TEMPLATES.</summary>
    public static readonly FwpmSubLayer TcpTemplates =
        BuiltIn("24421dcf-0ac5-4caa-9e14-50f6e3636af0", "FWPM_SUBLAYER_TCP_TEMPLATES", 0x2200);

    /// <summary>FWPM_SUBLAYER_TCP_CHIMNEY_OFFLOAD.</summary>
    public static readonly FwpmSubLayer TcpChimneyOffload =
        BuiltIn("337608b9-b7d5-4d5f-82f9-3618618bc058", "FWPM_SUBLAYER_TCP_CHIMNEY_OFFLOAD", 0x2000);

    /// <summary>FWPM_SUBLAYER_TEREDO.</summary>
    public static readonly FwpmSubLayer Teredo =
        BuiltIn("ba69dc66-5176-4979-9c89-26a7b46a8327", "FWPM_SUBLAYER_TEREDO", 0x0001);

    /// <summary>FWPM_SUBLAYER_INSPECTION.</summary>
    public static readonly FwpmSubLayer Inspection =
        BuiltIn("877519e1-e6a9-41a5-81b4-8c4f118e4a60", "FWPM_SUBLAYER_INSPECTION", 0x0000);

    /// <summary>The built-in sublayers, heaviest first (Windows SDK fwpmu.h; reference section 3.3).</summary>
    public static readonly ImmutableArray<FwpmSubLayer> BuiltIns =
    [
        RpcAudit,
        IpsecTunnel,
        IpsecForwardOutboundTunnel,
        IpsecDosp,
        Universal,
        Lips,
        SecureSocket,
        IpsecSecurityRealm,
        TcpTemplates,
        TcpChimneyOffload,
        Teredo,
        Inspection,
    ];

    /// <inheritdoc/>
    public Guid? Provider { get; init; }

    /// <summary>A sentence for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Persistent or not.</summary>
    public FwpmSubLayerFlags Flags { get; init; }

    private static FwpmSubLayer BuiltIn(string key, string name, ushort weight) => new(Guid.Parse(key), name, weight);
}
