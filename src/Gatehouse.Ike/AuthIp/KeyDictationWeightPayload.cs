using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

// [MS-AIPS] 2.2.3.8
//
// +---------------------------------------------------------------+
// |                     Key Dictation Weight                      |
// +---------------------------------------------------------------+

/// <summary>A Key Dictation Weight payload: the end with the higher weight may dictate keys. This build never sends one and ignores the peer's.</summary>
/// <param name="Weight">Higher wins.</param>
public sealed record KeyDictationWeightPayload(uint Weight) : IsakmpBody(PayloadType.KeyDictationWeight)
{
    /// <inheritdoc/>
    public override int Length => 4;

    /// <summary>Reads a body; false when it is not four bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out KeyDictationWeightPayload? payload)
    {
        var reader = new SpanReader(body);
        var weight = reader.ReadUInt32();
        payload = reader.AtEnd ? new KeyDictationWeightPayload(weight) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteUInt32(Weight);
}
