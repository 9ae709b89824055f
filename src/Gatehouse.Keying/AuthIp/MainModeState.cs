namespace Gatehouse.Keying.AuthIp;

// Every transition, and nothing else, passes through MainModeSa.Advance and Establish. The names in brackets are those of [MS-AIPS] section 3.
//
//   initiator   FirstRequestSent → GssRequestSent → ProofSent → Established       (GssRequestSent is left out when #1 and #2 carried the tokens)
//               FirstRequestSent, GssRequestSent → GssStepRunning → GssRequestSent, ProofSent      (where a step takes its time)
//   responder   FirstAnswerSent  →                              Established
//   both        any → Ended
//
// Established needs a MainModeProof.

/// <summary>Where a main mode stands.</summary>
internal enum MainModeState
{
    /// <summary>Initiator: waits for #2 (Main Mode First Generalized Packet Sent).</summary>
    FirstRequestSent,

    /// <summary>Responder: authentication goes on until #5 arrives (MM Responder First Exchange Done, GSS-API states).</summary>
    FirstAnswerSent,

    /// <summary>Initiator: waits for a token (GSS-API Request Sent).</summary>
    GssRequestSent,

    /// <summary>Initiator: an answer came, and a step of its own authentication is at work on the next token; the peer is not waited for.</summary>
    GssStepRunning,

    /// <summary>Initiator: waits for #6 (QM Initiator First Packet Sent).</summary>
    ProofSent,

    /// <summary>The peer's proof verified (QM Initiator/Responder … Done).</summary>
    Established,

    /// <summary>Failed, deleted, superseded, or no longer needed.</summary>
    Ended,
}
