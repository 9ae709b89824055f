using System.Net;
using System.Net.Sockets;
using Gatehouse.Linux.Namespaces;
using Shouldly;

namespace Gatehouse.Interop.Linux;

/// <summary>Ordinary sockets inside namespaces. A socket belongs to the namespace of the thread that opened it, wherever it is used later.</summary>
public static class Traffic
{
    private const int DontFragmentDo = 2;
    private const int Ipv4MtuDiscover = 10;
    private const int Ipv6MtuDiscover = 23;

    public static string AddressOf(LabHost host, int family) => family == 4 ? host.V4 : host.V6;

    public static Socket Open(LabHost host, int family, SocketType type, ushort port = 0)
    {
        return Netns.RunIn(host.Namespace, () =>
        {
            var socket = new Socket(
                family == 4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6,
                type,
                type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp)
            {
                ReceiveTimeout = 5000,
                SendTimeout = 20000,
            };
            socket.Bind(new IPEndPoint(family == 4 ? IPAddress.Any : IPAddress.IPv6Any, port));
            return socket;
        });
    }

    public static IPEndPoint At(LabHost host, int family, Socket socket) =>
        new(IPAddress.Parse(AddressOf(host, family)), ((IPEndPoint)socket.LocalEndPoint!).Port);

    /// <summary>Sends bytes over TCP and returns how many arrived in order before the end.</summary>
    public static long SendBulk(LabHost from, LabHost to, int family, int bytes)
    {
        using var listener = Open(to, family, SocketType.Stream);
        listener.Listen();
        using var client = Open(from, family, SocketType.Stream);
        var received = 0L;
        var server = new Thread(() =>
        {
            using var peer = listener.Accept();
            peer.ReceiveTimeout = 20000;
            var buffer = new byte[65536];
            for (int got; (got = peer.Receive(buffer)) > 0; received += got)
            {
                for (var i = 0; i < got; i += 997)
                    buffer[i].ShouldBe((byte)((received + i) % 251));
            }
        })
        { IsBackground = true };
        server.Start();
        client.Connect(At(to, family, listener));
        var data = new byte[bytes];
        for (var i = 0; i < bytes; i++)
            data[i] = (byte)(i % 251);
        client.Send(data);
        client.Shutdown(SocketShutdown.Send);
        server.Join(TimeSpan.FromSeconds(60)).ShouldBeTrue($"TCP over IPv{family} stalled at {received} bytes");
        return received;
    }

    /// <summary>Whether a datagram of that many payload bytes arrives whole.</summary>
    public static bool Arrives(LabHost from, LabHost to, int family, int bytes, bool dontFragment = false, int waitMilliseconds = 3000)
    {
        using var receiver = Open(to, family, SocketType.Dgram);
        using var sender = Open(from, family, SocketType.Dgram);
        if (dontFragment)
            SetDontFragment(sender, family);
        receiver.ReceiveTimeout = waitMilliseconds;
        var data = new byte[bytes];
        new Random(bytes).NextBytes(data);
        sender.SendTo(data, At(to, family, receiver));
        var buffer = new byte[65536];
        try
        {
            return receiver.Receive(buffer) == bytes && buffer.AsSpan(0, bytes).SequenceEqual(data);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return false;
        }
    }

    /// <summary>Makes the kernel refuse what does not fit the path, instead of fragmenting it (IP_PMTUDISC_DO).</summary>
    public static void SetDontFragment(Socket socket, int family)
    {
        Span<byte> value = stackalloc byte[4];
        BitConverter.TryWriteBytes(value, DontFragmentDo);
        socket.SetRawSocketOption(family == 4 ? 0 : 41, family == 4 ? Ipv4MtuDiscover : Ipv6MtuDiscover, value);
    }
}
