using System.Collections.Immutable;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.Ikev1;

/// <summary>
/// The legality of messages as data (RFC 2409 sections 5, 5.4, 5.5 and 5.7; [MS-IKEE] 3.8 for the nonce of a reliable delete), checked before
/// a machine sees them. Main mode's last round trip is that of the pre-shared key; signatures bring their own rows with their feature.
/// </summary>
public static class Ikev1ExchangeRules
{
    /// <summary>Certificate requests and NAT-D payloads of one message; one per authority or local address, and nobody sends more than a few.</summary>
    private const int Several = 16;

    private const bool Clear = false;
    private const bool Secured = true;

    /// <summary>Every rule.</summary>
    public static readonly ImmutableArray<MessageRule> All =
    [
        new(ExchangeType.IdentityProtection, 1, Clear, [PayloadType.Sa], [One(PayloadType.Sa)]),
        new(ExchangeType.IdentityProtection, 2, Clear, [PayloadType.Sa], [One(PayloadType.Sa)]),
        KeyRoundTrip(3),
        KeyRoundTrip(4),
        PreSharedKeyRoundTrip(5),
        PreSharedKeyRoundTrip(6),
        QuickModeOffer(1),
        QuickModeOffer(2),
        new(ExchangeType.QuickMode, 3, Secured, [PayloadType.Hash], [One(PayloadType.Hash)]),
        new(ExchangeType.QuickMode, 4, Secured, [PayloadType.Hash], [One(PayloadType.Hash), One(PayloadType.Notification)]),
        new(ExchangeType.Informational, 1, Clear, [], [new(PayloadType.Notification, 1, Several)]),
        ProtectedInformational(1),
        ProtectedInformational(2),
    ];

    /// <summary>
    /// Judges a message against the row of its exchange and number; null when it is legal. Vendor ids, notifications and private payload
    /// numbers are tolerated everywhere, as RFC 2408 asks for optional payloads.
    /// </summary>
    /// <param name="message">The message, decrypted where it was protected.</param>
    /// <param name="exchange">The exchange the machine has it in.</param>
    /// <param name="number">Its number in that exchange, from 1.</param>
    /// <param name="isProtected">Whether it came encrypted.</param>
    public static IsakmpError? Check(IsakmpMessage message, ExchangeType exchange, int number, bool isProtected)
    {
        if (Find(exchange, number, isProtected, out var error) is not { } rule)
            return error;
        var isPhase1 = exchange == ExchangeType.IdentityProtection;
        if (isPhase1 ? message.Header.MessageId != 0 : message.Header.MessageId == 0 && isProtected)
            return IsakmpError.InvalidMessageId;
        for (var i = 0; i < rule.Leading.Length; i++)
        {
            if (message.Payloads.Length <= i)
                return IsakmpError.MissingPayload;
            if (message.Payloads[i].Type != rule.Leading[i])
                return message.Count(rule.Leading[i]) == 0 ? IsakmpError.MissingPayload : IsakmpError.WrongOrder;
        }

        foreach (var payload in rule.Payloads)
        {
            if (payload.Check(message.Count(payload.Type)) is var verdict and not IsakmpError.None)
                return verdict;
        }

        foreach (var payload in message.Payloads)
        {
            if (!IsTolerated(payload.Type) && !rule.Payloads.Any(listed => listed.Type == payload.Type))
                return IsakmpError.UnexpectedPayload;
        }

        return null;
    }

    private static MessageRule? Find(ExchangeType exchange, int number, bool isProtected, out IsakmpError error)
    {
        error = IsakmpError.InvalidExchangeType;
        foreach (var rule in All)
        {
            if (rule.Exchange != exchange || rule.Number != number)
                continue;
            if (rule.Protected == isProtected)
                return rule;
            error = rule.Protected ? IsakmpError.NotProtected : IsakmpError.UnexpectedProtection;
        }

        return null;
    }

    private static bool IsTolerated(PayloadType type) => type is PayloadType.VendorId or PayloadType.Notification || (byte)type >= 128;

    private static PayloadRule One(PayloadType type) => new(type, 1, 1);

    private static MessageRule KeyRoundTrip(int number) => new(
        ExchangeType.IdentityProtection, number, Clear, [],
        [
            One(PayloadType.KeyExchange), One(PayloadType.Nonce), new(PayloadType.CertificateRequest, 0, Several),
            new(PayloadType.NatDiscovery, 0, Several), new(PayloadType.NatDiscoveryDraft, 0, Several),
        ]);

    private static MessageRule PreSharedKeyRoundTrip(int number) => new(
        ExchangeType.IdentityProtection, number, Secured, [],
        [
            One(PayloadType.Identification), One(PayloadType.Hash), new(PayloadType.CertificateRequest, 0, Several),
        ]);

    private static MessageRule QuickModeOffer(int number) => new(
        ExchangeType.QuickMode, number, Secured, [PayloadType.Hash, PayloadType.Sa],
        [
            One(PayloadType.Hash), One(PayloadType.Sa), One(PayloadType.Nonce), new(PayloadType.KeyExchange, 0, 1),
            new(PayloadType.Identification, 0, 2, AllOrNone: true), new(PayloadType.NatOriginalAddress, 0, 2), new(PayloadType.NatOriginalAddressDraft, 0, 2),
        ]);

    private static MessageRule ProtectedInformational(int number) => new(
        ExchangeType.Informational, number, Secured, [PayloadType.Hash],
        [
            One(PayloadType.Hash), new(PayloadType.Notification, 0, Several), new(PayloadType.Delete, 0, Several), new(PayloadType.Nonce, 0, 1),
        ]);
}
