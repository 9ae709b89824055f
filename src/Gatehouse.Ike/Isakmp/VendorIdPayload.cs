using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.16
//
// +---------------------------------------------------------------+
// |                     Vendor ID (variable)                      |
// +---------------------------------------------------------------+

/// <summary>A vendor ID payload: it announces a feature and commits to nothing.</summary>
/// <param name="Id">Usually the MD5 of a text, sometimes with a version behind it.</param>
public sealed record VendorIdPayload(ReadOnlyMemory<byte> Id) : IsakmpBody(PayloadType.VendorId)
{
    /// <inheritdoc/>
    public override int Length => Id.Length;

    /// <summary>Reads a body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out VendorIdPayload? payload)
    {
        payload = null;
        payload = new VendorIdPayload(body.ToArray());
        return true;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Id.Span);
}
