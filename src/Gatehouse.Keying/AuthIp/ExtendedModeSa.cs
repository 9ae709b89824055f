using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

// Transitions pass through ExtendedModeSa.Advance. The names in brackets are those of [MS-AIPS] sections 3.6 and 3.7.
//
//   initiator   RequestSent → TokenSent → ProofSent → Done
//   responder   AnswerSent  →                         Done

/// <summary>Where an extended mode stands.</summary>
internal enum ExtendedModeState
{
    /// <summary>Initiator: waits for the methods (EM First Request Sent).</summary>
    RequestSent,

    /// <summary>Initiator: waits for a token.</summary>
    TokenSent,

    /// <summary>Initiator: waits for Auth4 (EM Initiator Final Exchange Request Sent).</summary>
    ProofSent,

    /// <summary>Responder: authentication goes on until Auth3 arrives (EM Responder First Exchange Done).</summary>
    AnswerSent,

    /// <summary>Both proofs verified (EM Complete).</summary>
    Done,
}

/// <summary>One extended mode: the second authentication, on which the keys of its quick mode wait. There is one at a time under a main mode.</summary>
/// <param name="quickMode">The quick mode it follows.</param>
/// <param name="state">The first state of a role.</param>
/// <param name="scope">What the transcript hashes.</param>
internal sealed class ExtendedModeSa(QuickModeSa quickMode, ExtendedModeState state, TranscriptScope scope) : IDisposable
{
    /// <summary>Its message ID, which is always the same ([MS-AIPS] 2.2.1).</summary>
    public const uint MessageId = 1;

    /// <summary>The quick mode it follows.</summary>
    public QuickModeSa QuickMode => quickMode;

    /// <summary>Where it stands.</summary>
    public ExtendedModeState State { get; private set; } = state;

    /// <summary>The chain over its own messages; every level has the negotiated hash.</summary>
    public Transcript Transcript { get; } = new(scope) { Hash = quickMode.MainMode.Choice.Suite.Hash, LevelsBeforeHash = 0 };

    /// <summary>Methods on offer, then what both accept.</summary>
    public ImmutableArray<AuthIpMethod> Methods { get; set; } = [];

    /// <summary>The initiator's authentication.</summary>
    public GssInitiator? GssInitiator { get; set; }

    /// <summary>The responder's authentication.</summary>
    public GssResponder? GssResponder { get; set; }

    /// <summary>SKEYID_em; null until authentication is complete.</summary>
    public SecretBytes? Key { get; set; }

    /// <summary>The number of the request that waits for its answer.</summary>
    public uint OutstandingSequence { get; set; }

    /// <summary>Messages accepted and the last answer.</summary>
    public AnswerCache Answers { get; } = new();

    /// <summary>Repeats requests; null for a responder.</summary>
    public Retransmitter? Retransmitter { get; set; }

    /// <summary>The next state.</summary>
    public void Advance(ExtendedModeState next)
    {
        var legal = (State, next) is (ExtendedModeState.RequestSent or ExtendedModeState.TokenSent, ExtendedModeState.TokenSent or ExtendedModeState.ProofSent)
            or (ExtendedModeState.ProofSent or ExtendedModeState.AnswerSent, ExtendedModeState.Done);
        if (!legal)
            throw new InvalidOperationException($"an extended mode does not go from {State} to {next}");
        State = next;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        Retransmitter?.Stop();
        GssInitiator?.Dispose();
        GssResponder?.Dispose();
        Key?.Dispose();
    }
}
