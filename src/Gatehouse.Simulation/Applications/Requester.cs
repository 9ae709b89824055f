namespace Gatehouse.Simulation.Applications;

/// <summary>Asks a numbered question at a steady pace, and counts the different answers.</summary>
public sealed class Requester
{
    private readonly HostStack _stack;
    private readonly TimeSpan _period;
    private readonly Func<uint, byte[]> _build;
    private readonly HashSet<uint> _answered = [];
    private bool _stopped;

    internal Requester(HostStack stack, TimeSpan period, Func<uint, byte[]> build)
    {
        (_stack, _period, _build) = (stack, period, build);
        Ask();
    }

    /// <summary>Questions so far.</summary>
    public uint Asked { get; private set; }

    /// <summary>Different questions that were answered.</summary>
    public int Answered => _answered.Count;

    /// <summary>Asks no more.</summary>
    public void Stop() => _stopped = true;

    internal void OnAnswer(uint number) => _answered.Add(number);

    private void Ask()
    {
        if (_stopped)
            return;
        _stack.Send(_build(++Asked));
        _stack.Network.At(_stack.Network.Now + _period, Ask);
    }
}
