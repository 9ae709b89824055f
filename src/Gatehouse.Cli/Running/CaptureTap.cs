using Gatehouse.Base;
using Gatehouse.Host.Capture;
using Gatehouse.Linux.Loop;
using Gatehouse.Packets.Capture;

namespace Gatehouse.Cli.Running;

/// <summary>Writes what the loop sees on the wire into a capture.</summary>
internal sealed class CaptureTap(CaptureFile file) : IPacketTap
{
    public void OnPacket(Instant now, TapDirection direction, ReadOnlySpan<byte> packet) =>
        file.Write(DateTimeOffset.UtcNow, direction == TapDirection.Outbound ? CaptureDirection.Outbound : CaptureDirection.Inbound, packet);
}
