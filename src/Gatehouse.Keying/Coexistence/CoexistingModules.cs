using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Coexistence;

/// <summary>
/// IKEv1 and AuthIP side by side, as one keying module ([MS-AIPS] 1.7, 3.2.4). Where policy has both for a peer, both ask it, and one negotiation
/// survives: AuthIP's where the peer speaks it. What policy has for one alone goes to that one, so this module serves every policy.
/// </summary>
public sealed class CoexistingModules : IKeyingModule
{
    private readonly ICoexistingModule _ike;
    private readonly ICoexistingModule _authIp;
    private readonly Arbiter _arbiter;

    /// <summary>Takes over two modules that nobody else drives.</summary>
    /// <param name="policy">The policy both modules ask.</param>
    /// <param name="ike">IKEv1.</param>
    /// <param name="authIp">AuthIP.</param>
    public CoexistingModules(IKeyingPolicy policy, Ikev1Module ike, AuthIpModule authIp)
    {
        var coexistingAuthIp = new CoexistingAuthIp(authIp);
        (_ike, _authIp) = (new CoexistingIkev1(ike), coexistingAuthIp);
        _arbiter = new Arbiter(policy, _ike, _authIp);
        _ike.KeepOff(_authIp.Uses);
        _authIp.KeepOff(_ike.Uses);
        ike.Context.SpeaksAuthIp = coexistingAuthIp.CanBegin;
    }

    /// <inheritdoc/>
    public Instant? NextDeadline => Instant.Earliest(_ike.Module.NextDeadline, _authIp.Module.NextDeadline);

    /// <summary>Peers of which the arbiter remembers something, for tests.</summary>
    internal int Remembered => _arbiter.Remembered;

    /// <inheritdoc/>
    public void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram, List<KeyingAction> actions)
    {
        var module = IsAuthIp(datagram) ? _authIp : _ike;
        var first = actions.Count;
        module.Module.OnDatagram(now, local, remote, datagram, actions);
        _arbiter.Touch(new AddressPair(local.Address, remote.Address));
        Conclude(now, module, first, actions);
    }

    /// <inheritdoc/>
    public void Acquire(Instant now, AddressPair addresses, TrafficSelector selector, bool guaranteeEncryption, List<KeyingAction> actions) =>
        _arbiter.Acquire(now, addresses, new PairScope(selector, guaranteeEncryption), actions);

    /// <inheritdoc/>
    public void OnSaSignal(Instant now, Spi inbound, SaSignal signal, List<KeyingAction> actions)
    {
        var module = _authIp.Uses(inbound) ? _authIp : _ike;
        var first = actions.Count;
        module.Module.OnSaSignal(now, inbound, signal, actions);
        Conclude(now, module, first, actions);
    }

    /// <inheritdoc/>
    public void OnUnknownSpi(Instant now, AddressPair addresses, Spi inbound, List<KeyingAction> actions)
    {
        if (_ike.Uses(inbound) || _authIp.Uses(inbound))
            return;
        // AuthIP speaks only of what it had; IKE can tell the peer to forget whatever it is.
        var first = actions.Count;
        _authIp.Module.OnUnknownSpi(now, addresses, inbound, actions);
        if (actions.Count == first)
            _ike.Module.OnUnknownSpi(now, addresses, inbound, actions);
    }

    /// <inheritdoc/>
    public void OnClearReply(Instant now, AddressPair addresses, List<KeyingAction> actions) => _arbiter.OnClearReply(addresses);

    /// <inheritdoc/>
    public void OnStepEnded(Instant now, KeyingStep step, List<KeyingAction> actions)
    {
        var first = actions.Count;
        _authIp.Module.OnStepEnded(now, step, actions);
        Conclude(now, _authIp, first, actions);
    }

    /// <inheritdoc/>
    public void OnDeadline(Instant now, List<KeyingAction> actions) => CallBoth(now, module => module.OnDeadline(now, actions), actions);

    /// <inheritdoc/>
    public void OnPolicyChanged(Instant now, List<KeyingAction> actions)
    {
        _arbiter.ForgetPauses();
        CallBoth(now, module => module.OnPolicyChanged(now, actions), actions);
    }

    /// <inheritdoc/>
    public void Shutdown(Instant now, List<KeyingAction> actions)
    {
        _authIp.Module.Shutdown(now, actions);
        _ike.Module.Shutdown(now, actions);
        _arbiter.Clear();
    }

    /// <inheritdoc/>
    public KeyingStatus Snapshot(Instant now)
    {
        var (authIp, ike) = (_authIp.Module.Snapshot(now), _ike.Module.Snapshot(now));
        return new KeyingStatus(
            [.. authIp.MainModes, .. ike.MainModes], [.. authIp.QuickModes, .. ike.QuickModes], Down(authIp.Down, ike.Down), Sum(authIp.Counters, ike.Counters));
    }

    private void CallBoth(Instant now, Action<IKeyingModule> call, List<KeyingAction> actions)
    {
        var first = actions.Count;
        call(_authIp.Module);
        _arbiter.Hear(now, _authIp, first, actions);
        var second = actions.Count;
        call(_ike.Module);
        Conclude(now, _ike, second, actions);
    }

    private void Conclude(Instant now, ICoexistingModule module, int first, List<KeyingAction> actions)
    {
        _arbiter.Hear(now, module, first, actions);
        _arbiter.Settle(now, actions);
    }

    private static bool IsAuthIp(ReadOnlySpan<byte> datagram) => datagram.Length > ExchangeTypeOffset
        && (ExchangeType)datagram[ExchangeTypeOffset] is >= ExchangeType.AuthIpMainMode and <= ExchangeType.AuthIpNotify;

    /// <summary>RFC 2408 section 3.1: two cookies, next payload, version.</summary>
    private const int ExchangeTypeOffset = 18;

    // A peer that one module serves is not down because the other failed with it; one that both failed with has both reasons.
    private ImmutableArray<DownPeerStatus> Down(ImmutableArray<DownPeerStatus> byAuthIp, ImmutableArray<DownPeerStatus> byIke)
    {
        var down = ImmutableArray.CreateBuilder<DownPeerStatus>();
        foreach (var failing in byAuthIp)
        {
            if (_ike.HasPair(failing.Addresses))
                continue;
            var other = byIke.FirstOrDefault(peer => peer.Addresses == failing.Addresses);
            down.Add(other is null ? failing : failing with
            {
                LastError = $"AuthIP: {failing.LastError} IKE: {other.LastError}",
                RetryIn = failing.RetryIn > other.RetryIn ? failing.RetryIn : other.RetryIn,
            });
        }

        down.AddRange(byIke.Where(peer => !_authIp.HasPair(peer.Addresses) && byAuthIp.All(other => other.Addresses != peer.Addresses)));
        return down.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, long> Sum(
        ImmutableSortedDictionary<string, long> one, ImmutableSortedDictionary<string, long> other) =>
        one.SetItems(other.Select(entry => KeyValuePair.Create(entry.Key, entry.Value + one.GetValueOrDefault(entry.Key))));
}
