using System.Globalization;
using Gatehouse.Interop.Lab;
using Gatehouse.Oracles.Matrix;
using Shouldly;

namespace Gatehouse.Interop.Judges;

/// <summary>
/// How one sender's packets of one flow were on the wire, from a capture in which this flow is all there is between two addresses: TCP or UDP in
/// clear on the flow's port, or ESP.
/// </summary>
internal sealed class WireWay
{
    private readonly List<(double Time, bool Protected)> _packets = [];

    private WireWay(string from, string to) => (From, To) = (from, to);

    public string From { get; }

    public string To { get; }

    public int Clear => _packets.Count(packet => !packet.Protected);

    public int Protected => _packets.Count(packet => packet.Protected);

    /// <summary>In the words of the expected table.</summary>
    public Way Way => (Clear > 0 ? Way.Clear : Way.Nothing) | (Protected > 0 ? Way.Protected : Way.Nothing);

    /// <summary>Reads every direction of a capture at once: from address, to address.</summary>
    public static Func<string, string, WireWay> Read(Capture capture, int port)
    {
        var ways = new Dictionary<(string, string), WireWay>();
        var rows = Tshark.Read(
            capture.Path, null, $"esp || tcp.port == {port} || udp.port == {port}",
            "frame.time_epoch", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "frame.protocols");
        foreach (var row in rows)
        {
            var (from, to) = row[1].Length > 0 ? (row[1], row[2]) : (row[3], row[4]);
            if (!ways.TryGetValue((from, to), out var way))
                ways[(from, to)] = way = new WireWay(from, to);
            way._packets.Add((double.Parse(row[0], CultureInfo.InvariantCulture), row[5].Contains(":esp", StringComparison.Ordinal)));
        }

        return (from, to) => ways.GetValueOrDefault((from, to)) ?? new WireWay(from, to);
    }

    /// <summary>Once this sender has protected a packet, none of it is clear.</summary>
    public void ShouldNeverGoBack(string what)
    {
        var first = _packets.FindIndex(packet => packet.Protected);
        if (first >= 0)
            _packets.FindLastIndex(packet => !packet.Protected).ShouldBeLessThan(first, $"{what}: {From} sent in clear after it had protected");
    }

    /// <summary>
    /// A second after the other end has protected its first packet, this one is not clear either: by then it has arrived.
    /// </summary>
    public void ShouldFollow(WireWay other, string what)
    {
        var first = other._packets.FindIndex(packet => packet.Protected);
        if (first < 0)
            return;
        var limit = other._packets[first].Time + 1;
        _packets.ShouldNotContain(packet => !packet.Protected && packet.Time > limit, $"{what}: {From} sent in clear long after {other.From} had protected");
    }

    public override string ToString() => $"{From} to {To}: {Clear} clear, {Protected} ESP";
}
