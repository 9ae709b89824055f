using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp.Gss;

/// <summary>All steps that were handed out and have not come back, those nobody waits for any more among them.</summary>
internal sealed class GssSteps(KeyingContext<Peer> context)
{
    private readonly Dictionary<GssStep, GssAttempt> _handedOut = [];

    /// <summary>How many there are.</summary>
    public int InFlight => _handedOut.Count;

    /// <summary>True when one more may be handed out.</summary>
    public bool Admits(bool isInitiator)
    {
        var admits = InFlight < (isInitiator ? Limits.GssSteps : Limits.GssStepsForPeers);
        if (!admits)
            context.Counters.Add("GssStepsRefused");
        return admits;
    }

    /// <summary>Hands out a step. Returns the alarm that ends the waiting for it.</summary>
    public Alarm Start(GssAttempt attempt, GssStep step, Action onLimit)
    {
        _handedOut.Add(step, attempt);
        var limit = new Alarm(() =>
        {
            context.Counters.Add("GssStepsTimedOut");
            onLimit();
        });
        context.Arm(limit, TimeSpan.FromSeconds(Limits.GssStepSeconds));
        context.Act(new KeyingAction.RunStep(step));
        return limit;
    }

    /// <summary>A step came back. One that is none of these, or came back before, is nothing.</summary>
    public void OnEnded(KeyingStep ended)
    {
        if (ended is GssStep step && _handedOut.Remove(step, out var attempt))
            attempt.OnEnded(step.Result);
    }
}
