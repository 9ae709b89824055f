namespace Gatehouse.Model.Keying;

/// <summary>
/// A step of a keying machine that may wait for somebody, such as a KDC. The machine hands it out as an action and goes on; whoever drives the machine
/// takes it on a thread where waiting stops nobody, and brings it back, however it ended and however late. It is taken at most once.
/// </summary>
public abstract class KeyingStep
{
    /// <summary>
    /// True when this host asks somebody of its own accord, who may be away; false when it answers a peer, for which its own secrets do.
    /// The former must not keep the latter waiting.
    /// </summary>
    public abstract bool IsOwn { get; }

    /// <summary>Takes the step, which may wait for long. Never throws.</summary>
    public abstract void Run();

    /// <summary>In place of <see cref="Run"/>: nobody takes it, for a reason that an administrator reads.</summary>
    public abstract void Refuse(string why);
}
