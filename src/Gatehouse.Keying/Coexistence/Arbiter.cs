using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Coexistence;

/// <summary>
/// Decides between two attempts to key one peer ([MS-AIPS] 3.2.4, 3.2.5.1, note 12). It watches from outside: what the modules say in their actions,
/// and how far their attempts are after each call.
/// <code>
/// AuthIP asked,     IKE asked       both go on
/// AuthIP asked,     IKE has #2      AuthIP stops repeating, and may win yet
/// AuthIP asked,     IKE has #4      AuthIP is suppressed
/// AuthIP has #2,    IKE before #4   IKE is suppressed
/// one failed                        the other goes on; the node hears of a failure when none is left
/// </code>
/// </summary>
internal sealed class Arbiter(IKeyingPolicy policy, ICoexistingModule ike, ICoexistingModule authIp)
{
    /// <summary>
    /// How long after AuthIP failed to authenticate IKEv1 is not begun with that peer. Longer than the longest pause (5 minutes) and an attempt
    /// (half a minute) together, so that the attempt after any pause finds it in force and renews it. No longer than needed, because whoever can read
    /// and forge datagrams can feign such a failure, and a peer that speaks IKEv1 alone would be out of reach.
    /// </summary>
    public static readonly TimeSpan IkeBarred = TimeSpan.FromMinutes(10);

    private const string IkeGivesWay = "the peer speaks AuthIP, so IKE gives way (13902 ERROR_IPSEC_IKE_COEXISTENCE_SUPPRESS)";
    private const string AuthIpGivesWay = "the peer goes on with IKE, so AuthIP gives way (13902 ERROR_IPSEC_IKE_COEXISTENCE_SUPPRESS)";

    private readonly Rivalries _rivalries = new();
    private readonly HashSet<AddressPair> _touched = [];

    /// <summary>Peers of which something is remembered.</summary>
    public int Remembered => _rivalries.Count;

    /// <summary>Traffic needs an SA: whoever has the peer gets the wish, else both modules that policy allows.</summary>
    public void Acquire(Instant now, AddressPair addresses, PairScope scope, List<KeyingAction> actions)
    {
        var rivalry = _rivalries.Find(addresses);
        if (Owner(addresses) is { } owner)
            Ask(now, owner, addresses, scope, actions);
        else if (rivalry is { IsContested: true })
            AskThoseAtWork(now, addresses, scope, actions);
        else if (rivalry is not null && now < rivalry.PausedUntil)
            actions.Add(new KeyingAction.AcquireFailed(addresses, rivalry.PausedUntil));
        else
            Begin(now, addresses, scope, actions);
        Settle(now, actions);
    }

    /// <summary>A module was called; the actions from <paramref name="first"/> on are what it said. <see cref="Settle"/> must follow.</summary>
    public void Hear(Instant now, ICoexistingModule module, int first, List<KeyingAction> actions)
    {
        for (var i = first; i < actions.Count; i++)
        {
            if (actions[i] is KeyingAction.Notify { Event: var news })
            {
                if (IsForTheOther(module, news))
                    actions.RemoveAt(i--);
                _touched.Add(news.Addresses);
                Learn(now, module, news);
            }
            else if (actions[i] is KeyingAction.AcquireFailed { Selector: null } failed)
            {
                // Kept back until it is known whether the other module goes on.
                actions.RemoveAt(i--);
                _touched.Add(failed.Addresses);
                _rivalries.Of(failed.Addresses).Fail(failed.RetryAt);
            }
        }
    }

    /// <summary>This peer's attempts may stand differently now.</summary>
    public void Touch(AddressPair addresses) => _touched.Add(addresses);

    /// <summary>Draws the conclusions for all peers that were touched.</summary>
    public void Settle(Instant now, List<KeyingAction> actions)
    {
        while (_touched.Count > 0)
        {
            var addresses = _touched.First();
            _touched.Remove(addresses);
            Decide(now, addresses, actions);
            if (_rivalries.Find(addresses) is not { } rivalry || ike.IsAtWork(addresses) || authIp.IsAtWork(addresses))
                continue;
            if (rivalry.Conclude() is { } retryAt)
                actions.Add(new KeyingAction.AcquireFailed(addresses, retryAt));
            _rivalries.ForgetIfOver(rivalry, now);
        }
    }

    /// <summary>Traffic in clear that caused the negotiation was answered in clear (note 12); it says nothing where AuthIP is alone.</summary>
    public void OnClearReply(AddressPair addresses)
    {
        if (policy.MainMode(KeyingModule.Ike, addresses) is not null && policy.MainMode(KeyingModule.AuthIp, addresses) is not null)
            authIp.LetFirstMessageExpire(addresses);
    }

    /// <summary>Another policy is in force.</summary>
    public void ForgetPauses() => _rivalries.ForgetPauses();

    /// <summary>Forgets everything.</summary>
    public void Clear() => _rivalries.Clear();

    private ICoexistingModule? Owner(AddressPair addresses)
    {
        if (authIp.HasMainMode(addresses) || authIp.Stage(addresses) >= AttemptStage.Answered)
            return authIp;
        return ike.HasMainMode(addresses) || ike.Stage(addresses) == AttemptStage.Committed ? ike : null;
    }

    // Without any policy IKE says so.
    private void Begin(Instant now, AddressPair addresses, PairScope scope, List<KeyingAction> actions)
    {
        var byAuthIp = IsAllowed(now, authIp, addresses, scope);
        var byIke = IsAllowed(now, ike, addresses, scope);
        if (byAuthIp && byIke)
            _rivalries.Of(addresses).Begin(now);
        if (byAuthIp)
            Ask(now, authIp, addresses, scope, actions);
        if (byIke || !byAuthIp)
            Ask(now, ike, addresses, scope, actions);
    }

    private void AskThoseAtWork(Instant now, AddressPair addresses, PairScope scope, List<KeyingAction> actions)
    {
        var (authIpWorks, ikeWorks) = (authIp.IsAtWork(addresses), ike.IsAtWork(addresses));
        if (authIpWorks)
            Ask(now, authIp, addresses, scope, actions);
        if (ikeWorks)
            Ask(now, ike, addresses, scope, actions);
    }

    private void Ask(Instant now, ICoexistingModule module, AddressPair addresses, PairScope scope, List<KeyingAction> actions)
    {
        var first = actions.Count;
        module.Module.Acquire(now, addresses, scope.Selector, scope.GuaranteedEncryption, actions);
        Hear(now, module, first, actions);
        _touched.Add(addresses);
    }

    private bool IsAllowed(Instant now, ICoexistingModule module, AddressPair addresses, PairScope scope)
    {
        if (policy.MainMode(module.Kind, addresses) is null || policy.QuickMode(module.Kind, addresses, scope.Selector) is null)
            return false;
        return module != ike || policy.MainMode(authIp.Kind, addresses) is null || _rivalries.Find(addresses) is not { } rivalry
            || now >= rivalry.IkeBarredUntil;
    }

    private void Learn(Instant now, ICoexistingModule module, KeyingEvent news)
    {
        if (news.Kind is KeyingEventKind.MainModeEstablished or KeyingEventKind.QuickModeEstablished)
        {
            if (_rivalries.Find(news.Addresses) is not { } rivalry)
                return;
            rivalry.Succeed();
            if (module == authIp)
                rivalry.IkeBarredUntil = Instant.Zero;
        }
        else if (module == authIp && FailedToAuthenticate(news))
        {
            _rivalries.Of(news.Addresses).IkeBarredUntil = now + IkeBarred;
        }
    }

    // What is said of message 1 nobody vouches for, and a peer that begins proves nothing either: its address may be forged.
    private static bool FailedToAuthenticate(KeyingEvent news) => news is
    {
        Kind: KeyingEventKind.NegotiationFailed, Error: KeyingError.AuthenticationFailed, Role: SaRole.Initiator, MessageNumber: > 1,
    };

    // A peer that speaks both asks by both. That policy has only one of them for it is nothing to report.
    private bool IsForTheOther(ICoexistingModule module, KeyingEvent news) =>
        news is { Kind: KeyingEventKind.NegotiationFailed, Error: KeyingError.NoPolicy, Role: SaRole.Responder }
        && policy.MainMode((module == ike ? authIp : ike).Kind, news.Addresses) is not null;

    private void Decide(Instant now, AddressPair addresses, List<KeyingAction> actions)
    {
        if (_rivalries.Find(addresses) is not { IsContested: true } rivalry)
        {
            JoinIn(now, addresses, actions);
            return;
        }

        var (byAuthIp, byIke) = (authIp.Stage(addresses), ike.Stage(addresses));
        var (authIpIsUp, ikeIsUp) = (authIp.HasMainMode(addresses), ike.HasMainMode(addresses));
        if (byAuthIp >= AttemptStage.Answered || authIpIsUp)
        {
            if (byIke is AttemptStage.Asked or AttemptStage.Answered || (authIpIsUp && ikeIsUp))
                ike.Suppress(now, addresses, rivalry.Began, IkeGivesWay, actions);
        }
        else if (byIke == AttemptStage.Committed || ikeIsUp)
        {
            if (byAuthIp == AttemptStage.Asked)
                authIp.Suppress(now, addresses, rivalry.Began, AuthIpGivesWay, actions);
        }
        else if (byAuthIp == AttemptStage.Asked && byIke == AttemptStage.Answered)
        {
            authIp.StopFirstMessage(addresses);
            rivalry.IsAuthIpStopped = true;
        }
        else if (rivalry.IsAuthIpStopped && byIke == AttemptStage.None)
        {
            // The answer to IKE came to nothing; nobody had vouched for it.
            rivalry.IsAuthIpStopped = false;
            authIp.ResumeFirstMessage(now, addresses, actions);
        }
    }

    // A module begins anew for traffic that waits, because its main mode was lost at the peer: that is a new rivalry, else a peer that speaks AuthIP
    // would ignore IKE alone.
    private void JoinIn(Instant now, AddressPair addresses, List<KeyingAction> actions)
    {
        var (byAuthIp, byIke) = (authIp.Stage(addresses), ike.Stage(addresses));
        if (authIp.HasMainMode(addresses) || ike.HasMainMode(addresses))
            return;
        var other = (byAuthIp, byIke) switch
        {
            (AttemptStage.Asked, AttemptStage.None) => ike,
            (AttemptStage.None, AttemptStage.Asked) => authIp,
            _ => null,
        };
        if (other is null || other.IsAtWork(addresses))
            return;
        var waiting = (other == ike ? authIp : ike).Waiting(addresses).Where(scope => IsAllowed(now, other, addresses, scope)).ToArray();
        if (waiting.Length == 0)
            return;
        _rivalries.Of(addresses).Begin(now);
        foreach (var scope in waiting)
            Ask(now, other, addresses, scope, actions);
    }
}
