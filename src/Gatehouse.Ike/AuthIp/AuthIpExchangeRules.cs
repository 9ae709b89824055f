using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

/// <summary>The legality of AuthIP messages as data, checked before a machine sees them ([MS-AIPS] sections 3.2 to 3.5 and 2.2.3.5).</summary>
public static class AuthIpExchangeRules
{
    /// <summary>NAT-D payloads: one for the peer, one for each own address.</summary>
    private const int Several = 16;

    /// <summary>How often a payload stands in a message. Its order is not judged: nothing says that a receiver may insist on it.</summary>
    public static IReadOnlyDictionary<AuthIpStep, IReadOnlyList<PayloadRule>> All { get; } = new Dictionary<AuthIpStep, IReadOnlyList<PayloadRule>>
    {
        [AuthIpStep.FirstRequest] = [.. FirstRoundTrip(nonces: 1)],
        [AuthIpStep.FirstAnswer] = [.. FirstRoundTrip(nonces: 2), new(PayloadType.GssId, 0, 1)],
        [AuthIpStep.GssRequest] = [One(PayloadType.GssToken)],
        [AuthIpStep.GssAnswer] = [One(PayloadType.GssToken)],
        [AuthIpStep.QuickModeRequest] = [One(PayloadType.Hash), One(PayloadType.Nonce), .. QuickMode()],
        [AuthIpStep.QuickModeAnswer] = [One(PayloadType.Hash), .. QuickMode(), Dictation()],

        // What a later quick mode consists of is not quite said: where its responder nonce stands, and whether the proofs are repeated.
        [AuthIpStep.LaterQuickModeRequest] = [new(PayloadType.Hash, 0, 1), One(PayloadType.Nonce), .. QuickMode()],
        [AuthIpStep.LaterQuickModeAnswer] = [new(PayloadType.Hash, 0, 1), new(PayloadType.Nonce, 0, 1), .. QuickMode(), Dictation()],
        [AuthIpStep.SynchronizeRequest] = [One(PayloadType.Notification), Dictation()],
        [AuthIpStep.SynchronizeAnswer] = [One(PayloadType.Notification)],
        [AuthIpStep.ExtendedRequest] = [One(PayloadType.Auth)],
        [AuthIpStep.ExtendedAnswer] = [One(PayloadType.Auth), new(PayloadType.GssId, 0, 1)],
        [AuthIpStep.ExtendedProof] = [One(PayloadType.Hash), Dictation()],
        [AuthIpStep.Notify] = [new(PayloadType.Notification, 1, Several), new(PayloadType.Identification, 0, 2, AllOrNone: true)],
    };

    /// <summary>Judges the payloads of a message; null when it is legal. Vendor ids, notifies and private numbers nobody knows are tolerated.</summary>
    public static IsakmpError? Check(AuthIpMessage message, AuthIpStep step)
    {
        var rules = All[step];
        foreach (var rule in rules)
        {
            if (rule.Check(message.Content.Count(rule.Type)) is var verdict and not IsakmpError.None)
                return verdict;
        }

        foreach (var payload in message.Content.Payloads)
        {
            if (!IsTolerated(payload) && !rules.Any(rule => rule.Type == payload.Type))
                return IsakmpError.UnexpectedPayload;
        }

        return step switch
        {
            AuthIpStep.Notify => CheckAcquire(message),
            AuthIpStep.SynchronizeRequest or AuthIpStep.SynchronizeAnswer => IsSynchronize(message) ? null : IsakmpError.MissingPayload,
            _ => null,
        };
    }

    private static bool IsTolerated(IsakmpPayload payload) =>
        payload.Type is PayloadType.VendorId or PayloadType.Notification || payload.Content is UnknownPayload;

    private static bool IsSynchronize(AuthIpMessage message) => message.Find<AuthIpNotifyPayload>()?.NotifyType == NotifyType.AuthIpQmSynchronize;

    // NOTIFY_ACQUIRE is followed directly by two identification payloads, else the message is dropped in silence.
    private static IsakmpError? CheckAcquire(AuthIpMessage message)
    {
        var payloads = message.Content.Payloads;
        for (var i = 0; i < payloads.Length; i++)
        {
            if (payloads[i].Content is not AuthIpNotifyPayload { NotifyType: NotifyType.AuthIpAcquire })
                continue;
            if (i + 2 >= payloads.Length || payloads[i + 1].Type != PayloadType.Identification || payloads[i + 2].Type != PayloadType.Identification)
                return IsakmpError.MissingPayload;
        }

        return null;
    }

    private static PayloadRule One(PayloadType type) => new(type, 1, 1);

    private static PayloadRule Dictation() => new(PayloadType.KeyDictation, 0, 2, AllOrNone: true);

    private static PayloadRule[] FirstRoundTrip(int nonces) =>
    [
        One(PayloadType.Sa), One(PayloadType.Auth), new(PayloadType.Nonce, nonces, nonces), new(PayloadType.NatDiscovery, 0, Several),
        new(PayloadType.GssToken, 0, 1), new(PayloadType.KeyExchange, 0, 1),
    ];

    private static PayloadRule[] QuickMode() =>
    [
        One(PayloadType.Sa), new(PayloadType.Identification, 2, 2), new(PayloadType.KeyExchange, 0, 1), new(PayloadType.NatOriginalAddress, 0, 2),
        new(PayloadType.KeyDictationWeight, 0, 1),
    ];
}
