namespace Gatehouse.Keying.Ikev1;

// Every transition, and nothing else, passes through MainModeSa.Advance:
//
//   initiator   Message1Sent → Message3Sent → Message5Sent → Established
//   responder                  Message2Sent → Message4Sent → Established
//   both        any → Ended
//
// Established needs a MainModeProof.

/// <summary>Where a main mode stands (RFC 2409 section 5.4).</summary>
internal enum MainModeState
{
    /// <summary>Initiator: waits for #2.</summary>
    Message1Sent,

    /// <summary>Responder: waits for #3.</summary>
    Message2Sent,

    /// <summary>Initiator: waits for #4.</summary>
    Message3Sent,

    /// <summary>Responder: waits for #5.</summary>
    Message4Sent,

    /// <summary>Initiator: waits for #6.</summary>
    Message5Sent,

    /// <summary>The peer is authenticated.</summary>
    Established,

    /// <summary>Failed, expired, deleted or superseded.</summary>
    Ended,
}
