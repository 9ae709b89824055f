using Gatehouse.Model.Keying;

namespace Gatehouse.Engine.Ports;

/// <summary>Takes steps of authentication where waiting stops nobody; a port hands it what its node asks for.</summary>
public interface IStepRunner
{
    /// <summary>
    /// Returns at once. Every step ends exactly once, also when it cannot be taken, and then <paramref name="ended"/> is called, on any thread.
    /// </summary>
    void Take(KeyingStep step, Action<KeyingStep> ended);
}
