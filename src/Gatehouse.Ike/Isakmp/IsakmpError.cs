namespace Gatehouse.Ike.Isakmp;

/// <summary>Why a message was refused.</summary>
public enum IsakmpError : byte
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Fewer bytes than the header, or than a length inside asks for.</summary>
    Truncated = 1,

    /// <summary>The header's length is not that of the datagram, or bytes follow the last payload of a clear message.</summary>
    LengthMismatch = 2,

    /// <summary>The initiator cookie is zero.</summary>
    InvalidCookie = 3,

    /// <summary>Not ISAKMP version 1 (IKEv2, or not IKE at all).</summary>
    InvalidMajorVersion = 4,

    /// <summary>A minor version above 0.</summary>
    InvalidMinorVersion = 5,

    /// <summary>No rule exists for this exchange and message number.</summary>
    InvalidExchangeType = 6,

    /// <summary>Flags outside E, C and A.</summary>
    InvalidFlags = 7,

    /// <summary>Phase 1 with a message ID, or a later exchange without one.</summary>
    InvalidMessageId = 8,

    /// <summary>A payload number that is neither known nor private.</summary>
    InvalidPayloadType = 9,

    /// <summary>A reserved field is not zero, or a body breaks its own layout; often the sign of a wrong key.</summary>
    PayloadMalformed = 10,

    /// <summary>More payloads, proposals, transforms or attributes than this reader accepts.</summary>
    TooMuch = 11,

    /// <summary>An SA for another domain than IPsec.</summary>
    DoiNotSupported = 12,

    /// <summary>A situation other than SIT_IDENTITY_ONLY.</summary>
    SituationNotSupported = 13,

    /// <summary>A proposal or transform breaks its layout.</summary>
    BadProposalSyntax = 14,

    /// <summary>An SPI of a size its protocol does not have.</summary>
    InvalidSpi = 15,

    /// <summary>Clear where the exchange demands protection.</summary>
    NotProtected = 16,

    /// <summary>Protected where the exchange is still clear.</summary>
    UnexpectedProtection = 17,

    /// <summary>A payload that has no place in this message, or one too many.</summary>
    UnexpectedPayload = 18,

    /// <summary>A payload this message must have is absent.</summary>
    MissingPayload = 19,

    /// <summary>A payload that must lead the message does not.</summary>
    WrongOrder = 20,
}
