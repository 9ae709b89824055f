using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;

namespace Gatehouse.Keying.AuthIp.Gss;

// Start ─ token ─────────────→ waiting ─ answer ─→ token …            → Done       (own side done, RESPONDER_AUTH_COMPLETE seen)
//   └ no token: status, empty ─→ waiting ─ answer ─→ next method
// waiting ─ status of the peer ─→ next method ─→ NEW_GSS_EXCHANGE      → Failed     (no method left, or the throttle)

/// <summary>
/// The initiator's side of authentication with all its retries ([MS-AIPS] 3.1 figures 2 and 3, 3.8): methods in the responder's order, one
/// credential each. It alone begins attempts. It only turns payloads into payloads; whoever owns it sends them. A payload may take its time, because a
/// step may: what is to happen with it is given along, and runs once or, when this is disposed, never.
/// </summary>
/// <param name="steps">Take what may wait for somebody.</param>
/// <param name="mechanisms">Makes the contexts.</param>
/// <param name="methods">In the responder's order.</param>
/// <param name="peerName">What the responder calls itself.</param>
/// <param name="addresses">Both ends.</param>
internal sealed class GssInitiator(
    GssSteps steps, IGssMechanisms mechanisms, ImmutableArray<AuthIpMethod> methods, string? peerName, AddressPair addresses) : IDisposable
{
    private GssAttempt? _attempt;
    private bool _ownSideDone;
    private bool _ownSideFailed;
    private int _index = -1;
    private int _roundTrips;

    /// <summary>The method of the current attempt.</summary>
    public AuthIpMethod Method => methods[_index];

    /// <summary>True while a step is at work: nothing may be received.</summary>
    public bool IsBusy => _attempt is { IsRunning: true };

    /// <summary>True while the current attempt has failed on this side, and the peer has been told.</summary>
    public bool OwnSideFailed => _ownSideFailed;

    /// <summary>True once both sides are done.</summary>
    public bool IsDone { get; private set; }

    /// <summary>True when no attempt is left.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The last error of either side.</summary>
    public WindowsError LastError { get; private set; }

    /// <summary>What this host's own mechanism said of it.</summary>
    public string LastDetail { get; private set; } = "";

    /// <summary>True when the last error was the peer's.</summary>
    public bool PeerFailed { get; private set; }

    /// <summary>The context of the attempt that succeeded.</summary>
    public IGssContext Context => IsDone && _attempt is { } attempt ? attempt.Context : throw new InvalidOperationException("authentication is not complete");

    /// <summary>The first payload.</summary>
    public void Begin(Action<GssApiPayload?> then) => NextMethod(WindowsError.AuthFail, peer: false, then);

    /// <summary>Takes an answer. What to send next comes of it, or null when it is over: see <see cref="IsDone"/> and <see cref="HasFailed"/>.</summary>
    public void Receive(GssApiPayload answer, Action<GssApiPayload?> then)
    {
        var complete = (answer.Flags & GssApiFlags.ResponderAuthComplete) != 0;
        if (++_roundTrips >= Limits.GssRoundTrips)
            then(Fail(WindowsError.AuthFail, peer: false));
        else if (_ownSideFailed)
            NextMethod(LastError, peer: false, then);
        else if (answer.Status != 0)
            NextMethod((WindowsError)answer.Status, peer: true, then);
        else if (_ownSideDone)
            then(complete ? Finish() : new GssApiPayload(0, GssApiFlags.None, default));
        else
            _attempt!.Step(answer.Token, result => then(Take(result, complete)));
    }

    /// <inheritdoc/>
    public void Dispose() => _attempt?.Dispose();

    private GssApiPayload? Take(GssResult result, bool complete)
    {
        switch (result.Outcome)
        {
            case GssOutcome.Failed:
                return FailOwnSide(result, GssApiFlags.None);
            case GssOutcome.Done when complete && result.Token.Length == 0:
                return Finish();
            default:
                _ownSideDone = result.Outcome == GssOutcome.Done;
                return new GssApiPayload(0, GssApiFlags.None, result.Token);
        }
    }

    private void NextMethod(WindowsError error, bool peer, Action<GssApiPayload?> then)
    {
        (LastError, PeerFailed) = (error, peer);
        _attempt?.Dispose();
        (_attempt, _ownSideDone, _ownSideFailed) = (null, false, false);
        if (++_index >= methods.Length || _index >= Limits.GssAttempts)
        {
            then(Fail(error, peer));
            return;
        }

        _attempt = new GssAttempt(steps, mechanisms.Initiate(Method, peerName, addresses), isInitiator: true);
        _attempt.Step(default, result => then(TakeFirst(result)));
    }

    private GssApiPayload TakeFirst(GssResult result)
    {
        if (result.Outcome == GssOutcome.Failed)
            return FailOwnSide(result, GssApiFlags.NewGssExchange);
        _ownSideDone = result.Outcome == GssOutcome.Done;
        return new GssApiPayload(0, GssApiFlags.NewGssExchange, result.Token);
    }

    // The peer is told by an empty token, so that both ends count attempts alike.
    private GssApiPayload FailOwnSide(GssResult result, GssApiFlags flags)
    {
        (LastError, LastDetail, PeerFailed, _ownSideFailed) = (result.Error, result.Detail, false, true);
        return new GssApiPayload((uint)result.Error, flags, default);
    }

    private GssApiPayload? Finish()
    {
        IsDone = true;
        return null;
    }

    private GssApiPayload? Fail(WindowsError error, bool peer)
    {
        (LastError, PeerFailed, HasFailed) = (error, peer, true);
        return null;
    }
}
