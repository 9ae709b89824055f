namespace Gatehouse.Packets;

/// <summary>Control bits of a TCP header (RFC 9293 section 3.1).</summary>
[Flags]
public enum TcpFlags : byte
{
    /// <summary>None set.</summary>
    None = 0,

    /// <summary>FIN.</summary>
    Fin = 0x01,

    /// <summary>SYN.</summary>
    Syn = 0x02,

    /// <summary>RST.</summary>
    Rst = 0x04,

    /// <summary>PSH.</summary>
    Psh = 0x08,

    /// <summary>ACK.</summary>
    Ack = 0x10,
}
