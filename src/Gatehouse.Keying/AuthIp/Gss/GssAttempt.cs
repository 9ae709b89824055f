using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.Timing;

namespace Gatehouse.Keying.AuthIp.Gss;

// idle ─ Step ─→ at work ─ OnEnded ─→ idle            the owner hears the result
//                 ├ the limit of waiting ─→ given up  the owner hears that it failed
//                 └ Dispose ─────────────→ given up   nobody hears anything
// given up ─ OnEnded ─→ disposed

/// <summary>One context and its steps: one at a time, and the context is disposed only when none is at work.</summary>
/// <param name="steps">Carries out what may wait.</param>
/// <param name="context">It belongs to this attempt from now on.</param>
/// <param name="isInitiator">This host's side.</param>
internal sealed class GssAttempt(GssSteps steps, IGssContext context, bool isInitiator) : IDisposable
{
    private Alarm? _limit;
    private GssStep? _step;
    private Action<GssResult>? _then;
    private bool _isAtWork;
    private bool _isGivenUp;

    /// <summary>The context; not to be touched while a step is at work.</summary>
    public IGssContext Context => !_isAtWork ? context : throw new InvalidOperationException("the context is in a step");

    /// <summary>True while the owner waits for a step.</summary>
    public bool IsRunning => _then is not null;

    /// <summary>Takes a step and calls <paramref name="then"/> with what came of it: at once, or in a later call of the machine; once or never.</summary>
    public void Step(ReadOnlyMemory<byte> token, Action<GssResult> then)
    {
        if (_isAtWork || _isGivenUp)
            throw new InvalidOperationException("an attempt takes one step at a time");
        if (context.IsInstant)
        {
            then(context.Step(token.Span));
            return;
        }

        if (!steps.Admits(isInitiator))
        {
            then(GssResult.Failed(WindowsError.MmLimit, $"{steps.InFlight} steps of authentication have not ended yet"));
            return;
        }

        (_isAtWork, _then, _step) = (true, then, new GssStep(context, token.ToArray(), isInitiator));
        _limit = steps.Start(this, _step, OnLimit);
    }

    /// <summary>The step came back.</summary>
    public void OnEnded(GssResult result)
    {
        _isAtWork = false;
        if (_isGivenUp)
        {
            context.Dispose();
            return;
        }

        _limit?.Disarm();
        var then = _then;
        _then = null;
        then?.Invoke(result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isGivenUp)
            return;
        GiveUp();
        if (!_isAtWork)
            context.Dispose();
    }

    private void OnLimit()
    {
        var then = _then;
        GiveUp();
        then?.Invoke(GssResult.Failed(WindowsError.TimedOut, $"no end of it after {Limits.GssStepSeconds} seconds"));
    }

    private void GiveUp()
    {
        _limit?.Disarm();
        _step?.Unwant();
        (_isGivenUp, _then) = (true, null);
    }
}
