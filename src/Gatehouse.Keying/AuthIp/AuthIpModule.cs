using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// AuthIP ([MS-AIPS]): main, quick and extended mode and notifies in both roles, for any number of peers. Authentication is what the mechanisms offer;
/// NAT traversal and fragments are not built.
/// </summary>
/// <param name="policy">Answers what may be negotiated with whom.</param>
/// <param name="mechanisms">Authenticates.</param>
/// <param name="entropy">Every cookie, nonce, SPI, message id and private value comes from it, so equal inputs give equal runs.</param>
/// <param name="options">Wire profile, port and key export.</param>
/// <param name="users">Authenticates users in extended mode; null for the same mechanisms.</param>
public sealed class AuthIpModule(
    IKeyingPolicy policy, IGssMechanisms mechanisms, IEntropy entropy, AuthIpOptions options, IGssMechanisms? users = null) : IKeyingModule
{
    private readonly AuthIpContext _context = new(policy, mechanisms, users ?? mechanisms, entropy, options);

    /// <summary>For tests, which play a peer with keys.</summary>
    internal AuthIpContext Context => _context;

    /// <inheritdoc/>
    public Instant? NextDeadline => _context.Deadlines.Next;

    /// <inheritdoc/>
    public void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        var addresses = new AddressPair(local.Address, remote.Address);
        if (!AuthIpMessageReader.TryReadHeader(datagram, out var header, out var error))
            _context.Refuse(addresses, error);
        else if (_context.MainModes.Find(header, addresses) is not { } sa)
            OnUnknown(local, remote, header, datagram);
        else if (sa.Peer.Addresses != addresses)
            _context.Refuse(addresses, Refusal.WrongAddress);
        else
            Dispatch(sa, remote, header, datagram);
    }

    /// <inheritdoc/>
    public void Acquire(Instant now, AddressPair addresses, TrafficSelector selector, bool guaranteeEncryption, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        _context.Negotiator.Acquire(addresses, new PairScope(selector, guaranteeEncryption));
    }

    /// <inheritdoc/>
    public void OnSaSignal(Instant now, Spi inbound, SaSignal signal, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        _context.Pairs.OnSignal(inbound, signal);
    }

    /// <inheritdoc/>
    public void OnUnknownSpi(Instant now, AddressPair addresses, Spi inbound, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        if (_context.Peers.TryGetValue(addresses, out var peer) && !_context.Pairs.Exists(inbound))
            _context.Pairs.TellAgain(peer, inbound);
    }

    /// <inheritdoc/>
    public void OnStepEnded(Instant now, KeyingStep step, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        _context.Steps.OnEnded(step);
    }

    /// <inheritdoc/>
    public void OnDeadline(Instant now, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        _context.Deadlines.Fire(now);
    }

    /// <inheritdoc/>
    public void OnPolicyChanged(Instant now, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        PolicyChange.Apply(_context);
    }

    /// <inheritdoc/>
    public void Shutdown(Instant now, List<KeyingAction> actions)
    {
        const string Why = "this host is shutting down";
        _context.Begin(now, actions);
        foreach (var peer in _context.Peers.Values.ToArray())
        {
            peer.Pending.Clear();
            PeerAcquires.Forget(peer, _ => true);
            foreach (var sa in peer.MainModes.Where(sa => sa.State == MainModeState.Established).ToArray())
                SayGoodbye(sa);
            foreach (var pair in peer.Pairs.ToArray())
                _context.Pairs.Remove(pair, WindowsError.Success, Why);
            foreach (var sa in peer.MainModes.ToArray())
                _context.MainModes.End(sa, Why);
        }

        _context.Peers.Clear();
    }

    /// <inheritdoc/>
    public KeyingStatus Snapshot(Instant now) => new(
        [.. _context.MainModes.All.Where(sa => sa.State == MainModeState.Established).Select(sa => Describe(sa, now))],
        [.. _context.Pairs.All.Select(pair => new QuickModeSaStatus(pair.Inbound, In(pair.Rekey?.Due, now)))],
        [.. Down(now)],
        _context.Steps.InFlight == 0 ? _context.Counters.Snapshot() : _context.Counters.Snapshot().SetItem("GssStepsInFlight", _context.Steps.InFlight));

    private void Dispatch(MainModeSa sa, Endpoint remote, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        sa.Observed = remote;
        switch (header.ExchangeType)
        {
            case ExchangeType.AuthIpNotify:
                _context.NotifyReceiver.OnMessage(sa, header, datagram);
                break;
            case ExchangeType.AuthIpExtendedMode:
            case ExchangeType.AuthIpMainMode when header is { IsEncrypted: true, MessageId: 0 } && IsExtendedModeRunning(sa):
                DispatchExtended(sa, header, datagram);
                break;
            case ExchangeType.AuthIpMainMode when !header.IsEncrypted && sa.Role == SaRole.Initiator:
                _context.MainModeInitiator.OnMessage(sa, header, datagram);
                break;
            case ExchangeType.AuthIpMainMode when !header.IsEncrypted || header.CookieR == 0:
                _context.MainModeResponder.OnMessage(sa, datagram);
                break;
            case var _ when sa.QuickModes.TryGetValue(header.MessageId, out var quickMode):
                if (sa.Role == SaRole.Initiator)
                    _context.QuickModeInitiator.OnMessage(quickMode, header, datagram);
                else
                    _context.QuickModeResponder.OnMessage(quickMode, header, datagram);
                break;
            case ExchangeType.AuthIpMainMode when sa.Role == SaRole.Responder:
                _context.QuickModeResponder.OnFirstRequest(sa, header, datagram);
                break;
            case ExchangeType.AuthIpQuickMode when sa is { Role: SaRole.Responder, State: MainModeState.Established }:
                _context.QuickModeResponder.OnLaterRequest(sa, header, datagram);
                break;
            default:
                _context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
                break;
        }
    }

    private void DispatchExtended(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        if (sa.Role == SaRole.Responder)
            _context.ExtendedModeResponder.OnMessage(sa, header, datagram);
        else if (sa.ExtendedMode is { } extended)
            _context.ExtendedModeInitiator.OnMessage(extended, header, datagram);
        else
            _context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
    }

    // Its tokens may have main mode's type and message ID 0 (AuthIpWireProfile.ExtendedModeTokens).
    private static bool IsExtendedModeRunning(MainModeSa sa) =>
        sa.ExtendedMode is { State: ExtendedModeState.RequestSent or ExtendedModeState.TokenSent or ExtendedModeState.AnswerSent };

    private void OnUnknown(Endpoint local, Endpoint remote, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        // The flag of encryption of a first message is ignored ([MS-AIPS] 3.3.5.1); one with a responder cookie answers a DoS cookie of ours.
        if (header.ExchangeType == ExchangeType.AuthIpMainMode && (header.CookieR == 0 || !header.IsEncrypted))
        {
            _context.MainModeResponder.OnFirstRequest(local, remote, header, datagram);
            return;
        }

        _context.Refuse(new AddressPair(local.Address, remote.Address), Refusal.UnknownCookies);
        // A peer that asks for keys under a main mode this host has lost learns of it sooner. It may only take this as a hint.
        if (header.ExchangeType == ExchangeType.AuthIpQuickMode)
            _context.Notifier.SendClear(local, remote, header.CookieI, header.CookieR, WindowsError.InvalidCookie);
    }

    // [MS-AIPS] 3.1.7.2 asks for reliable notifies here; nobody will be there to hear their acknowledgement, so each is sent once.
    private void SayGoodbye(MainModeSa sa)
    {
        foreach (var pair in sa.Peer.Pairs.Where(pair => pair.MainMode == sa))
            _context.Notifier.SendOnce(sa, pair.MessageId, [AuthIpNotifies.Status(NotifySubject.QuickMode, WindowsError.ShuttingDown, reliable: true)]);
        var id = _context.Notifier.NewMessageId();
        _context.Notifier.SendOnce(sa, id, [AuthIpNotifies.Status(NotifySubject.MainMode, WindowsError.ShuttingDown, reliable: true)]);
    }

    private static MainModeSaStatus Describe(MainModeSa sa, Instant now) =>
        new(sa.Peer.Addresses, KeyingModule.AuthIp, sa.Cookies, sa.SuiteText, sa.Proof!.Identity, now - sa.Established, null, sa.Features.NegotiationDiscovery);

    private IEnumerable<DownPeerStatus> Down(Instant now) => _context.Peers.Values
        .Where(peer => peer.LastError is not null && !peer.Pairs.Exists(pair => pair.Confirmed))
        .Select(peer => new DownPeerStatus(
            peer.Addresses, peer.LastError!, In(Instant.Max(peer.Backoff.RetryAt, peer.Refused.NextRetryAt ?? Instant.Zero), now) ?? TimeSpan.Zero));

    private static TimeSpan? In(Instant? due, Instant now) => due is not { } time ? null : time > now ? time - now : TimeSpan.Zero;
}
