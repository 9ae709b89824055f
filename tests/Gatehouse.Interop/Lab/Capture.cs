namespace Gatehouse.Interop.Lab;

/// <summary>tcpdump on the bridge. It sees what leaves the hosts, and knows nothing of Gatehouse.</summary>
internal sealed class Capture : IDisposable
{
    /// <summary>What may pass in clear: ICMP, ICMPv6, IKE, and whatever is not unicast. ESP before fragmentation makes fragments of protocol 50.</summary>
    private const string ClearFilter =
        "not ether multicast and not ether broadcast and ("
        + "(ip and not ip proto 50 and not ip proto 1 and not (udp port 500)) or "
        + "(ip6 and not ip6 proto 50 and not ip6 proto 58 and not (ip6 proto 17 and udp port 500) and not (ip6[6] = 44 and ip6[40] = 50)))";

    private readonly RunningTool _tcpdump;

    /// <summary>
    /// Starts it in a namespace; when this returns, packets are being recorded. Under load a capture of headers alone loses none.
    /// </summary>
    public Capture(string ns, string file, bool headersOnly = false)
    {
        Path = file;
        _tcpdump = new RunningTool(
            "ip",
            [
                "netns", "exec", ns, "tcpdump", "-i", "br0", "-U", "--immediate-mode", "-s", headersOnly ? "128" : "0", "-B", "65536",
                "-n", "-Z", "root", "-w", file,
            ]);
        _tcpdump.WaitForError("listening on", 10);
    }

    /// <summary>The capture file (pcap).</summary>
    public string Path { get; }

    /// <summary>Ends the recording and checks that nothing was lost in it.</summary>
    public Capture Stop()
    {
        // Packets reach tcpdump by a ring that it reads every few milliseconds.
        Thread.Sleep(300);
        _tcpdump.Signal("INT");
        _tcpdump.WaitForExit(10);
        Thread.Sleep(50);
        return _tcpdump.Error.Contains("\n0 packets dropped by kernel", StringComparison.Ordinal)
            ? this
            : throw new InvalidOperationException($"the capture is incomplete: {_tcpdump.Error}");
    }

    /// <summary>The packets that a tcpdump filter selects, one line each.</summary>
    public string[] Select(string filter) => Tool.Run("tcpdump", "-r", Path, "-n", "-t", filter).Succeeded().Lines;

    /// <summary>The unicast packets that are neither ESP nor exempt. In Transport Mode there is none.</summary>
    public string[] ClearPackets() => Select(ClearFilter);

    /// <summary>The ESP packets from one address to another.</summary>
    public string[] EspPackets(string from, string to) =>
        from.Contains(':', StringComparison.Ordinal)
            ? Select($"ip6 src {from} and ip6 dst {to} and (ip6 proto 50 or (ip6[6] = 44 and ip6[40] = 50))")
            : Select($"src {from} and dst {to} and ip proto 50");

    /// <inheritdoc/>
    public void Dispose() => _tcpdump.Dispose();
}
