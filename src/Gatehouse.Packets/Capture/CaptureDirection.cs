namespace Gatehouse.Packets.Capture;

/// <summary>The direction bits of a captured packet (pcapng epb_flags).</summary>
public enum CaptureDirection : byte
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>Received by this host.</summary>
    Inbound = 1,

    /// <summary>Sent by this host.</summary>
    Outbound = 2,
}
