using Gatehouse.Engine.Ports;
using Gatehouse.Model.Keying;

namespace Gatehouse.Host.Steps;

/// <summary>
/// Threads that take steps of authentication, so that a KDC that does not answer stops none but its own. What this host asks for of its own accord and
/// what it answers peers with have threads of their own: tickets that do not come never keep those waiting who bring one.
/// </summary>
public sealed class StepWorkers : IStepRunner, IDisposable
{
    private readonly WorkerLane _own = new("authentication of this host");
    private readonly WorkerLane _peers = new("authentication of peers");

    /// <inheritdoc/>
    public void Take(KeyingStep step, Action<KeyingStep> ended)
    {
        var taken = (step.IsOwn ? _own : _peers).TryAdd(refusal =>
        {
            if (refusal is null)
                step.Run();
            else
                step.Refuse(refusal);
            ended(step);
        });
        if (taken)
            return;
        step.Refuse("too many steps of authentication wait for a thread, or the node is ending");
        ended(step);
    }

    /// <summary>Takes no more. A step that hangs is left to its thread, which does not keep the process alive.</summary>
    public void Dispose()
    {
        _own.Dispose();
        _peers.Dispose();
    }
}
