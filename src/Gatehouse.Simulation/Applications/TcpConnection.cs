using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation.Applications;

/// <summary>
/// One end of a TCP connection (RFC 9293), small but honest: handshake, data both ways, retransmission with doubling timeouts (going back to the
/// first unacknowledged byte), FIN, reset. A client writes; a server sends back what it receives. Every byte is checked on arrival.
/// </summary>
public sealed class TcpConnection
{
    private const int MaxSegment = 512;
    private const int Window = 4 * MaxSegment;
    private const ushort AdvertisedWindow = 65535;

    /// <summary>With doubling up to <see cref="LongestTimeout"/> a peer is given up after about ten minutes.</summary>
    private const int MaxRetransmissions = 45;

    private static readonly TimeSpan FirstTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(16);

    private readonly HostStack _stack;
    private readonly bool _isServer;
    private readonly uint _firstSequence;

    // Positions count from the first sequence number: 0 is the SYN, 1 the first byte of data, and behind the data stands the FIN.
    private uint _peerFirstSequence;
    private long _unacknowledged;
    private long _next;
    private long _highest;
    private long _expected;
    private bool _finWanted;
    private bool _peerClosed;
    private int _retransmissions;
    private TimeSpan _timeout = FirstTimeout;
    private long _timer;
    private bool _timerRuns;

    internal TcpConnection(HostStack stack, Endpoint local, Endpoint remote, uint firstSequence, bool isServer)
    {
        (_stack, Local, Remote, _firstSequence, _isServer) = (stack, local, remote, firstSequence, isServer);
    }

    /// <summary>This end.</summary>
    public Endpoint Local { get; }

    /// <summary>The other end.</summary>
    public Endpoint Remote { get; }

    /// <summary>How far it is.</summary>
    public TcpState State { get; private set; }

    /// <summary>Bytes the application has written.</summary>
    public long Written { get; private set; }

    /// <summary>Bytes that arrived, in order and whole.</summary>
    public long Received { get; private set; }

    /// <summary>True when a byte arrived that was never written there.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>True once a FIN or an end of another kind leaves nothing to do.</summary>
    public bool HasEnded => State is TcpState.Closed or TcpState.Reset or TcpState.TimedOut;

    private long End => 1 + Written;

    /// <summary>The application writes that many bytes more.</summary>
    public void Write(int count)
    {
        if (_finWanted || HasEnded)
            return;
        Written += count;
        Output();
    }

    /// <summary>The application has nothing more to send.</summary>
    public void Close()
    {
        _finWanted = true;
        Output();
    }

    internal void Open() => Output();

    /// <summary>The host has rebooted: this end is gone and tells nobody.</summary>
    internal void Vanish() => State = TcpState.TimedOut;

    internal void OnSegment(in TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Rst))
            OnReset(segment);
        else if (HasEnded)
            AnswerLateFin(segment);
        else if (segment.Has(TcpFlags.Syn))
            OnSyn(segment);
        else if (_expected > 0)
            OnData(segment);
    }

    // RFC 9293 section 3.10.7: a reset must fit, so that a late one of another connection does no harm.
    private void OnReset(in TcpSegment segment)
    {
        var fits = _expected > 0 ? segment.Sequence - _peerFirstSequence == (uint)_expected : segment.Acknowledgment == _firstSequence + 1;
        if (fits && !HasEnded)
            State = TcpState.Reset;
    }

    private void AnswerLateFin(in TcpSegment segment)
    {
        if (State == TcpState.Closed && segment.Has(TcpFlags.Fin))
            Send(_next, TcpFlags.Ack, []);
    }

    private void OnSyn(in TcpSegment segment)
    {
        if (_expected == 0)
        {
            if (!_isServer && !(segment.Has(TcpFlags.Ack) && segment.Acknowledgment == _firstSequence + 1))
                return;
            _peerFirstSequence = segment.Sequence;
            _expected = 1;
            if (_isServer)
            {
                Output();
                return;
            }
        }
        else if (_isServer && _unacknowledged == 0)
        {
            _next = 0;
            Output();
            return;
        }

        if (segment.Has(TcpFlags.Ack))
            OnAcknowledgment(segment.Acknowledgment);
        Send(_next, TcpFlags.Ack, []);
        Output();
    }

    private void OnData(in TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Ack))
            OnAcknowledgment(segment.Acknowledgment);
        var fin = segment.Has(TcpFlags.Fin);
        if (!segment.Data.IsEmpty || fin)
        {
            var position = (long)(segment.Sequence - _peerFirstSequence);
            var known = _expected - position;
            if (known >= 0 && known <= segment.Data.Length && !_peerClosed)
                Accept(segment.Data[(int)known..], fin);
            Send(_next, TcpFlags.Ack, []);
        }

        Output();
        if (_peerClosed && _finWanted && _unacknowledged == End + 1)
            State = TcpState.Closed;
    }

    private void Accept(ReadOnlySpan<byte> data, bool fin)
    {
        IsCorrupt |= !StreamPattern.Matches(_expected - 1, data);
        Received += data.Length;
        _expected += data.Length;
        if (_isServer)
            Written += data.Length;
        if (!fin)
            return;
        _expected++;
        _peerClosed = true;
        _finWanted |= _isServer;
    }

    private void OnAcknowledgment(uint acknowledgment)
    {
        var position = (long)(acknowledgment - _firstSequence);
        if (position <= _unacknowledged || position > _highest)
            return;
        _unacknowledged = position;
        _next = Math.Max(_next, position);
        (_retransmissions, _timeout, _timerRuns) = (0, FirstTimeout, false);
        if (State == TcpState.Opening)
            State = TcpState.Open;
    }

    private void Output()
    {
        if (HasEnded)
            return;
        if (_next == 0)
        {
            Send(0, _isServer ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.Syn, []);
            Advance(1);
        }

        if (State == TcpState.Open)
            OutputData();
        if (_unacknowledged < _next && !_timerRuns)
            Arm();
    }

    private void OutputData()
    {
        Span<byte> data = stackalloc byte[MaxSegment];
        while (_next < End && _next - _unacknowledged < Window)
        {
            var piece = data[..(int)Math.Min(MaxSegment, End - _next)];
            StreamPattern.Fill(_next - 1, piece);
            Send(_next, TcpFlags.Psh | TcpFlags.Ack, piece);
            Advance(_next + piece.Length);
        }

        if (!_finWanted || _next != End)
            return;
        Send(_next, TcpFlags.Fin | TcpFlags.Ack, []);
        Advance(End + 1);
    }

    private void Advance(long next)
    {
        _next = next;
        _highest = Math.Max(_highest, next);
    }

    // RFC 6298 section 5: it runs while something is unacknowledged, and begins anew with each acknowledgment, not with each segment.
    private void Arm()
    {
        var timer = ++_timer;
        _timerRuns = true;
        _stack.Network.At(_stack.Network.Now + _timeout, () =>
        {
            if (timer != _timer)
                return;
            _timerRuns = false;
            if (_unacknowledged < _next && !HasEnded)
                Retransmit();
        });
    }

    private void Retransmit()
    {
        if (++_retransmissions > MaxRetransmissions)
        {
            State = TcpState.TimedOut;
            return;
        }

        _timeout = _timeout * 2 < LongestTimeout ? _timeout * 2 : LongestTimeout;
        _next = _unacknowledged;
        Output();
    }

    private void Send(long position, TcpFlags flags, ReadOnlySpan<byte> data)
    {
        var acknowledgment = flags.HasFlag(TcpFlags.Ack) ? _peerFirstSequence + (uint)_expected : 0;
        _stack.Send(PacketBuilder.BuildTcp(Local, Remote, _firstSequence + (uint)position, acknowledgment, flags, AdvertisedWindow, data));
    }
}
