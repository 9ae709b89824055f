namespace Gatehouse.Ike.Isakmp;

/// <summary>Notify message types: errors below 16384, status from there (RFC 2408 section 3.14.1).</summary>
public enum NotifyType : ushort
{
    /// <summary>Reserved; used where no notification corresponds.</summary>
    None = 0,

    /// <summary>INVALID-PAYLOAD-TYPE.</summary>
    InvalidPayloadType = 1,

    /// <summary>DOI-NOT-SUPPORTED.</summary>
    DoiNotSupported = 2,

    /// <summary>SITUATION-NOT-SUPPORTED.</summary>
    SituationNotSupported = 3,

    /// <summary>INVALID-COOKIE.</summary>
    InvalidCookie = 4,

    /// <summary>INVALID-MAJOR-VERSION.</summary>
    InvalidMajorVersion = 5,

    /// <summary>INVALID-MINOR-VERSION.</summary>
    InvalidMinorVersion = 6,

    /// <summary>INVALID-EXCHANGE-TYPE.</summary>
    InvalidExchangeType = 7,

    /// <summary>INVALID-FLAGS.</summary>
    InvalidFlags = 8,

    /// <summary>INVALID-MESSAGE-ID.</summary>
    InvalidMessageId = 9,

    /// <summary>INVALID-PROTOCOL-ID.</summary>
    InvalidProtocolId = 10,

    /// <summary>INVALID-SPI.</summary>
    InvalidSpi = 11,

    /// <summary>INVALID-TRANSFORM-ID.</summary>
    InvalidTransformId = 12,

    /// <summary>ATTRIBUTES-NOT-SUPPORTED.</summary>
    AttributesNotSupported = 13,

    /// <summary>NO-PROPOSAL-CHOSEN.</summary>
    NoProposalChosen = 14,

    /// <summary>BAD-PROPOSAL-SYNTAX.</summary>
    BadProposalSyntax = 15,

    /// <summary>PAYLOAD-MALFORMED.</summary>
    PayloadMalformed = 16,

    /// <summary>INVALID-KEY-INFORMATION.</summary>
    InvalidKeyInformation = 17,

    /// <summary>INVALID-ID-INFORMATION.</summary>
    InvalidIdInformation = 18,

    /// <summary>INVALID-CERT-ENCODING.</summary>
    InvalidCertEncoding = 19,

    /// <summary>INVALID-CERTIFICATE.</summary>
    InvalidCertificate = 20,

    /// <summary>CERT-TYPE-UNSUPPORTED.</summary>
    CertTypeUnsupported = 21,

    /// <summary>INVALID-CERT-AUTHORITY.</summary>
    InvalidCertAuthority = 22,

    /// <summary>INVALID-HASH-INFORMATION.</summary>
    InvalidHashInformation = 23,

    /// <summary>AUTHENTICATION-FAILED.</summary>
    AuthenticationFailed = 24,

    /// <summary>INVALID-SIGNATURE.</summary>
    InvalidSignature = 25,

    /// <summary>ADDRESS-NOTIFICATION.</summary>
    AddressNotification = 26,

    /// <summary>NOTIFY-SA-LIFETIME.</summary>
    NotifySaLifetime = 27,

    /// <summary>CERTIFICATE-UNAVAILABLE.</summary>
    CertificateUnavailable = 28,

    /// <summary>UNSUPPORTED-EXCHANGE-TYPE.</summary>
    UnsupportedExchangeType = 29,

    /// <summary>UNEQUAL-PAYLOAD-LENGTHS.</summary>
    UnequalPayloadLengths = 30,

    /// <summary>CONNECTED (status).</summary>
    Connected = 16384,

    /// <summary>RESPONDER-LIFETIME (status, RFC 2407 section 4.6.3.1).</summary>
    ResponderLifetime = 24576,

    /// <summary>REPLAY-STATUS (status, RFC 2407 section 4.6.3.2).</summary>
    ReplayStatus = 24577,

    /// <summary>INITIAL-CONTACT (status, RFC 2407 section 4.6.3.3).</summary>
    InitialContact = 24578,

    /// <summary>R-U-THERE (status, RFC 3706).</summary>
    RUThere = 36136,

    /// <summary>R-U-THERE-ACK (status, RFC 3706).</summary>
    RUThereAck = 36137,

    /// <summary>NOTIFY_STATUS, [MS-IKEE] 2.2.6.</summary>
    MicrosoftStatus = 40003,

    /// <summary>NOTIFY_DOS_COOKIE, [MS-IKEE] 2.2.6.</summary>
    MicrosoftDosCookie = 40004,

    /// <summary>EXCHANGE_INFO, [MS-IKEE] 2.2.6, and under the same number [MS-AIPS] 2.2.3.5.</summary>
    MicrosoftExchangeInfo = 40005,

    /// <summary>NOTIFY_STATUS of AuthIP, [MS-AIPS] 2.2.3.5: a Windows error, and the wish to drop the SA.</summary>
    AuthIpStatus = 40020,

    /// <summary>NOTIFY_DOS_COOKIE of AuthIP.</summary>
    AuthIpDosCookie = 40021,

    /// <summary>NOTIFY_ACK of AuthIP.</summary>
    AuthIpAck = 40022,

    /// <summary>NOTIFY_QM_SYNCHRONIZE of AuthIP.</summary>
    AuthIpQmSynchronize = 40023,

    /// <summary>NOTIFY_ACQUIRE of AuthIP.</summary>
    AuthIpAcquire = 40024,
}
