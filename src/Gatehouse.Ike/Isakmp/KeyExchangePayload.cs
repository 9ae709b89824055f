using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.7
//
// +---------------------------------------------------------------+
// |                 Key Exchange Data (variable)                  |
// +---------------------------------------------------------------+

/// <summary>A key exchange payload: the public value of a Diffie-Hellman group.</summary>
/// <param name="Data">g^x padded to the prime, or x | y of a curve point (RFC 5903).</param>
public sealed record KeyExchangePayload(ReadOnlyMemory<byte> Data) : IsakmpBody(PayloadType.KeyExchange)
{
    /// <inheritdoc/>
    public override int Length => Data.Length;

    /// <summary>Reads a body; false outside the permitted lengths.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out KeyExchangePayload? payload)
    {
        payload = null;
        if (body.IsEmpty)
            return false;
        payload = new KeyExchangePayload(body.ToArray());
        return true;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Data.Span);
}
