using Gatehouse.Base;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>
/// Hears of changed links, addresses and routes. The address table follows at once, because it says what a packet is; our routing table a
/// moment later. What the kernel refuses to tell is asked again: a node must not end because a dump failed.
/// </summary>
internal sealed class RouteMonitor : IDisposable
{
    /// <summary>Changes come in bursts (a link coming up is a dozen messages); one synchronisation serves them all.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);

    /// <summary>Wait after a dump that failed or was interrupted: the kernel is short of memory or busy changing.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

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

    /// <summary>Times the system's links, addresses or routes could not be read; each was followed by another try.</summary>
    public long ReadFailures { get; private set; }

    /// <summary>Reads the notifications.</summary>
    public void OnReadable(Instant now)
    {
        var changes = Changes.None;
        for (var buffers = 0; buffers < MaxBuffers; buffers++)
        {
            var received = _notifications.Receive();
            if (received.IsEmpty)
            {
                // Nothing left, or the kernel's buffer overflowed: then something changed that we did not hear.
                if (buffers == 0)
                    changes = Changes.Routes | Changes.Addresses;
                break;
            }

            changes |= ReadChanges(received);
        }

        if (changes != Changes.None)
            SynchroniseAt(now + Settle);
        if ((changes & Changes.Addresses) != 0)
            Attempt(now, () => _addresses.Refresh(_requests));
    }

    /// <summary>Synchronises when it is time.</summary>
    public void OnDeadline(Instant now)
    {
        if (NextDeadline is not { } due || now < due)
            return;
        NextDeadline = null;
        Attempt(now, () => _addresses.Refresh(_requests) & (_routes?.Synchronise() ?? true));
    }

    /// <summary>Asks for a synchronisation at that time or sooner.</summary>
    public void SynchroniseAt(Instant when) => NextDeadline = NextDeadline is { } due ? Instant.Min(due, when) : when;

    /// <inheritdoc/>
    public void Dispose() => _notifications.Dispose();

    /// <summary>What a buffer of notifications says has changed. Our own routes do not count, or one synchronisation would start the next for ever.</summary>
    internal static Changes ReadChanges(Span<byte> received)
    {
        var changes = Changes.None;
        var messages = new NetlinkMessages(received);
        while (messages.TryNext(out var message))
        {
            var isRoute = message.Type is RouteNumbers.NewRoute or RouteNumbers.DeleteRoute;
            if (!isRoute)
                changes |= Changes.Addresses | Changes.Routes;
            else if (message.Body.Length < RouteNumbers.RouteHeaderLength || message.Body[5] != LinuxNames.RouteProtocol)
                changes |= Changes.Routes;
        }

        return changes;
    }

    private void Attempt(Instant now, Func<bool> read)
    {
        try
        {
            if (read())
                return;
        }
        catch (LinuxException)
        {
            // Counted with the interrupted ones: either way the tables are as they were, and the next try brings them up to date.
        }

        ReadFailures++;
        SynchroniseAt(now + Retry);
    }

    /// <summary>What changed.</summary>
    [Flags]
    internal enum Changes
    {
        /// <summary>Nothing of others.</summary>
        None = 0,

        /// <summary>Links or addresses.</summary>
        Addresses = 1,

        /// <summary>Routes, or what they depend on.</summary>
        Routes = 2,
    }
}
