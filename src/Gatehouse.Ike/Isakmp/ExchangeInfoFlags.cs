namespace Gatehouse.Ike.Isakmp;

/// <summary>Flags of EXCHANGE_INFO ([MS-IKEE] 2.2.6), 32 bits.</summary>
[Flags]
public enum ExchangeInfoFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The sender's negotiation discovery rule is boundary: it accepts clear text.</summary>
    NdBoundary = 1,

    /// <summary>The flow the initiator negotiates for wants guaranteed encryption.</summary>
    GuaranteeEncryption = 2,
}
