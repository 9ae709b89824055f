using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Begins, finishes and forgets quick modes, and draws their SPIs.</summary>
internal sealed class QuickModeTable(AuthIpContext context)
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
        quickMode.Linger = new Alarm(() => OnLinger(quickMode));
        // A responder waits this long for the next message ([MS-AIPS] 3.1.6.3).
        if (quickMode.Role == SaRole.Responder)
            context.Arm(quickMode.Linger, Periods.HalfOpen);
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
        var unfinished = quickMode.InProgress;
        quickMode.Advance(QuickModeState.Ended);
        quickMode.Retransmitter?.Stop();
        quickMode.Linger?.Disarm();
        quickMode.MainMode.QuickModes.Remove(quickMode.MessageId);
        Spis.Release(quickMode.Inbound);
        quickMode.Dispose();
        quickMode.MainMode.EndExtendedMode(quickMode);
        if (unfinished && context.Pairs.Find(quickMode.Inbound) is { Confirmed: false } pair)
            context.Pairs.Remove(pair, WindowsError.TimedOut, "its quick mode was not finished");
        context.MainModes.EndIfUnused(quickMode.MainMode);
    }

    /// <summary>The main mode ends: what this host asked for waits for another one.</summary>
    public void EndAll(MainModeSa sa)
    {
        foreach (var quickMode in sa.QuickModes.Values.ToArray())
        {
            if (quickMode is { Role: SaRole.Initiator, InProgress: true, IsFirst: false })
                Negotiator.Want(sa.Peer, quickMode.Wanted);
            End(quickMode);
        }
    }

    /// <summary>An event about a finished quick mode.</summary>
    public static KeyingEvent Event(IpsecPair pair, KeyingEventKind kind) => MainModeTable.Event(pair.MainMode, kind) with
    {
        Exchange = ExchangeKind.QuickMode,
        Suite = pair.Algorithm.ToString(),
        InboundSpi = pair.Inbound,
        OutboundSpi = pair.Outbound,
    };

    private void OnLinger(QuickModeSa quickMode)
    {
        if (quickMode.InProgress)
        {
            context.Negotiator.FailQuickMode(quickMode, 7, new Failure(
                KeyingError.TimedOut, "The peer began a quick mode and did not finish it.", FailurePoint.None, WindowsError.TimedOut));
        }
        else
        {
            End(quickMode);
        }
    }
}
