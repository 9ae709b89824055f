using System.Numerics;
using System.Runtime.InteropServices;

namespace Gatehouse.Filtering.Tuples;

/// <summary>What a filter demands of addresses, ports and protocol, as inclusive bounds: the first and mostly the only test of a packet.</summary>
/// <remarks>Packed so that an entry of the index is 56 bytes, and nothing else has to be read for most filters.</remarks>
/// <typeparam name="TAddress">uint for IPv4, UInt128 for IPv6: the compiler makes one fast body for each.</typeparam>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct Bounds<TAddress>
    where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress>
{
    public TAddress LocalLow;
    public TAddress LocalHigh;
    public TAddress RemoteLow;
    public TAddress RemoteHigh;
    public ushort LocalPortLow;
    public ushort LocalPortHigh;
    public ushort RemotePortLow;
    public ushort RemotePortHigh;
    public byte ProtocolLow;
    public byte ProtocolHigh;

    /// <summary>Bounds that admit everything.</summary>
    public static Bounds<TAddress> Everything => new()
    {
        LocalHigh = TAddress.MaxValue,
        RemoteHigh = TAddress.MaxValue,
        LocalPortHigh = ushort.MaxValue,
        RemotePortHigh = ushort.MaxValue,
        ProtocolHigh = byte.MaxValue,
    };

    /// <summary>True when the packet lies within.</summary>
    public readonly bool Contain(in Key<TAddress> key) =>
        key.RemotePort >= RemotePortLow && key.RemotePort <= RemotePortHigh
        && key.LocalPort >= LocalPortLow && key.LocalPort <= LocalPortHigh
        && key.Protocol >= ProtocolLow && key.Protocol <= ProtocolHigh
        && key.Local >= LocalLow && key.Local <= LocalHigh
        && key.Remote >= RemoteLow && key.Remote <= RemoteHigh;
}

/// <summary>Addresses, ports and protocol of a packet.</summary>
internal readonly struct Key<TAddress>(TAddress local, TAddress remote, ushort localPort, ushort remotePort, byte protocol)
{
    public readonly TAddress Local = local;
    public readonly TAddress Remote = remote;
    public readonly ushort LocalPort = localPort;
    public readonly ushort RemotePort = remotePort;
    public readonly byte Protocol = protocol;
}
