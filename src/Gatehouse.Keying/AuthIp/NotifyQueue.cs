using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// The reliable notifies of one main mode: one is outstanding, the others wait for its acknowledgement ([MS-AIPS] 3.1.7.5). A peer that never
/// acknowledges has lost the main mode, so that serves no more.
/// </summary>
internal sealed class NotifyQueue
{
    private readonly AuthIpContext _context;
    private readonly MainModeSa _sa;
    private readonly Queue<(uint MessageId, IReadOnlyList<IsakmpBody> Payloads)> _waiting = new();
    private readonly Retransmitter _retransmitter;
    private uint _outstanding;

    /// <summary>The notifies of a main mode.</summary>
    public NotifyQueue(AuthIpContext context, MainModeSa sa)
    {
        (_context, _sa) = (context, sa);
        _retransmitter = context.NewRetransmitter(sa, OnUnanswered);
    }

    /// <summary>Sends at once, or when its turn comes; one too many is left out, since the peer finds out by itself in the end.</summary>
    public void Add(uint messageId, IReadOnlyList<IsakmpBody> payloads)
    {
        if (_waiting.Count >= Limits.QueuedNotifies)
        {
            _context.Counters.Add("NotifyNotQueued");
            return;
        }

        _waiting.Enqueue((messageId, payloads));
        if (!_retransmitter.Active)
            SendNext();
    }

    /// <summary>An acknowledgement arrived.</summary>
    public void OnAck(uint sequence)
    {
        if (!_retransmitter.Active || sequence != _outstanding)
            return;
        _retransmitter.Stop();
        SendNext();
    }

    /// <summary>Sends nothing more.</summary>
    public void Stop()
    {
        _retransmitter.Stop();
        _waiting.Clear();
    }

    private void SendNext()
    {
        if (!_waiting.TryDequeue(out var next))
            return;
        _outstanding = _sa.NotifySequence.Take();
        var datagram = _context.Seal(_sa, ExchangeType.AuthIpNotify, next.MessageId, _outstanding, next.Payloads);
        _retransmitter.Start(_context.Now, datagram, RetransmitPlans.Other(_context.Profile));
    }

    private void OnUnanswered()
    {
        _context.Counters.Add("NotifyUnacknowledged");
        _waiting.Clear();
        _context.MainModes.Close(_sa);
    }
}
