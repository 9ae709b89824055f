using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// IKEv1 with pre-shared keys: main mode, quick mode and informational exchanges in both roles, for any number of peers (RFC 2407 to 2409).
/// </summary>
/// <param name="policy">Answers what may be negotiated with whom.</param>
/// <param name="credentials">Finds pre-shared keys.</param>
/// <param name="entropy">Every cookie, nonce, SPI, message id and private value comes from it, so equal inputs give equal runs.</param>
/// <param name="options">Port and key export.</param>
public sealed class Ikev1Module(IKeyingPolicy policy, ICredentialSource credentials, IEntropy entropy, Ikev1Options options) : IKeyingModule
{
    private readonly Ikev1Context _context = new(policy, credentials, entropy, options);

    /// <summary>For tests, which play a peer with keys.</summary>
    internal Ikev1Context Context => _context;

    /// <inheritdoc/>
    public Instant? NextDeadline => _context.Deadlines.Next;

    /// <inheritdoc/>
    public void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        var addresses = new AddressPair(local.Address, remote.Address);
        if (!IsakmpMessageReader.TryReadHeader(datagram, out var header, out var error))
            _context.Refuse(addresses, error);
        else if (header.ExchangeType is not (ExchangeType.IdentityProtection or ExchangeType.QuickMode or ExchangeType.Informational))
            _context.Refuse(addresses, Refusal.UnsupportedExchange);
        else if (_context.MainModes.Find(header, addresses) is not { } sa)
            OnUnknown(local, remote, header, datagram);
        else if (sa.Peer.Addresses != addresses)
            _context.Refuse(addresses, Refusal.WrongAddress);
        else
            Dispatch(sa, header, datagram);
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
        if (_context.Peers.TryGetValue(addresses, out var peer) && peer.EstablishedMainMode is { } sa
            && !_context.QuickModes.Spis.Uses(inbound))
        {
            _context.Notifier.SendDelete(sa, inbound);
        }
    }

    /// <inheritdoc/>
    public void OnStepEnded(Instant now, KeyingStep step, List<KeyingAction> actions)
    {
    }

    /// <inheritdoc/>
    public void OnClearReply(Instant now, AddressPair addresses, List<KeyingAction> actions)
    {
        // Alone it goes on: what was answered in clear is to be upgraded.
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
        _context.Begin(now, actions);
        foreach (var peer in _context.Peers.Values.ToArray())
        {
            peer.Pending.Clear();
            foreach (var pair in peer.Pairs.ToArray())
                _context.Pairs.Remove(pair, tellPeer: true, "this host is shutting down");
            foreach (var sa in peer.MainModes.ToArray())
                _context.MainModes.Delete(sa, "this host is shutting down");
        }

        _context.Peers.Clear();
    }

    /// <inheritdoc/>
    public KeyingStatus Snapshot(Instant now) => new(
        [.. _context.MainModes.All.Where(sa => sa.State == MainModeState.Established).Select(sa => Describe(sa, now))],
        [.. _context.Pairs.All.Select(pair => new QuickModeSaStatus(pair.Inbound, In(pair.Rekey?.Due, now)))],
        [.. Down(now)],
        _context.Counters.Snapshot());

    private void Dispatch(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        switch (header.ExchangeType)
        {
            case ExchangeType.IdentityProtection when sa.Role == Model.Keying.SaRole.Initiator:
                _context.MainModeInitiator.OnMessage(sa, header, datagram);
                DispatchEarly(sa);
                break;
            case ExchangeType.IdentityProtection:
                _context.MainModeResponder.OnMessage(sa, header, datagram);
                break;
            case ExchangeType.Informational:
                _context.Informational.OnMessage(sa, header, datagram);
                break;
            case ExchangeType.QuickMode when sa.State == MainModeState.Message5Sent && sa.EarlyQuickMode is null:
                sa.EarlyQuickMode = datagram.ToArray();
                break;
            case ExchangeType.QuickMode when sa.State != MainModeState.Established:
                _context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
                break;
            case ExchangeType.QuickMode when !sa.QuickModes.TryGetValue(header.MessageId, out _):
                _context.QuickModeResponder.OnMessage1(sa, header, datagram);
                break;
            default:
                var quickMode = sa.QuickModes[header.MessageId];
                if (quickMode.Role == Model.Keying.SaRole.Initiator)
                    _context.QuickModeInitiator.OnMessage(quickMode, header, datagram);
                else
                    _context.QuickModeResponder.OnMessage(quickMode, header, datagram);
                break;
        }
    }

    private void DispatchEarly(MainModeSa sa)
    {
        if (sa.State != MainModeState.Established || sa.EarlyQuickMode is not { } early)
            return;
        sa.EarlyQuickMode = null;
        if (IsakmpMessageReader.TryReadHeader(early, out var header, out _))
            Dispatch(sa, header, early);
    }

    private void OnUnknown(Endpoint local, Endpoint remote, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        if (header.ExchangeType == ExchangeType.IdentityProtection && header.CookieR == 0)
        {
            _context.MainModeResponder.OnMessage1(local, remote, header, datagram);
            return;
        }

        _context.Refuse(new AddressPair(local.Address, remote.Address), Refusal.UnknownCookies);
        // A peer that asks for keys under a main mode this host has lost learns of it sooner. It may only take this as a hint.
        if (header.ExchangeType == ExchangeType.QuickMode)
            _context.Notifier.SendClear(local, remote, header.CookieI, header.CookieR, NotifyType.InvalidCookie);
    }

    private static MainModeSaStatus Describe(MainModeSa sa, Instant now) => new(
        sa.Peer.Addresses, KeyingModule.Ike, sa.Cookies, sa.SuiteText, sa.Proof!.Identity, now - sa.Established, In(sa.Rekey?.Due, now),
        sa.Features.NegotiationDiscovery);

    private IEnumerable<DownPeerStatus> Down(Instant now) => _context.Peers.Values
        .Where(peer => peer.LastError is not null && !peer.Pairs.Exists(pair => pair.Confirmed))
        .Select(peer => new DownPeerStatus(peer.Addresses, peer.LastError!, In(NextTry(peer), now) ?? TimeSpan.Zero));

    private static Instant NextTry(Peer peer) => Instant.Max(peer.Backoff.RetryAt, peer.Refused.NextRetryAt ?? Instant.Zero);

    private static TimeSpan? In(Instant? due, Instant now) => due is not { } time ? null : time > now ? time - now : TimeSpan.Zero;
}
