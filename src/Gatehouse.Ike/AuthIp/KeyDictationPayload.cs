using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

// [MS-AIPS] 2.2.3.7: the quick-mode key of one direction, encrypted and authenticated like a CRYPTO payload. What it holds is not taken apart,
// because this build refuses to be dictated to: a quick mode with such a payload fails with ERROR_IPSEC_IKE_INVALID_PAYLOAD.
//
// +---------------------------------------------------------------+
// |        Initialization Vector (as in the CRYPTO payload)       |
// |        Encrypted key, padding, pad length, next payload       |
// |                      Integrity checksum                       |
// +---------------------------------------------------------------+

/// <summary>A Key Dictation payload (Windows 8 and later).</summary>
/// <param name="Data">The body as it came.</param>
public sealed record KeyDictationPayload(ReadOnlyMemory<byte> Data) : IsakmpBody(PayloadType.KeyDictation)
{
    /// <summary>The shortest body: an 8-byte vector, one block of 8, an ICV of 12.</summary>
    public const int MinLength = 28;

    /// <inheritdoc/>
    public override int Length => Data.Length;

    /// <summary>Reads a body; false when it is shorter than any such payload.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out KeyDictationPayload? payload)
    {
        payload = body.Length >= MinLength ? new KeyDictationPayload(body.ToArray()) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Data.Span);
}
