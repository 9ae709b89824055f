namespace Gatehouse.Dataplane;

/// <summary>What becomes of traffic that must be protected while no SA exists.</summary>
public enum NoSaBehavior
{
    /// <summary>Hold it, bounded in number, bytes and time.</summary>
    Hold,

    /// <summary>Drop it; TCP will retransmit.</summary>
    Drop,
}
