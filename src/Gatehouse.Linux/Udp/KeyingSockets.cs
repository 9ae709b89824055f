using Gatehouse.Base;
using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Udp;

/// <summary>The node's UDP sockets: port 500 of each family, and 4500 on IPv4, which is bound so that no other process can use the exemption.</summary>
internal sealed class KeyingSockets : IDisposable
{
    /// <summary>Datagrams taken per socket and turn of the loop, so that a flood cannot starve the packets.</summary>
    public const int MaxPerTurn = 32;

    private readonly List<KeyingSocket> _sockets = [];

    /// <summary>Every socket.</summary>
    public IReadOnlyList<KeyingSocket> All => _sockets;

    /// <summary>Datagrams that could not be sent.</summary>
    public long SendFailures { get; private set; }

    /// <summary>Opens all of them. Null and a failure that names who has the port when one is taken.</summary>
    public static KeyingSockets? Open(bool v6, out LinuxFailure? failure)
    {
        var sockets = new KeyingSockets();
        failure = null;
        (IpFamily Family, ushort Port)[] wanted = v6
            ? [(IpFamily.V4, 500), (IpFamily.V4, 4500), (IpFamily.V6, 500)]
            : [(IpFamily.V4, 500), (IpFamily.V4, 4500)];
        foreach (var (family, port) in wanted)
        {
            try
            {
                sockets._sockets.Add(KeyingSocket.Open(family, port));
            }
            catch (LinuxException e)
            {
                failure = Describe(e, family, port);
                sockets.Dispose();
                return null;
            }
        }

        return sockets;
    }

    /// <summary>Sends from the socket with the given local port and family.</summary>
    public void Send(Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram)
    {
        foreach (var socket in _sockets)
        {
            if (socket.Family != remote.Address.Family || socket.Port != local.Port)
                continue;
            if (socket.Send(local.Address, remote, datagram) != 0)
                SendFailures++;
            return;
        }

        SendFailures++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        _sockets.Clear();
    }

    private static LinuxFailure Describe(LinuxException e, IpFamily family, ushort port)
    {
        if (e.Errno != Errno.Eaddrinuse)
            return new LinuxFailure(LinuxFailureKind.System, $"Cannot {e.Message}.");
        var owner = PortOwner.Find(port, family == IpFamily.V6) ?? "another process";
        return new LinuxFailure(
            LinuxFailureKind.PortTaken, $"UDP port {port} (IP{(family == IpFamily.V6 ? "v6" : "v4")}) is taken by {owner}: stop it, then start again.");
    }
}
