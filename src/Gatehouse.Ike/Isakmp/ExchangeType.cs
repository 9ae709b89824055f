namespace Gatehouse.Ike.Isakmp;

/// <summary>The exchange a message belongs to (RFC 2408 section 3.1, RFC 2409 appendix A; private ones from [MS-AIPS] 2.2.1).</summary>
public enum ExchangeType : byte
{
    /// <summary>NONE.</summary>
    None = 0,

    /// <summary>Base.</summary>
    Base = 1,

    /// <summary>Identity Protection; IKE's main mode.</summary>
    IdentityProtection = 2,

    /// <summary>Authentication Only.</summary>
    AuthenticationOnly = 3,

    /// <summary>Aggressive.</summary>
    Aggressive = 4,

    /// <summary>Informational.</summary>
    Informational = 5,

    /// <summary>Transaction (configuration).</summary>
    Transaction = 6,

    /// <summary>Quick Mode.</summary>
    QuickMode = 32,

    /// <summary>New Group Mode.</summary>
    NewGroupMode = 33,

    /// <summary>AuthIP main mode, and the first quick mode at its end.</summary>
    AuthIpMainMode = 243,

    /// <summary>AuthIP quick mode.</summary>
    AuthIpQuickMode = 244,

    /// <summary>AuthIP extended mode, the second authentication.</summary>
    AuthIpExtendedMode = 245,

    /// <summary>AuthIP notify.</summary>
    AuthIpNotify = 246,
}
