using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>Begins, finishes and forgets quick modes, and draws their SPIs.</summary>
internal sealed class QuickModeTable(Ikev1Context context)
{
    /// <summary>Quick modes of a main mode that have not ended yet, in either role.</summary>
    public static int InProgress(MainModeSa sa) => sa.QuickModes.Values.Count(quickMode => quickMode.InProgress);

    /// <summary>The SPIs of quick modes under way.</summary>
    public SpiReservations Spis { get; } = new(context.Entropy, spi => context.Pairs.Exists(spi));

    /// <summary>Lists a quick mode with its main mode.</summary>
    public void Add(QuickModeSa quickMode, Action onUnanswered)
    {
        var sa = quickMode.MainMode;
        sa.QuickModes.Add(quickMode.MessageId, quickMode);
        sa.MessageIds.Add(quickMode.MessageId);
        sa.QuickModesBegun++;
        quickMode.Retransmitter = context.NewRetransmitter(sa, onUnanswered);
        quickMode.Linger = new Alarm(() => End(quickMode));
    }

    /// <summary>Its pair may send. It answers duplicates for a while, then it is forgotten.</summary>
    public void Finish(QuickModeSa quickMode)
    {
        quickMode.Retransmitter?.Stop();
        quickMode.Advance(QuickModeState.Done);
        quickMode.DhPair?.Dispose();
        context.Arm(quickMode.Linger!, Periods.QuickModeLinger);
    }

    /// <summary>Forgets it; a pair that never got to send goes with it.</summary>
    public void End(QuickModeSa quickMode)
    {
        if (quickMode.State == QuickModeState.Ended)
            return;
        var waited = quickMode.State == QuickModeState.Message2Sent;
        quickMode.Advance(QuickModeState.Ended);
        quickMode.Retransmitter?.Stop();
        quickMode.Linger?.Disarm();
        quickMode.MainMode.QuickModes.Remove(quickMode.MessageId);
        Spis.Release(quickMode.Inbound);
        if (waited && context.Pairs.Find(quickMode.Inbound) is { Confirmed: false } pair)
            context.Pairs.Remove(pair, tellPeer: true, "its quick mode was not finished");
        quickMode.Dispose();
    }

    /// <summary>The main mode ends: what this host asked for waits for another one.</summary>
    public void EndAll(MainModeSa sa)
    {
        foreach (var quickMode in sa.QuickModes.Values.ToArray())
        {
            if (quickMode is { Role: SaRole.Initiator, InProgress: true })
                Negotiator.Want(sa.Peer, new PendingAcquire(quickMode.Scope, quickMode.IsRekey));
            End(quickMode);
        }
    }

    /// <summary>An event about a finished quick mode.</summary>
    public static KeyingEvent Event(MainModeSa sa, IpsecPair pair, KeyingEventKind kind) => MainModeTable.Event(sa, kind) with
    {
        Exchange = ExchangeKind.QuickMode,
        Role = pair.Role,
        Suite = pair.Algorithm.ToString(),
        InboundSpi = pair.Inbound,
        OutboundSpi = pair.Outbound,
    };

    /// <summary>The header of a message of this quick mode.</summary>
    public static IsakmpHeader Header(QuickModeSa quickMode) =>
        IsakmpHeader.Create(quickMode.MainMode.CookieI, quickMode.MainMode.CookieR, ExchangeType.QuickMode, messageId: quickMode.MessageId);

    /// <summary>HASH payload, then the others, encrypted.</summary>
    public static byte[] Seal(QuickModeSa quickMode, byte[] hash, params IReadOnlyList<IsakmpBody> payloads) =>
        MessageProtection.Seal(Header(quickMode), [new HashPayload(hash), .. payloads], quickMode.MainMode.Keys.CipherKey, quickMode.Iv);
}
