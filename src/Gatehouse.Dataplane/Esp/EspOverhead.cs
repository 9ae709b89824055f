using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane.Esp;

/// <summary>How much longer transport-mode ESP makes a packet, for path MTU and maximum segment sizes.</summary>
public static class EspOverhead
{
    private const int EspHeaderLength = 8;

    /// <summary>Pad length and next header.</summary>
    private const int TrailerLength = 2;

    /// <summary>
    /// The longest IP packet, in bytes with its header, that fits <paramref name="linkMtu"/> once sealed. It holds for headers without options and
    /// extension headers; 0 when not even an empty one fits.
    /// </summary>
    public static int MaxInnerPacket(EspAlgorithm algorithm, IpFamily family, int linkMtu)
    {
        var headerLength = family == IpFamily.V4 ? 20 : 40;
        var (iv, icv, block) = Fields(algorithm);
        var room = linkMtu - headerLength - EspHeaderLength - iv - icv;
        var payload = (room / block * block) - TrailerLength;
        return room < block ? 0 : headerLength + payload;
    }

    /// <summary>Bytes of the sealed packet.</summary>
    /// <param name="algorithm">The suite.</param>
    /// <param name="packetLength">Bytes of the clear packet with its header.</param>
    /// <param name="headerLength">Of these, bytes in front of ESP: 20 or 40 without options and extension headers.</param>
    public static int SealedLength(EspAlgorithm algorithm, int packetLength, int headerLength)
    {
        var (iv, icv, block) = Fields(algorithm);
        var encrypted = packetLength - headerLength + TrailerLength + block - 1;
        return headerLength + EspHeaderLength + iv + (encrypted / block * block) + icv;
    }

    private static (int Iv, int Icv, int Block) Fields(EspAlgorithm algorithm) => algorithm switch
    {
        { Cipher: EspCipher.AesGcm16 } => (8, 16, 4),
        { Integrity: EspIntegrity.HmacSha1_96 } => (16, 12, 16),
        _ => (16, 16, 16),
    };
}
