namespace Gatehouse.Ike.Isakmp;

/// <summary>What this reader accepts at most, so that no message costs more than a few hundred small objects before anybody is authenticated.</summary>
public static class IsakmpLimits
{
    /// <summary>Payloads of a message. The longest seen from real peers (many vendor ids) stay below 32.</summary>
    public const int Payloads = 64;

    /// <summary>Proposals of an SA. Windows sends at most 20, strongSwan one per configured suite.</summary>
    public const int Proposals = 64;

    /// <summary>Transforms of one proposal: its count is one byte.</summary>
    public const int TransformsPerProposal = 255;

    /// <summary>Transforms of an SA in all its proposals. Default offers that enumerate every suite reach about 100.</summary>
    public const int TransformsPerSa = 512;

    /// <summary>Attributes of a transform. RFC 2409 appendix A defines 16, several may repeat for a second lifetime.</summary>
    public const int AttributesPerTransform = 32;

    /// <summary>Bytes of an SPI: both ISAKMP cookies are the longest.</summary>
    public const int SpiSize = 16;

    /// <summary>SPIs of one Delete payload; more than any peer can hold with one host, and still short of a full datagram.</summary>
    public const int SpisPerDelete = 1024;
}
