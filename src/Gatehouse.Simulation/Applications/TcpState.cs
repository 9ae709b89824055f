namespace Gatehouse.Simulation.Applications;

/// <summary>How far a simulated connection is.</summary>
public enum TcpState
{
    /// <summary>The handshake is not complete.</summary>
    Opening,

    /// <summary>Data may travel both ways.</summary>
    Open,

    /// <summary>Both ends have closed, and both know.</summary>
    Closed,

    /// <summary>The peer answered with a reset.</summary>
    Reset,

    /// <summary>The peer no longer answers.</summary>
    TimedOut,
}
