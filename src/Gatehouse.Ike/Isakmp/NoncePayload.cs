using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.13, lengths from RFC 2409 section 5
//
// +---------------------------------------------------------------+
// |                  Nonce Data (8 to 256 bytes)                  |
// +---------------------------------------------------------------+

/// <summary>A nonce payload.</summary>
/// <param name="Data">Random bytes, Ni_b or Nr_b.</param>
public sealed record NoncePayload(ReadOnlyMemory<byte> Data) : IsakmpBody(PayloadType.Nonce)
{
    /// <summary>The shortest nonce.</summary>
    public const int MinLength = 8;

    /// <summary>The longest nonce.</summary>
    public const int MaxLength = 256;

    /// <inheritdoc/>
    public override int Length => Data.Length;

    /// <summary>Reads a body; false outside the permitted lengths.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out NoncePayload? payload)
    {
        payload = null;
        if (body.Length is < MinLength or > MaxLength)
            return false;
        payload = new NoncePayload(body.ToArray());
        return true;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Data.Span);
}
