using Gatehouse.Base;

namespace Gatehouse.Keying.Timing;

/// <summary>
/// Sends one datagram until it is answered, as often and with such waits as a plan says.
/// </summary>
internal sealed class Retransmitter
{
    private readonly DeadlineQueue _deadlines;
    private readonly Action<byte[]> _send;
    private readonly Action _onExhausted;
    private readonly Alarm _alarm;
    private RetransmitPlan _plan = RetransmitPlan.Ikev1;
    private byte[] _datagram = [];
    private int _remaining;
    private Instant _now;

    /// <summary>One retransmitter serves all messages of an exchange, one after the other.</summary>
    /// <param name="deadlines">Where its timer lives.</param>
    /// <param name="clock">The time of the call in progress.</param>
    /// <param name="send">Sends a datagram.</param>
    /// <param name="onExhausted">Called once when the last wait ended unanswered.</param>
    public Retransmitter(DeadlineQueue deadlines, Func<Instant> clock, Action<byte[]> send, Action onExhausted)
    {
        _deadlines = deadlines;
        _send = send;
        _onExhausted = onExhausted;
        _alarm = new Alarm(() =>
        {
            _now = clock();
            OnTimer();
        });
    }

    /// <summary>True while a datagram waits for its answer.</summary>
    public bool Active => _alarm.Due is not null;

    /// <summary>How often the current datagram was sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Sends a new datagram now and keeps at it, by IKEv1's plan.</summary>
    public void Start(Instant now, byte[] datagram) => Start(now, datagram, RetransmitPlan.Ikev1);

    /// <summary>Sends a new datagram now and keeps at it.</summary>
    public void Start(Instant now, byte[] datagram, RetransmitPlan plan)
    {
        _plan = plan;
        _datagram = datagram;
        _remaining = plan.Transmissions;
        Sent = 0;
        _now = now;
        SendAndWait();
    }

    /// <summary>The answer came.</summary>
    public void Stop() => _alarm.Disarm();

    /// <summary>Goes on after <see cref="Stop"/>, where it stood. Without effect while it is at work, or before the first datagram.</summary>
    public void Resume(Instant now)
    {
        if (Active || Sent == 0)
            return;
        _now = now;
        if (_remaining > 0)
            SendAndWait();
        else
            _alarm.Arm(_deadlines, now + _plan.WaitAfter(Sent));
    }

    /// <summary>Allows at most <paramref name="more"/> further transmissions, because a hint says that they are in vain.</summary>
    public void Shorten(int more) => _remaining = Math.Min(_remaining, more);

    private void OnTimer()
    {
        if (_remaining > 0)
            SendAndWait();
        else
            _onExhausted();
    }

    private void SendAndWait()
    {
        _remaining--;
        Sent++;
        _send(_datagram);
        _alarm.Arm(_deadlines, _now + _plan.WaitAfter(Sent));
    }
}
