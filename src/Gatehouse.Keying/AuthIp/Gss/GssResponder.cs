using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;

namespace Gatehouse.Keying.AuthIp.Gss;

/// <summary>
/// The responder's side of authentication ([MS-AIPS] 3.9): it begins with the first method of its own Auth payload, and steps to the next with every
/// NEW_GSS_EXCHANGE that does not say RETRY_CURRENT_AUTHENTICATION.
/// </summary>
/// <param name="steps">Take what may wait for somebody.</param>
/// <param name="mechanisms">Makes the contexts.</param>
/// <param name="methods">As in the Auth payload it sent.</param>
/// <param name="addresses">Both ends.</param>
internal sealed class GssResponder(GssSteps steps, IGssMechanisms mechanisms, ImmutableArray<AuthIpMethod> methods, AddressPair addresses) : IDisposable
{
    private GssAttempt? _attempt;
    private int _index = -1;
    private int _attempts;
    private int _roundTrips;

    /// <summary>The method of the current attempt; Anonymous stands for none before the first.</summary>
    public AuthIpMethod Method => _index >= 0 && _index < methods.Length ? methods[_index] : AuthIpMethod.Anonymous;

    /// <summary>True while a step is at work: nothing may be received.</summary>
    public bool IsBusy => _attempt is { IsRunning: true };

    /// <summary>True once this side is done. The initiator may still begin another attempt.</summary>
    public bool IsDone { get; private set; }

    /// <summary>True when no attempt is left.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True when this attempt has failed and no method is left for another; an initiator may still repeat the last with another credential.</summary>
    public bool IsExhausted => !IsDone && _attempt is null && _index >= methods.Length - 1;

    /// <summary>True when the last error was the initiator's.</summary>
    public bool PeerFailed { get; private set; }

    /// <summary>The last error of either side.</summary>
    public WindowsError LastError { get; private set; }

    /// <summary>What this host's own mechanism said of it.</summary>
    public string LastDetail { get; private set; } = "";

    /// <summary>The context of the attempt that succeeded.</summary>
    public IGssContext Context => IsDone && _attempt is { } attempt ? attempt.Context : throw new InvalidOperationException("authentication is not complete");

    /// <summary>Takes a request; the answer comes of it, at once or when its step has ended, and never when this is disposed before.</summary>
    public void Receive(GssApiPayload request, Action<GssApiPayload> then)
    {
        if (AnswerAtOnce(request) is { } answer)
            then(answer);
        else
            _attempt!.Step(request.Token, result => then(Take(result)));
    }

    /// <inheritdoc/>
    public void Dispose() => _attempt?.Dispose();

    private GssApiPayload? AnswerAtOnce(GssApiPayload request)
    {
        if (HasFailed || ++_roundTrips > Limits.GssRoundTrips)
            return Fail(LastError == WindowsError.Success ? WindowsError.AuthFail : LastError);
        if ((request.Flags & GssApiFlags.NewGssExchange) != 0 && !TryBegin((request.Flags & GssApiFlags.RetryCurrentAuthentication) != 0))
            return Fail(WindowsError.AuthFail);
        if (_attempt is null)
            return Refuse(WindowsError.AuthFail);

        // An initiator that failed says so with an empty token; a retry repeats the status it was given.
        if (request.Status != 0 && (request.Flags & GssApiFlags.RetryCurrentAuthentication) == 0)
        {
            PeerFailed = true;
            return Refuse((WindowsError)request.Status);
        }

        return IsDone ? new GssApiPayload(0, GssApiFlags.ResponderAuthComplete, default) : null;
    }

    private GssApiPayload Take(GssResult result)
    {
        switch (result.Outcome)
        {
            case GssOutcome.Failed:
                (LastDetail, PeerFailed) = (result.Detail, false);
                return Refuse(result.Error);
            case GssOutcome.Done:
                IsDone = true;
                return new GssApiPayload(0, GssApiFlags.ResponderAuthComplete, result.Token);
            default:
                return new GssApiPayload(0, GssApiFlags.None, result.Token);
        }
    }

    private bool TryBegin(bool retry)
    {
        if (!retry || _index < 0)
            _index++;
        EndAttempt();
        if (_index >= methods.Length || ++_attempts > Limits.GssAttempts)
            return false;
        _attempt = new GssAttempt(steps, mechanisms.Accept(Method, addresses), isInitiator: false);
        return true;
    }

    private GssApiPayload Refuse(WindowsError error)
    {
        LastError = error;
        EndAttempt();
        return new GssApiPayload((uint)error, GssApiFlags.None, default);
    }

    private GssApiPayload Fail(WindowsError error)
    {
        HasFailed = true;
        return Refuse(error);
    }

    private void EndAttempt()
    {
        _attempt?.Dispose();
        (_attempt, IsDone) = (null, false);
    }
}
