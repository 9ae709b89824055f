namespace Gatehouse.Model.AuthIp;

/// <summary>See <see cref="AuthIpWireProfile.FirstQuickModeId"/>.</summary>
public enum FirstQuickModeId
{
    /// <summary>Random, not 0.</summary>
    Random,

    /// <summary>0, like the main mode it rides on.</summary>
    Zero,
}

/// <summary>See <see cref="AuthIpWireProfile.LaterQuickModeNonce"/>.</summary>
public enum LaterQuickModeNonce
{
    /// <summary>A nonce payload in the answer.</summary>
    InAnswer,

    /// <summary>That of message 2 again.</summary>
    Reused,
}

/// <summary>See <see cref="AuthIpWireProfile.ExtendedModeTokens"/>.</summary>
public enum ExtendedModeTokens
{
    /// <summary>Encrypted, exchange type 245, message ID 1.</summary>
    Encrypted,

    /// <summary>Encrypted, exchange type 243, message ID 0.</summary>
    EncryptedAsMainMode,
}

/// <summary>See <see cref="AuthIpWireProfile.PrincipalForm"/>.</summary>
public enum PrincipalForm
{
    /// <summary>host/fqdn.</summary>
    Service,

    /// <summary>machine$@REALM.</summary>
    Machine,
}

/// <summary>See <see cref="AuthIpWireProfile.IcvLength"/>.</summary>
public enum IcvLength
{
    /// <summary>12 when either end announced MS NT5 5, 6 or 7, else RFC 4868's.</summary>
    TwelveIfEitherIsOld,

    /// <summary>Each end looks at the other's announcement for what it sends, and at its own for what it receives.</summary>
    ByReceiver,

    /// <summary>12.</summary>
    AlwaysTwelve,
}

/// <summary>See <see cref="AuthIpWireProfile.Retransmissions"/>.</summary>
public enum Retransmissions
{
    /// <summary>3 for the first message, 4 for others.</summary>
    Windows7,

    /// <summary>7.</summary>
    Seven,
}

/// <summary>See <see cref="AuthIpWireProfile.NatDiscoveryHash"/>.</summary>
public enum NatDiscoveryHash
{
    /// <summary>The offered hash where only one is offered, else SHA-256.</summary>
    OfOffer,

    /// <summary>SHA-1.</summary>
    Sha1,

    /// <summary>MD5.</summary>
    Md5,
}

/// <summary>See <see cref="AuthIpWireProfile.SequenceUnit"/>.</summary>
public enum SequenceUnit
{
    /// <summary>A request and its answer have one number.</summary>
    Exchange,

    /// <summary>Every message has its own.</summary>
    Message,
}

/// <summary>See <see cref="AuthIpWireProfile.AnonymousTokens"/>.</summary>
public enum AnonymousTokens
{
    /// <summary>In messages 3 and 4.</summary>
    InOwnRoundTrip,

    /// <summary>In messages 1 and 2; there are no 3 and 4.</summary>
    InFirstRoundTrip,
}

/// <summary>See <see cref="AuthIpWireProfile.QuickModeReference"/>.</summary>
public enum QuickModeReference
{
    /// <summary>The header of the notify has the quick mode's message ID.</summary>
    MessageId,

    /// <summary>A fresh message ID; the oldest pair of the main mode is meant.</summary>
    Oldest,
}
