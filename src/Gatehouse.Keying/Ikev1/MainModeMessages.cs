using Gatehouse.Base;
using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>What came of a message 5 or 6.</summary>
internal enum Authentication
{
    /// <summary>The hash verified and the identity is the peer's address.</summary>
    Proven,

    /// <summary>It did not decrypt to such a message, or the hash is wrong: another key, or a forgery.</summary>
    Unreadable,

    /// <summary>The hash verified, but the identity is not acceptable.</summary>
    WrongIdentity,
}

/// <summary>What both roles of main mode do alike.</summary>
internal static class MainModeMessages
{
    /// <summary>Bytes of our nonces: as many as the longest hash puts out is more than RFC 2409 asks for; Windows sends 48 too.</summary>
    public const int NonceLength = 48;

    private const string CheckKey = "check that both ends have the same pre-shared key";

    /// <summary>Reads a clear main-mode message and holds it against the exchange's rules.</summary>
    public static IsakmpMessage? ReadClear(Ikev1Context context, AddressPair addresses, ReadOnlySpan<byte> datagram, int number)
    {
        IsakmpError? error = IsakmpMessageReader.TryRead(datagram, out var message, out var unreadable)
            ? Ikev1ExchangeRules.Check(message, ExchangeType.IdentityProtection, number, isProtected: false)
            : unreadable;
        if (error is null)
            return message;
        context.Refuse(addresses, error.Value);
        return null;
    }

    /// <summary>A NAT stands between the ends.</summary>
    public static Failure NatFailure(string which) => new(
        KeyingError.NatDetected,
        $"NAT traversal is not in this build: {which}; use addresses that reach each other without translation.");

    /// <summary>Once all public values and nonces are known: the keys and the first IV. Returns why not.</summary>
    public static Failure? DeriveKeys(Ikev1Context context, MainModeSa sa)
    {
        if (context.Credentials.PresharedKey(sa.Peer.Addresses) is not { } presharedKey)
            return NoKey(sa.Peer.Addresses);
        var peerPublic = sa.Role == SaRole.Initiator ? sa.PublicR : sa.PublicI;
        using var shared = sa.DhPair!.Agree(peerPublic);
        if (shared is null)
        {
            return new Failure(
                KeyingError.InvalidKeyExchange, "The peer's Diffie-Hellman value is not in the group.", Notify: NotifyType.InvalidKeyInformation);
        }

        var suite = sa.Choice.Suite;
        sa.Keys = KeySchedule.Derive(suite.Hash, presharedKey, sa.NonceI, sa.NonceR, shared, sa.CookieI, sa.CookieR, suite.KeyBits / 8);
        sa.Iv = IvChain.ForMainMode(suite.Hash, sa.PublicI, sa.PublicR);
        if (context.Options.ExportKeys)
            context.Act(new KeyingAction.ExportMainModeKey(sa.CookieI, sa.Keys.CipherKey.Copy()));
        return null;
    }

    /// <summary>No pre-shared key is configured.</summary>
    public static Failure NoKey(AddressPair addresses) => new(
        KeyingError.NoCredential, $"There is no pre-shared key for {addresses.Remote}.", Notify: NotifyType.NoProposalChosen);

    /// <summary>Opens and judges #5 or #6. The IV chain is not advanced.</summary>
    public static Authentication TryAuthenticate(
        MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, int number,
        out IsakmpMessage? message, out MainModeProof? proof, out Failure? failure)
    {
        proof = null;
        failure = new Failure(
            KeyingError.AuthenticationFailed,
            $"Message {number} of the peer could not be read or verified; {CheckKey}.",
            Notify: NotifyType.AuthenticationFailed);
        message = null;
        if (!header.IsEncrypted
            || !MessageProtection.TryOpen(datagram, header, sa.Keys.CipherKey, sa.Iv, out message)
            || Ikev1ExchangeRules.Check(message, ExchangeType.IdentityProtection, number, isProtected: true) is not null)
            return Authentication.Unreadable;
        var payload = message.Find(PayloadType.Identification)!;
        var id = (IdentificationPayload)payload.Content;
        var accepted = Selectors.IsMainModeIdentity(id, sa.Peer.Addresses.Remote, out var identity);
        if (!MainModeProof.TryVerify(sa, payload.Body.Span, identity ?? "", message.Find<HashPayload>()!.Data.Span, out proof))
            return Authentication.Unreadable;
        failure = accepted ? null : new Failure(
            KeyingError.InvalidIdentity,
            $"The peer's identity (type {(byte)id.IdType}) is not its address; let it identify itself by address, as pre-shared keys require.",
            Notify: NotifyType.InvalidIdInformation);
        return accepted ? Authentication.Proven : Authentication.WrongIdentity;
    }
}
