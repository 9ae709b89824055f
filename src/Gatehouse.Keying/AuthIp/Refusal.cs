namespace Gatehouse.Keying.AuthIp;

/// <summary>Why a datagram was refused without changing any state, besides the reasons of the message reader (IsakmpError).</summary>
internal enum Refusal
{
    /// <summary>No main mode has these cookies.</summary>
    UnknownCookies,

    /// <summary>The cookies belong to another address.</summary>
    WrongAddress,

    /// <summary>The same datagram was processed before.</summary>
    Duplicate,

    /// <summary>The message has no place in the present state.</summary>
    OutOfOrder,

    /// <summary>Its sequence number is not the one that is due, or was used before.</summary>
    WrongSequence,

    /// <summary>A message id that was used before, in another message.</summary>
    ReplayedMessageId,

    /// <summary>Its ICV is wrong, or what it decrypts to is no message.</summary>
    NotDecryptable,

    /// <summary>Its proof of the transcript is wrong.</summary>
    HashMismatch,

    /// <summary>Too many main modes, or unfinished ones, with this peer or in all.</summary>
    MainModeLimit,

    /// <summary>Too many quick modes at once under one main mode.</summary>
    QuickModeLimit,

    /// <summary>A first message during a flood: it was answered with a cookie, and nothing is remembered.</summary>
    DosCookieAsked,

    /// <summary>A notify that nobody authenticated; at most a hint.</summary>
    UnauthenticatedNotify,

    /// <summary>A notify of a type that means nothing here.</summary>
    UnknownNotify,

    /// <summary>A status about a quick mode that does not exist.</summary>
    UnknownQuickMode,

    /// <summary>A first message from a peer that no policy covers, or that offers nothing acceptable.</summary>
    OfferRefused,
}
