using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Gatehouse.Host.Capture;
using Gatehouse.Packets.Capture;

namespace Gatehouse.Cli.Demo;

/// <summary>
/// Sees every frame on a bridge through a packet socket (packet(7)), counts it, and writes it to a capture. The socket belongs to the network
/// namespace of the thread that opens it.
/// </summary>
internal sealed class BridgeCapture : IAsyncDisposable
{
    private const int EthernetHeader = 14;
    private const int MaxFrame = 128 * 1024;

    /// <summary>Room for what arrives while the reader is not scheduled.</summary>
    private const int KernelBuffer = 8 * 1024 * 1024;

    /// <summary>Closing a packet socket wakes nobody who waits for a frame, so the reader looks up now and then.</summary>
    private const int LookUpMilliseconds = 100;

    private const ushort EtherTypeAll = 3;
    private const ushort EtherTypeV4 = 0x0800;
    private const ushort EtherTypeV6 = 0x86DD;
    private const int SolPacket = 263;
    private const int PacketAddMembership = 1;
    private const ushort PacketMrPromisc = 1;
    private const int SocketAddressLength = 20;

    private readonly Socket _socket;
    private readonly WireTally _tally;
    private readonly CaptureFile _file;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _reading;
    private volatile bool _stopping;

    private BridgeCapture(Socket socket, WireTally tally, CaptureFile file)
    {
        _socket = socket;
        _tally = tally;
        _file = file;
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Starts on an interface of the calling thread's namespace. Throws <see cref="SocketException"/> when the system refuses.</summary>
    public static BridgeCapture Start(string interfaceName, WireTally tally, CaptureFile file)
    {
        var index = NetworkInterface.GetAllNetworkInterfaces().First(nic => nic.Name == interfaceName).GetIPProperties().GetIPv6Properties().Index;
        var all = BinaryPrimitives.ReverseEndianness(EtherTypeAll);
        var socket = new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)all)
        {
            ReceiveBufferSize = KernelBuffer,
            ReceiveTimeout = LookUpMilliseconds,
        };
        socket.Bind(new PacketEndPoint(EtherTypeAll, index));
        // struct packet_mreq: the bridge hands up frames between its ports only while it is promiscuous.
        Span<byte> membership = stackalloc byte[16];
        BitConverter.TryWriteBytes(membership, index);
        BitConverter.TryWriteBytes(membership[4..], PacketMrPromisc);
        socket.SetRawSocketOption(SolPacket, PacketAddMembership, membership);
        return new BridgeCapture(socket, tally, file);
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await _reading;
        _socket.Dispose();
    }

    private void Read()
    {
        var frame = new byte[MaxFrame];
        while (!_stopping)
        {
            try
            {
                Take(frame.AsSpan(0, _socket.Receive(frame)));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                // A quiet wire.
            }
        }
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        if (frame.Length <= EthernetHeader || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) is not (EtherTypeV4 or EtherTypeV6))
            return;
        var packet = frame[EthernetHeader..];
        _tally.Add(packet, _clock.Elapsed);
        _file.Write(DateTimeOffset.UtcNow, CaptureDirection.Unknown, packet);
    }

    /// <summary>struct sockaddr_ll.</summary>
    private sealed class PacketEndPoint(ushort etherType, int interfaceIndex) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, SocketAddressLength);
            BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..], etherType);
            BitConverter.TryWriteBytes(address.Buffer.Span[4..], interfaceIndex);
            return address;
        }
    }
}
