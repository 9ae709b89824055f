namespace Gatehouse.Tests.Linux;

/// <summary>Messages a Linux 6.18 kernel sent or accepted, recorded from netlink sockets (little-endian host).</summary>
internal static class KernelMessages
{
    /// <summary>Accepted: bind queue 4747, sequence 7.</summary>
    public const string BindQueue = "1c0000000203050007000000000000000000128b0800010001000000";

    /// <summary>Accepted: whole packets, length 8192, neither fail-open nor GSO.</summary>
    public const string Parameters =
        "380000000203050007000000000000000000128b090002000000ffff02000000080003000000200008000400000000050800050000000000";

    /// <summary>
    /// Sent: UDP "gatehouse" from 127.0.0.1 to itself, port 9, at LOCAL_OUT of queue 4747; packet id 1, mark 0x148, leaving by interface 1.
    /// </summary>
    public const string OutboundV4 =
        "590000000003000000000000000000000200128b0b000100000000010800030008000600000000010800030000000148"
        + "29000a00450000257cff40004011bfc67f0000017f00000180610009001162b567617465686f757365";

    /// <summary>Sent: the same between ::1 and ::1 at LOCAL_IN; packet id 2, arriving on interface 1, protocol 0x86dd.</summary>
    public const string InboundV6 =
        "750000000003000000000000000000000a00128b0b0001000000000286dd01000800050000000001100009000006000000000000000000003d000a00"
        + "6004cc90001111400000000000000000000000000000000100000000000000000000000000000001bc1700090011250067617465686f757365";

    /// <summary>Sent: default via 10.1.0.1 dev 3 metric 50 mtu 1400 advmss 1000.</summary>
    public const string RouteDefault =
        "500000001800020009000000564c000002000000fe0300010000000008000f00fe000000080006003200000014000800080002007805000008000800e8030000"
        + "080005000a0100010800040003000000";

    /// <summary>Sent: 192.0.2.0/24 by two next hops, 10.1.0.1 and 10.1.0.2, both dev 3.</summary>
    public const string RouteMultipath =
        "500000001800020009000000564c000002180000fe0300010000000008000f00fe00000008000100c0000200240009001000000003000000080005000a010001"
        + "1000000003000000080005000a010002";

    /// <summary>Sent: fd98::/64 dev 3 of the kernel, with cache information.</summary>
    public const string RouteV6 =
        "740000001800020009000000564c00000a400000fe0200010000000008000f00fe00000014000100fd9800000000000000000000000000000800060000010000"
        + "080004000300000024000c0000000000000000000000000000000000000000000000000000000000000000000500140000000000";

    /// <summary>Sent: a broadcast route of table local, which is not copied.</summary>
    public const string RouteLocal =
        "3c0000001800020009000000564c000002200000ff02fd030000000008000f00ff000000080001000a01ffff080007000a0100050800040003000000";

    /// <summary>Sent: address 10.1.0.5/16 with broadcast 10.1.255.255 on interface 3, named d0.</summary>
    public const string Address =
        "540000001400020009000000564c00000210800003000000080001000a010005080002000a010005080004000a01ffff07000300643000000800080080000000"
        + "14000600ffffffffffffffff94e6060094e60600";

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex);
}
