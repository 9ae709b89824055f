using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.11
//
// +---------------------------------------------------------------+
// |                     Hash Data (variable)                      |
// +---------------------------------------------------------------+

/// <summary>A hash payload: HASH_I, HASH_R or HASH(1) to HASH(3) of RFC 2409.</summary>
/// <param name="Data">The output of the negotiated prf.</param>
public sealed record HashPayload(ReadOnlyMemory<byte> Data) : IsakmpBody(PayloadType.Hash)
{
    /// <inheritdoc/>
    public override int Length => Data.Length;

    /// <summary>Reads a body; false outside the permitted lengths.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out HashPayload? payload)
    {
        payload = null;
        if (body.IsEmpty)
            return false;
        payload = new HashPayload(body.ToArray());
        return true;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Data.Span);
}
