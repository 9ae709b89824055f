using System.Runtime.InteropServices;
using Gatehouse.Base;
using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Udp;

/// <summary>
/// One UDP socket of the node, bound to a keying port on every address of a family. Its datagrams bear <see cref="LinuxNames.KeyingMark"/>;
/// they pass the queue like any other, where a filter recognises the mark.
/// </summary>
internal sealed unsafe class KeyingSocket : IDisposable
{
    /// <summary>Fits a UDP payload of any length; ISAKMP messages are far shorter.</summary>
    private const int BufferLength = 65536;

    private readonly FileDescriptor _fd;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferLength, pinned: true);

    private KeyingSocket(FileDescriptor fd, IpFamily family, ushort port)
    {
        _fd = fd;
        Family = family;
        Port = port;
    }

    /// <summary>IPv4 or IPv6.</summary>
    public IpFamily Family { get; }

    /// <summary>The local port.</summary>
    public ushort Port { get; }

    /// <summary>The descriptor to poll.</summary>
    public int Fd => _fd.Value;

    /// <summary>Opens and binds in the calling thread's network namespace. Throws <see cref="LinuxException"/>; EADDRINUSE: the port is taken.</summary>
    public static KeyingSocket Open(IpFamily family, ushort port)
    {
        var v4 = family == IpFamily.V4;
        const int type = SocketNumbers.SockDgram | SocketNumbers.SockCloseOnExec | SocketNumbers.SockNonBlock;
        var fd = FileDescriptor.OrThrow(Libc.Socket(v4 ? SocketNumbers.AfInet : SocketNumbers.AfInet6, type, 0), $"open a UDP socket ({family})");
        try
        {
            if (v4)
            {
                fd.SetOption(SocketNumbers.SolIp, SocketNumbers.IpPktInfo, 1, "set IP_PKTINFO");
            }
            else
            {
                fd.SetOption(SocketNumbers.SolIpv6, SocketNumbers.Ipv6V6Only, 1, "set IPV6_V6ONLY");
                fd.SetOption(SocketNumbers.SolIpv6, SocketNumbers.Ipv6RecvPktInfo, 1, "set IPV6_RECVPKTINFO");
            }

            fd.SetOption(SocketNumbers.SolSocket, SocketNumbers.SoMark, (int)LinuxNames.KeyingMark, "set SO_MARK");
            var address = stackalloc byte[SocketAddress.MaxLength];
            var any = new Endpoint(new IpAddr(family, UInt128.Zero), port);
            var length = SocketAddress.Write(new Span<byte>(address, SocketAddress.MaxLength), any);
            if (Libc.Bind(fd.Value, address, (uint)length) < 0)
                throw new LinuxException($"bind UDP port {port} ({family})", Marshal.GetLastPInvokeError());
            return new KeyingSocket(fd, family, port);
        }
        catch
        {
            fd.Dispose();
            throw;
        }
    }

    /// <summary>Receives one datagram without waiting; false when there is none. The data is lent until the next call.</summary>
    public bool TryReceive(out Endpoint local, out Endpoint remote, out ReadOnlySpan<byte> datagram)
    {
        var name = stackalloc byte[SocketAddress.MaxLength];
        var control = stackalloc byte[PacketInfo.MaxLength];
        local = default;
        remote = default;
        datagram = default;
        var vector = new IoVec { Base = (void*)Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0), Length = BufferLength };
        var message = new MsgHdr
        {
            Name = name,
            NameLength = SocketAddress.MaxLength,
            Vectors = &vector,
            VectorCount = 1,
            Control = control,
            ControlLength = PacketInfo.MaxLength,
        };
        var got = Libc.RecvMsg(Fd, &message, SocketNumbers.MsgDontWait);
        // An error here is an ICMP error of an earlier datagram or nothing to read: keying has timers of its own for both.
        if (got < 0)
            return false;
        if (!SocketAddress.TryRead(new ReadOnlySpan<byte>(name, (int)message.NameLength), out remote)
            || !PacketInfo.TryRead(new ReadOnlySpan<byte>(control, (int)message.ControlLength), out var address))
            return true;
        local = new Endpoint(address, Port);
        datagram = _buffer.AsSpan(0, (int)got);
        return true;
    }

    /// <summary>Sends a datagram from the given local address. Returns 0 or the error number; keying repeats what is lost.</summary>
    public int Send(IpAddr local, Endpoint remote, ReadOnlySpan<byte> datagram)
    {
        var name = stackalloc byte[SocketAddress.MaxLength];
        var control = stackalloc byte[PacketInfo.MaxLength];
        fixed (byte* bytes = datagram)
        {
            var vector = new IoVec { Base = bytes, Length = (nuint)datagram.Length };
            var message = new MsgHdr
            {
                Name = name,
                NameLength = (uint)SocketAddress.Write(new Span<byte>(name, SocketAddress.MaxLength), remote),
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = (nuint)PacketInfo.Write(new Span<byte>(control, PacketInfo.MaxLength), local),
            };
            return Libc.SendMsg(Fd, &message, SocketNumbers.MsgDontWait) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _fd.Dispose();
}
