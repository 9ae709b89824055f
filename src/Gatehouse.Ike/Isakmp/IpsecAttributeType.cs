namespace Gatehouse.Ike.Isakmp;

/// <summary>Attribute types of a quick-mode transform (RFC 2407 section 4.5, RFC 4304).</summary>
public enum IpsecAttributeType : ushort
{
    /// <summary>SA Life Type; applies to the SA Life Duration that follows it.</summary>
    LifeType = 1,

    /// <summary>SA Life Duration.</summary>
    LifeDuration = 2,

    /// <summary>Group Description.</summary>
    GroupDescription = 3,

    /// <summary>Encapsulation Mode.</summary>
    EncapsulationMode = 4,

    /// <summary>Authentication Algorithm.</summary>
    AuthenticationAlgorithm = 5,

    /// <summary>Key Length in bits.</summary>
    KeyLength = 6,

    /// <summary>Key Rounds.</summary>
    KeyRounds = 7,

    /// <summary>Compress Dictionary Size.</summary>
    CompressDictionarySize = 8,

    /// <summary>Compress Private Algorithm.</summary>
    CompressPrivateAlgorithm = 9,

    /// <summary>ECN Tunnel (RFC 3168).</summary>
    EcnTunnel = 10,

    /// <summary>Extended (64-bit) Sequence Number (RFC 4304).</summary>
    ExtendedSequenceNumber = 11,
}
