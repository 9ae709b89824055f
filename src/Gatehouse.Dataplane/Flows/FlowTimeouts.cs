namespace Gatehouse.Dataplane.Flows;

/// <summary>How long a flow without packets is remembered.</summary>
public static class FlowTimeouts
{
    /// <summary>UDP, ICMP and the rest: ALE's idle timeout of unicast flows (reference section 1.2). Afterwards the same ports are a new flow.</summary>
    public static readonly TimeSpan Datagram = TimeSpan.FromSeconds(60);

    /// <summary>TCP between the first SYN and the answer: longer than any host goes on repeating its SYN at one pace.</summary>
    public static readonly TimeSpan TcpOpening = TimeSpan.FromMinutes(2);

    /// <summary>
    /// An established TCP connection. ALE keeps it as long as the endpoint lives, which nobody outside can see; five days is what stateful
    /// filters have found to be enough.
    /// </summary>
    public static readonly TimeSpan TcpOpen = TimeSpan.FromDays(5);

    /// <summary>TCP after both FINs or a RST: 2 MSL (RFC 9293 section 3.6.1 asks for 4 minutes at most, hosts use 1 to 2).</summary>
    public static readonly TimeSpan TcpClosed = TimeSpan.FromMinutes(2);

    /// <summary>The time a flow may be quiet.</summary>
    internal static TimeSpan Of(in Flow flow)
    {
        if (!flow.IsTcp)
            return Datagram;
        return flow.State switch
        {
            FlowState.Opening => TcpOpening,
            FlowState.Closed => TcpClosed,
            _ => TcpOpen,
        };
    }
}
