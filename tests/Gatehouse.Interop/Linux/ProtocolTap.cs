using Gatehouse.Base;
using Gatehouse.Linux.Loop;

namespace Gatehouse.Interop.Linux;

/// <summary>Counts outbound packets by protocol as they travel on the wire.</summary>
public sealed class ProtocolTap : IPacketTap
{
    private readonly long[] _counts = new long[256];

    public long Count(byte protocol) => Interlocked.Read(ref _counts[protocol]);

    public void OnPacket(Instant now, TapDirection direction, ReadOnlySpan<byte> packet)
    {
        if (direction == TapDirection.Outbound)
            Interlocked.Increment(ref _counts[packet[packet[0] >> 4 == 4 ? 9 : 6]]);
    }
}
