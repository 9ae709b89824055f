using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

// Transitions pass through QuickModeSa.Advance:
//
//   initiator   Message1Sent → Done
//   responder   Message2Sent → Done
//   both        any but Ended → Ended
//
// Done still answers duplicates for a while.

/// <summary>Where a quick mode stands.</summary>
internal enum QuickModeState
{
    /// <summary>Initiator: waits for #2.</summary>
    Message1Sent,

    /// <summary>Responder: waits for #3 or for the first packet under the new pair.</summary>
    Message2Sent,

    /// <summary>The pair is up.</summary>
    Done,

    /// <summary>Failed, or forgotten.</summary>
    Ended,
}

/// <summary>One quick mode: what both roles remember.</summary>
internal sealed class QuickModeSa : IDisposable
{
    /// <summary>The main mode it runs under.</summary>
    public required MainModeSa MainMode { get; init; }

    /// <summary>M-ID.</summary>
    public required uint MessageId { get; init; }

    /// <summary>This host's role.</summary>
    public required SaRole Role { get; init; }

    /// <summary>What the pair is for.</summary>
    public required PairScope Scope { get; init; }

    /// <summary>This host's rule accepts clear text, which the peer is told (EXCHANGE_INFO).</summary>
    public required bool IsBoundary { get; init; }

    /// <summary>The peer said that its rule accepts clear text.</summary>
    public bool PeerIsBoundary { get; set; }

    /// <summary>The SPI this host chose.</summary>
    public required Spi Inbound { get; init; }

    /// <summary>When #1 was sent or arrived.</summary>
    public required Instant Began { get; init; }

    /// <summary>Its initialization vectors.</summary>
    public required IvChain Iv { get; init; }

    /// <summary>Ni_b.</summary>
    public required byte[] NonceI { get; init; }

    /// <summary>Nr_b; empty until #2.</summary>
    public byte[] NonceR { get; set; } = [];

    /// <summary>Where it stands.</summary>
    public required QuickModeState State { get; set; }

    /// <summary>What an initiator offered.</summary>
    public ImmutableArray<QuickModeOffer> Offers { get; init; } = [];

    /// <summary>The identification payloads an initiator sent.</summary>
    public IdentificationPayload[] Ids { get; init; } = [];

    /// <summary>A fresh Diffie-Hellman pair for perfect forward secrecy; null without.</summary>
    public DhKeyPair? DhPair { get; init; }

    /// <summary>Nobody waits for it: it replaces a pair that works.</summary>
    public bool IsRekey { get; init; }

    /// <summary>The peer set the commit bit (RFC 2408 section 3.1) and expects CONNECTED.</summary>
    public bool CommitRequested { get; set; }

    /// <summary>Messages accepted and the last answer.</summary>
    public AnswerCache Answers { get; } = new();

    /// <summary>Repeats #1 or #2.</summary>
    public Retransmitter? Retransmitter { get; set; }

    /// <summary>Forgets a finished quick mode.</summary>
    public Alarm? Linger { get; set; }

    /// <summary>True until its pair is up.</summary>
    public bool InProgress => State is QuickModeState.Message1Sent or QuickModeState.Message2Sent;

    /// <summary>The next state.</summary>
    public void Advance(QuickModeState next)
    {
        var legal = (State, next) is (not QuickModeState.Ended, QuickModeState.Ended)
            or (QuickModeState.Message1Sent or QuickModeState.Message2Sent, QuickModeState.Done);
        if (!legal)
            throw new InvalidOperationException($"a quick mode does not go from {State} to {next}");
        State = next;
    }

    /// <summary>Zeroes the Diffie-Hellman value.</summary>
    public void Dispose() => DhPair?.Dispose();
}
