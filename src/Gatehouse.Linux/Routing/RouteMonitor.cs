using Gatehouse.Base;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>Hears of changed links, addresses and routes, and brings the address table and our routing table up to date a moment later.</summary>
internal sealed class RouteMonitor : IDisposable
{
    /// <summary>Changes come in bursts (a link coming up is a dozen messages); one synchronisation serves them all.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);

    /// <summary>Buffers read per turn of the loop.</summary>
    private const int MaxBuffers = 64;

    private readonly NetlinkSocket _notifications = new(NetlinkNumbers.ProtocolRoute, RouteNumbers.ChangeGroups, nonBlocking: true);
    private readonly NetlinkSocket _requests;
    private readonly AddressTable _addresses;
    private readonly RouteManager? _routes;

    /// <summary>Starts listening; <paramref name="routes"/> null leaves routing alone.</summary>
    public RouteMonitor(NetlinkSocket requests, AddressTable addresses, RouteManager? routes)
    {
        _requests = requests;
        _addresses = addresses;
        _routes = routes;
    }

    /// <summary>The descriptor to poll.</summary>
    public int Fd => _notifications.Fd;

    /// <summary>When <see cref="OnDeadline"/> is due; null when nothing changed.</summary>
    public Instant? NextDeadline { get; private set; }

    /// <summary>Reads the notifications.</summary>
    public void OnReadable(Instant now)
    {
        for (var buffers = 0; buffers < MaxBuffers; buffers++)
        {
            var received = _notifications.Receive();
            if (received.IsEmpty)
            {
                // Nothing left, or the kernel's buffer overflowed: then something changed that we did not hear.
                if (buffers == 0)
                    NextDeadline ??= now + Settle;
                return;
            }

            if (HasForeignChange(received))
                NextDeadline ??= now + Settle;
        }
    }

    /// <summary>Synchronises when it is time.</summary>
    public void OnDeadline(Instant now)
    {
        if (NextDeadline is not { } due || now < due)
            return;
        NextDeadline = null;
        _addresses.Refresh(_requests);
        _routes?.Synchronise();
    }

    /// <inheritdoc/>
    public void Dispose() => _notifications.Dispose();

    /// <summary>Our own routes' notifications must not start the next synchronisation, or it would never end.</summary>
    private static bool HasForeignChange(Span<byte> received)
    {
        var messages = new NetlinkMessages(received);
        while (messages.TryNext(out var message))
        {
            var isRoute = message.Type is RouteNumbers.NewRoute or RouteNumbers.DeleteRoute;
            if (!isRoute || message.Body.Length < RouteNumbers.RouteHeaderLength || message.Body[5] != LinuxNames.RouteProtocol)
                return true;
        }

        return false;
    }
}
