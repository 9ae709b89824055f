using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

// Transitions pass through QuickModeSa.Advance. The names in brackets are those of [MS-AIPS] section 3.
//
//   initiator   RequestSent → SynchronizeSent → Done        normal
//               RequestSent →                   Done        fast
//   responder   AnswerSent  →                   Done
//   both        … → ExtendedMode → Done                     where policy asks for a second authentication, on which the keys wait
//   both        any but Ended → Ended
//
// Done still answers duplicates for a while.

/// <summary>Where a quick mode stands.</summary>
internal enum QuickModeState
{
    /// <summary>Initiator: waits for #6 (QM Initiator First Packet Sent).</summary>
    RequestSent,

    /// <summary>Initiator: waits for #8 (QM Initiator Second Packet Sent).</summary>
    SynchronizeSent,

    /// <summary>Responder: waits for #7 or for the first packet under the new pair (QM Responder First Exchange Done).</summary>
    AnswerSent,

    /// <summary>Agreed, and waiting for extended mode.</summary>
    ExtendedMode,

    /// <summary>The pair is up.</summary>
    Done,

    /// <summary>Failed, or forgotten.</summary>
    Ended,
}

/// <summary>One quick mode: what both roles remember.</summary>
internal sealed class QuickModeSa : IDisposable
{
    /// <summary>The main mode it runs under; it gives the role too.</summary>
    public required MainModeSa MainMode { get; init; }

    /// <summary>Its message ID, which enters its keys.</summary>
    public required uint MessageId { get; init; }

    /// <summary>True for the one at the end of its main mode.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>What it is for.</summary>
    public required PendingAcquire Wanted { get; init; }

    /// <summary>This host's rule is boundary.</summary>
    public required bool IsBoundary { get; init; }

    /// <summary>The SPI this host chose.</summary>
    public required Spi Inbound { get; init; }

    /// <summary>When #5 was sent or arrived.</summary>
    public required Instant Began { get; init; }

    /// <summary>Ni(qm).</summary>
    public required byte[] NonceI { get; init; }

    /// <summary>Nr(qm).</summary>
    public byte[] NonceR { get; set; } = [];

    /// <summary>Where it stands.</summary>
    public required QuickModeState State { get; set; }

    /// <summary>What an initiator offered.</summary>
    public ImmutableArray<QuickModeOffer> Offers { get; init; } = [];

    /// <summary>The identification payloads an initiator sent.</summary>
    public IdentificationPayload[] Ids { get; init; } = [];

    /// <summary>A fresh Diffie-Hellman pair for perfect forward secrecy; null without.</summary>
    public DhKeyPair? DhPair { get; init; }

    /// <summary>What was agreed, where it waits for extended mode.</summary>
    public QuickModeChoice? Choice { get; set; }

    /// <summary>The secret of perfect forward secrecy, where it waits for extended mode.</summary>
    public SecretBytes? Shared { get; set; }

    /// <summary>The peer's rule is boundary.</summary>
    public bool PeerIsBoundary { get; set; }

    /// <summary>The number of the request that waits for its answer.</summary>
    public uint OutstandingSequence { get; set; }

    /// <summary>Messages accepted and the last answer.</summary>
    public AnswerCache Answers { get; } = new();

    /// <summary>Repeats #5 and #7 of a later quick mode, #7 of the first.</summary>
    public Retransmitter? Retransmitter { get; set; }

    /// <summary>Ends a quick mode that was not finished, or forgets a finished one.</summary>
    public Alarm? Linger { get; set; }

    /// <summary>This host's role.</summary>
    public SaRole Role => MainMode.Role;

    /// <summary>True until its pair is up.</summary>
    public bool InProgress => State is QuickModeState.RequestSent or QuickModeState.SynchronizeSent or QuickModeState.AnswerSent or QuickModeState.ExtendedMode;

    /// <summary>The next state.</summary>
    public void Advance(QuickModeState next)
    {
        var legal = (State, next) is (not QuickModeState.Ended, QuickModeState.Ended)
            or (QuickModeState.RequestSent, QuickModeState.SynchronizeSent)
            or (QuickModeState.RequestSent or QuickModeState.SynchronizeSent or QuickModeState.AnswerSent, QuickModeState.ExtendedMode or QuickModeState.Done)
            or (QuickModeState.ExtendedMode, QuickModeState.Done);
        if (!legal)
            throw new InvalidOperationException($"a quick mode does not go from {State} to {next}");
        State = next;
    }

    /// <summary>Zeroes the Diffie-Hellman values.</summary>
    public void Dispose()
    {
        DhPair?.Dispose();
        Shared?.Dispose();
    }
}
