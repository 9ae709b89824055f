using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What both roles of main mode do alike.</summary>
internal static class MainModeMessages
{
    /// <summary>Bytes of our nonces, as many as the Windows message has.</summary>
    public const int NonceLength = 48;

    /// <summary>The KE payload of the first round trip is missing where the agreed group needs one, or not in the group.</summary>
    public static readonly Failure KeyExchangeFailure = new(
        KeyingError.InvalidKeyExchange, "The peer's Diffie-Hellman value is missing or not in the group.", Status: WindowsError.DhFail);

    /// <summary>A NAT stands between the ends.</summary>
    public static Failure NatFailure(string which) => new(
        KeyingError.NatDetected,
        $"NAT traversal is not in this build: {which}; use addresses that reach each other without translation.", Status: WindowsError.PolicyMatch);

    /// <summary>The Diffie-Hellman secret of the first round trip. True without one when the group is none.</summary>
    public static bool TryAgree(MainModeSa sa, AuthIpMessage message)
    {
        if (sa.Choice.Suite.Group is null)
            return true;
        var theirs = message.Find<KeyExchangePayload>();
        sa.Shared = theirs is null ? null : sa.DhPair?.Agree(theirs.Data.Span);
        return sa.Shared is not null;
    }

    /// <summary>Once authentication is complete: the keys, both proofs, and the length of the ICV. Returns why not.</summary>
    public static Failure? DeriveKeys(AuthIpContext context, MainModeSa sa, IGssContext authentication)
    {
        var suite = sa.Choice.Suite;
        var inputs = new KeyInputs(suite, sa.CookieI, sa.CookieR, sa.NonceI, sa.NonceR, context.Profile);
        using var secret = authentication.ExportKey();
        if (AuthIpKeys.Derive(inputs, sa.Shared, secret.Span) is not { } keys)
            return new Failure(KeyingError.AuthenticationFailed, "The keys came out weak; the next attempt will have others.", Status: WindowsError.Encrypt);
        sa.Keys = keys;
        sa.Transcript.Hash = suite.Hash;
        sa.Auth1 = sa.Transcript.Prove(keys.SkeyId, 1);
        sa.Auth2 = sa.Transcript.Prove(keys.SkeyId, 2);
        sa.SentIcvLength = IcvLengths.Sent(context.Profile, suite.Hash, context.Profile.Version, sa.Features.Version);
        sa.ReceivedIcvLength = IcvLengths.Received(context.Profile, suite.Hash, context.Profile.Version, sa.Features.Version);
        if (context.Options.ExportKeys)
            context.Act(new KeyingAction.ExportMainModeKey(sa.CookieI, keys.CipherKey.Copy()));
        return null;
    }

    /// <summary>The NAT-D payloads of message 2, under the agreed hash and both cookies.</summary>
    public static IEnumerable<NatDiscoveryPayload> AnswerNatDiscovery(MainModeSa sa) => sa.Features.NatTraversal
        ? NatDetection.Payloads(sa.Choice.Suite.Hash, sa.CookieI, sa.CookieR, sa.Local, sa.Remote)
        : [];

    /// <summary>Authentication ended without success.</summary>
    public static Failure AuthenticationFailure(WindowsError error, string detail, bool byPeer)
    {
        var reason = detail.Length == 0 || byPeer ? WindowsErrorText.Of(error) : $"{WindowsErrorText.Of(error)}: {detail}";
        var who = byPeer ? "The peer refused to authenticate" : "This host could not authenticate";
        return new Failure(
            KeyingError.AuthenticationFailed, $"{who} ({reason}); compare the methods and credentials of both ends.",
            byPeer ? FailurePoint.Peer : FailurePoint.Me, WindowsError.AuthFail, byPeer ? (ushort)NotifyType.AuthIpStatus : (ushort)0);
    }
}
