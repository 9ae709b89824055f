using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>All main modes: found by cookies, begun, established, replaced and ended here.</summary>
internal sealed class MainModeTable(Ikev1Context context)
{
    private readonly Dictionary<ulong, MainModeSa> _byOwnCookie = [];
    private readonly HashSet<MainModeSa> _halfOpen = [];

    /// <summary>All of them.</summary>
    public IEnumerable<MainModeSa> All => _byOwnCookie.Values;

    /// <summary>True when one more first message of this peer may be answered.</summary>
    public bool AdmitsHalfOpen(Peer peer)
    {
        if (peer.MainModes.Count(sa => sa.IsHalfOpen) >= Limits.HalfOpenPerPeer)
            return false;
        if (_halfOpen.Count < Limits.HalfOpenTotal)
            return true;

        // First messages with forged sources must not shut out real peers: the oldest that never got beyond its first message makes way.
        if (_halfOpen.Where(sa => sa.State == MainModeState.Message2Sent).MinBy(sa => sa.Began) is not { } oldest)
            return false;
        context.Counters.Add("HalfOpenEvicted");
        End(oldest, null);
        return true;
    }

    /// <summary>
    /// The main mode of a header. Each side's own cookie is unique to this table. A first message carries only the initiator's cookie, and so
    /// does a notify that refuses one: those match by the cookie that is there.
    /// </summary>
    public MainModeSa? Find(IsakmpHeader header, AddressPair addresses)
    {
        if (header.CookieR != 0 && _byOwnCookie.TryGetValue(header.CookieR, out var responder)
            && responder.Role == SaRole.Responder && responder.CookieI == header.CookieI)
            return responder;
        if (_byOwnCookie.TryGetValue(header.CookieI, out var initiator) && initiator.Role == SaRole.Initiator
            && (initiator.CookieR == header.CookieR || initiator.State == MainModeState.Message1Sent))
            return initiator;
        if (header.CookieR == 0 && context.Peers.TryGetValue(addresses, out var peer))
            return peer.MainModes.Find(sa => sa.Role == SaRole.Responder && sa.CookieI == header.CookieI);
        return null;
    }

    /// <summary>Begins a main mode in a role, with a fresh cookie of this host.</summary>
    public MainModeSa Begin(Peer peer, Endpoint local, Endpoint remote, SaRole role, ulong peerCookie)
    {
        var own = NewCookie();
        var sa = role == SaRole.Initiator
            ? new MainModeSa(peer, local, remote, role, own, 0, context.Now)
            : new MainModeSa(peer, local, remote, role, peerCookie, own, context.Now);
        _byOwnCookie.Add(own, sa);
        peer.MainModes.Add(sa);
        if (sa.IsHalfOpen)
            _halfOpen.Add(sa);
        return sa;
    }

    /// <summary>The peer is authenticated: lifetimes begin, older main modes make way, what waits goes on.</summary>
    public void Establish(MainModeSa sa, MainModeProof proof)
    {
        sa.Establish(proof, context.Now);
        _halfOpen.Remove(sa);
        sa.Retransmitter?.Stop();
        sa.DhPair?.Dispose();
        sa.DhPair = null;
        sa.Keys.SkeyId.Dispose();
        ArmLifetime(sa);
        context.Emit(Event(sa, KeyingEventKind.MainModeEstablished) with
        {
            Text = $"{sa.Peer.Addresses.Remote} is authenticated as {proof.Identity}.",
        });
        if (sa.Features.InitialContact)
            ForgetStale(sa);
        MakeWay(sa);
    }

    /// <summary>
    /// The peer says it knows no SA but this one (Vid-Initial-Contact, or notify INITIAL-CONTACT), and it is authenticated: what was established
    /// before this main mode began is stale.
    /// </summary>
    public void ForgetStale(MainModeSa sa)
    {
        var limit = sa.Began - Periods.SimultaneousStart;
        foreach (var old in sa.Peer.MainModes.Where(old => old != sa && old.State == MainModeState.Established && old.Established < limit).ToArray())
            End(old, "the peer began anew");
        foreach (var pair in sa.Peer.Pairs.Where(pair => pair.Installed < limit).ToArray())
            context.Pairs.Remove(pair, tellPeer: false, "the peer began anew");
    }

    /// <summary>Ends one without telling the peer. Its quick modes end too; those that somebody waits for begin again under another main mode.</summary>
    public void End(MainModeSa sa, string? reason)
    {
        if (sa.State == MainModeState.Ended)
            return;
        var established = sa.State == MainModeState.Established;
        sa.Advance(MainModeState.Ended);
        sa.Retransmitter?.Stop();
        sa.Expiry?.Disarm();
        sa.Rekey?.Disarm();
        _byOwnCookie.Remove(sa.OwnCookie);
        _halfOpen.Remove(sa);
        sa.Peer.MainModes.Remove(sa);
        context.QuickModes.EndAll(sa);
        if (established && reason is not null)
            context.Emit(Event(sa, KeyingEventKind.SaDeleted) with { Text = $"The main mode with {sa.Peer.Addresses.Remote} ended: {reason}." });
        sa.Dispose();
        context.ForgetIfEmpty(sa.Peer);
    }

    /// <summary>Tells the peer, then ends it.</summary>
    public void Delete(MainModeSa sa, string reason)
    {
        if (sa.State == MainModeState.Established)
            context.Notifier.SendDelete(sa);
        End(sa, reason);
    }

    /// <summary>An event about a main mode.</summary>
    public static KeyingEvent Event(MainModeSa sa, KeyingEventKind kind) => new()
    {
        Kind = kind, Addresses = sa.Peer.Addresses, Exchange = ExchangeKind.MainMode, Role = sa.Role, Suite = sa.SuiteText, Cookies = sa.Cookies,
    };

    // An ordinary rekey retires the older main mode after a minute; two that were negotiated at the same time both stay until they expire,
    // because the two ends may not agree which of them is newer.
    private void MakeWay(MainModeSa sa)
    {
        foreach (var other in sa.Peer.MainModes.ToArray())
        {
            if (other == sa)
                continue;
            if (other.State == MainModeState.Message1Sent)
            {
                context.Counters.Add("MainModeSuperseded");
                End(other, null);
            }
            else if (other.State == MainModeState.Established && other.Established < sa.Began)
            {
                other.Rekey?.Disarm();
                if (sa.Role == SaRole.Initiator && other.HardExpiry > context.Now + Periods.OldPairStays)
                {
                    other.HardExpiry = context.Now + Periods.OldPairStays;
                    other.Expiry?.Arm(context.Deadlines, other.HardExpiry);
                }
            }
        }
    }

    private void ArmLifetime(MainModeSa sa)
    {
        var lifetime = sa.Choice.Lifetime;
        sa.HardExpiry = context.Now + lifetime;
        sa.Expiry?.Disarm();
        sa.Expiry = new Alarm(() => OnExpiry(sa));
        context.Arm(sa.Expiry, lifetime);
        sa.Rekey = new Alarm(() => OnRekey(sa));
        context.Arm(sa.Rekey, lifetime * RekeyPlan.Fraction(sa.Role, context.Entropy));
    }

    private void OnRekey(MainModeSa sa)
    {
        // Without pairs there is nothing to keep alive now, and a newer main mode serves as well; but traffic may come back before this one
        // expires, and the newer one may go, so the alarm keeps watch.
        var needed = sa.Peer.Pairs.Count > 0 && (sa.Peer.UsableMainMode is not { } newest || newest == sa);
        if (needed && sa.Peer.Initiating is null && context.Now >= sa.Peer.Backoff.RetryAt)
            context.MainModeInitiator.TryStart(sa.Peer);
        if (sa.Rekey is { } rekey && sa.State == MainModeState.Established)
            context.Arm(rekey, Periods.RekeyRetry);
    }

    private void OnExpiry(MainModeSa sa)
    {
        sa.Closing = true;
        var grace = sa.HardExpiry + Periods.ExpiryGrace;
        if (context.Now < grace && sa.QuickModes.Values.Any(quickMode => quickMode.InProgress))
            sa.Expiry?.Arm(context.Deadlines, Instant.Min(context.Now + TimeSpan.FromSeconds(1), grace));
        else
            Delete(sa, "its lifetime is over");
    }

    private ulong NewCookie() => Cookie.Draw(context.Entropy, _byOwnCookie.ContainsKey);
}
