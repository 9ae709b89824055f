using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>What both roles of quick mode do alike.</summary>
internal static class QuickModeMessages
{
    /// <summary>Bytes of our nonces.</summary>
    public const int NonceLength = 32;

    /// <summary>A missing, superfluous or invalid KE payload.</summary>
    public static readonly Failure KeyExchangeFailure = new(
        KeyingError.InvalidKeyExchange, "The peer's Diffie-Hellman value for perfect forward secrecy is missing or not in the group.",
        Notify: NotifyType.InvalidKeyInformation);

    /// <summary>Decrypts a message with the quick mode's chain, which is not advanced, and holds it against the exchange's rules.</summary>
    public static IsakmpMessage? Open(Ikev1Context context, QuickModeSa quickMode, IsakmpHeader header, ReadOnlySpan<byte> datagram, int number) =>
        Open(context, quickMode.MainMode, quickMode.Iv, header, datagram, number);

    /// <summary>The same before a quick mode exists.</summary>
    public static IsakmpMessage? Open(
        Ikev1Context context, MainModeSa sa, IvChain iv, IsakmpHeader header, ReadOnlySpan<byte> datagram, int number)
    {
        if (!header.IsEncrypted)
            context.Refuse(sa.Peer.Addresses, IsakmpError.NotProtected);
        else if (!MessageProtection.TryOpen(datagram, header, sa.Keys.CipherKey, iv, out var message))
            context.Refuse(sa.Peer.Addresses, Refusal.NotDecryptable);
        else if (Ikev1ExchangeRules.Check(message, ExchangeType.QuickMode, number, isProtected: true) is { } error)
            context.Refuse(sa.Peer.Addresses, error);
        else
            return message;
        return null;
    }

    /// <summary>
    /// The shared secret of perfect forward secrecy. True with null when neither side has a value; false when only one has, or the value is invalid.
    /// </summary>
    public static bool TryAgree(DhKeyPair? own, IsakmpMessage message, out SecretBytes? shared)
    {
        shared = null;
        var theirs = message.Find<KeyExchangePayload>();
        if (own is null || theirs is null)
            return own is null && theirs is null;
        shared = own.Agree(theirs.Data.Span);
        return shared is not null;
    }
}
