using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>All main modes: found by cookies, begun, established, closed and ended here.</summary>
internal sealed class MainModeTable(AuthIpContext context)
{
    private readonly Dictionary<ulong, MainModeSa> _byOwnCookie = [];
    private readonly HashSet<MainModeSa> _halfOpen = [];

    /// <summary>All of them.</summary>
    public IEnumerable<MainModeSa> All => _byOwnCookie.Values;

    /// <summary>Unfinished ones of peers that began them.</summary>
    public int HalfOpen => _halfOpen.Count;

    /// <summary>True when one more first message of this peer may be answered ([MS-AIPS] 3.3.7.1).</summary>
    public bool Admits(Peer peer)
    {
        var established = peer.MainModes.Count(sa => sa.State == MainModeState.Established && !sa.Closing);
        var inProgress = peer.MainModes.Count(sa => sa.State is not MainModeState.Established)
            + peer.MainModes.Sum(sa => sa.State == MainModeState.Established ? QuickModeTable.InProgress(sa) : 0);
        return established <= AuthIpLimits.MainModesPerPeer && inProgress <= AuthIpLimits.InProgressPerPeer && _halfOpen.Count < Limits.HalfOpenTotal;
    }

    /// <summary>
    /// The main mode of a header. A first message carries only the initiator's cookie, or a DoS cookie beside it, and so does a notify that refuses
    /// one: those match by the cookie that is there.
    /// </summary>
    public MainModeSa? Find(IsakmpHeader header, AddressPair addresses)
    {
        if (header.CookieR != 0 && _byOwnCookie.TryGetValue(header.CookieR, out var responder)
            && responder.Role == SaRole.Responder && responder.CookieI == header.CookieI)
            return responder;
        if (_byOwnCookie.TryGetValue(header.CookieI, out var initiator) && initiator.Role == SaRole.Initiator
            && (initiator.CookieR == header.CookieR || initiator.State == MainModeState.FirstRequestSent))
            return initiator;
        if (header.CookieR == 0 && context.Peers.TryGetValue(addresses, out var peer))
            return peer.MainModes.Find(sa => sa.Role == SaRole.Responder && sa.CookieI == header.CookieI);
        return null;
    }

    /// <summary>Begins a main mode this host asks for.</summary>
    public MainModeSa BeginInitiator(Peer peer, Endpoint local, Endpoint remote) =>
        Add(new MainModeSa(peer, local, remote, SaRole.Initiator, NewCookie(), 0, context.Now, context.Profile));

    /// <summary>Begins one a peer asks for. Its own cookie is the DoS cookie the peer brought, or a fresh one; null when the former is in use.</summary>
    public MainModeSa? BeginResponder(Peer peer, Endpoint local, Endpoint remote, ulong cookieI, ulong dosCookie)
    {
        if (dosCookie != 0 && _byOwnCookie.ContainsKey(dosCookie))
            return null;
        var sa = Add(new MainModeSa(
            peer, local, remote, SaRole.Responder, cookieI, dosCookie != 0 ? dosCookie : NewCookie(), context.Now, context.Profile));
        _halfOpen.Add(sa);
        return sa;
    }

    /// <summary>The peer's proof verified: the lifetime begins, and older main modes of the same direction serve no more.</summary>
    public void Establish(MainModeSa sa, MainModeProof proof)
    {
        sa.Establish(proof, context.Now);
        _halfOpen.Remove(sa);
        sa.Retransmitter?.Stop();
        sa.DhPair?.Dispose();
        sa.DhPair = null;
        sa.Expiry?.Disarm();
        sa.Expiry = new Alarm(() => OnExpiry(sa));
        context.Arm(sa.Expiry, sa.Choice.Lifetime);
        context.Emit(Event(sa, KeyingEventKind.MainModeEstablished) with
        {
            Text = ProvesPeer(sa)
                ? $"{sa.Peer.Addresses.Remote} is authenticated as {proof.Identity}."
                : $"The main mode with {sa.Peer.Addresses.Remote} is up; {Known(sa)} is authenticated.",
        });
        if (sa.Features.InitialContact)
            ForgetStale(sa);
        foreach (var other in sa.Peer.MainModes.ToArray())
        {
            if (other == sa)
                continue;
            if (other.State is MainModeState.FirstRequestSent or MainModeState.GssStepRunning)
            {
                context.Counters.Add("MainModeSuperseded");
                End(other, null);
            }
            else if (other.State == MainModeState.Established && other.Role == sa.Role && other.Established < sa.Began)
            {
                Close(other);
            }
        }
    }

    /// <summary>It serves no new quick modes and goes with its last pair ([MS-AIPS] 3.1.5.1).</summary>
    public void Close(MainModeSa sa)
    {
        sa.Closing = true;
        EndIfUnused(sa);
    }

    /// <summary>A closing main mode without pairs answers duplicates for a while, then it ends.</summary>
    public void EndIfUnused(MainModeSa sa)
    {
        if (sa is { Closing: true, Lingering: false, State: MainModeState.Established } && !sa.Peer.Pairs.Exists(pair => pair.MainMode == sa)
            && QuickModeTable.InProgress(sa) == 0)
        {
            sa.Lingering = true;
            sa.Expiry?.Disarm();
            sa.Expiry = new Alarm(() => End(sa, null));
            context.Arm(sa.Expiry, Periods.QuickModeLinger);
        }
    }

    /// <summary>Tells the peer, and serves no more.</summary>
    public void Delete(MainModeSa sa, WindowsError status, string reason)
    {
        if (sa.State != MainModeState.Established)
        {
            End(sa, null);
            return;
        }

        if (sa.Closing)
            return;
        context.Emit(Event(sa, KeyingEventKind.SaDeleted) with { Text = $"The main mode with {sa.Peer.Addresses.Remote} ended: {reason}." });
        context.Notifier.SendReliable(sa, NotifySubject.MainMode, status, context.Notifier.NewMessageId());
        Close(sa);
    }

    /// <summary>Ends one without telling the peer. Its pairs go too, and what somebody waits for begins again under another main mode.</summary>
    public void End(MainModeSa sa, string? reason)
    {
        if (sa.State == MainModeState.Ended)
            return;
        var established = sa.State == MainModeState.Established;
        sa.Advance(MainModeState.Ended);
        sa.Retransmitter?.Stop();
        sa.Notifies?.Stop();
        sa.Expiry?.Disarm();
        _byOwnCookie.Remove(sa.OwnCookie);
        _halfOpen.Remove(sa);
        sa.Peer.MainModes.Remove(sa);
        context.QuickModes.EndAll(sa);
        foreach (var pair in sa.Peer.Pairs.Where(pair => pair.MainMode == sa).ToArray())
            context.Pairs.Remove(pair, WindowsError.Success, reason ?? "its main mode ended");
        if (established && reason is not null)
            context.Emit(Event(sa, KeyingEventKind.SaDeleted) with { Text = $"The main mode with {sa.Peer.Addresses.Remote} ended: {reason}." });
        sa.Dispose();
        context.ForgetIfEmpty(sa.Peer);
    }

    /// <summary>An event about a main mode.</summary>
    public static KeyingEvent Event(MainModeSa sa, KeyingEventKind kind) => new()
    {
        Kind = kind, Addresses = sa.Peer.Addresses, Exchange = ExchangeKind.MainMode, Role = sa.Role, Suite = sa.SuiteText, Cookies = sa.Cookies,
    };

    private static string Known(MainModeSa sa) => sa.Method == AuthIpMethod.Anonymous ? "nobody" : "this host alone";

    // True when authentication says who the peer is.
    private static bool ProvesPeer(MainModeSa sa) => MethodDirections.ProvesPeer(sa.Method, sa.Role);

    // The peer says that it knows no SA but this one. What was established before is stale; but a peer that nobody authenticated can only
    // speak for SAs of peers that nobody authenticated.
    private void ForgetStale(MainModeSa sa)
    {
        var limit = sa.Began - Periods.SimultaneousStart;
        foreach (var old in sa.Peer.MainModes.ToArray())
        {
            if (old != sa && old.State == MainModeState.Established && old.Established < limit && (ProvesPeer(sa) || !ProvesPeer(old)))
                End(old, "the peer began anew");
        }
    }

    private void OnExpiry(MainModeSa sa) => Delete(sa, WindowsError.MmExpired, "its lifetime is over");

    private MainModeSa Add(MainModeSa sa)
    {
        _byOwnCookie.Add(sa.OwnCookie, sa);
        sa.Peer.MainModes.Add(sa);
        return sa;
    }

    private ulong NewCookie() => Cookie.Draw(context.Entropy, _byOwnCookie.ContainsKey);
}
