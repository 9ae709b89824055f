namespace Gatehouse.Keying.Ikev1;

/// <summary>Why a datagram was refused without changing any state, besides the reasons of the message reader (IsakmpError).</summary>
internal enum Refusal
{
    /// <summary>No main mode has these cookies.</summary>
    UnknownCookies,

    /// <summary>The cookies belong to another address.</summary>
    WrongAddress,

    /// <summary>The exchange type is not main mode, quick mode or informational.</summary>
    UnsupportedExchange,

    /// <summary>The same datagram was processed before.</summary>
    Duplicate,

    /// <summary>The message has no place in the present state.</summary>
    OutOfOrder,

    /// <summary>A message id that was used before, in another message.</summary>
    ReplayedMessageId,

    /// <summary>It did not decrypt to payloads.</summary>
    NotDecryptable,

    /// <summary>Its HASH payload is wrong.</summary>
    HashMismatch,

    /// <summary>Too many unfinished main modes.</summary>
    HalfOpenLimit,

    /// <summary>Too many quick modes at once under one main mode.</summary>
    QuickModeLimit,

    /// <summary>A notify that nobody authenticated; at most a hint.</summary>
    UnauthenticatedNotify,

    /// <summary>A notify of a type that means nothing here.</summary>
    UnknownNotify,

    /// <summary>A delete for an SA that does not exist.</summary>
    UnknownDelete,

    /// <summary>A first message from a peer that no policy covers, or that offers nothing acceptable.</summary>
    OfferRefused,
}
