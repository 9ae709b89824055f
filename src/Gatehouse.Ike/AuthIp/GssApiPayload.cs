using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

// [MS-AIPS] 2.2.3.1. The vendor byte of IKEv1's payload of the same number does not exist here.
//
// +---------------------------------------------------------------+
// |                            Status                             |
// +---------------+-----------------------------------------------+
// |     Flags     |               Token (variable)                |
// +---------------+-----------------------------------------------+

/// <summary>A GSS-API payload: one token of the authentication, or the news that it failed.</summary>
/// <param name="Status">0, or the Windows error the sender met.</param>
/// <param name="Flags">Where the authentication stands.</param>
/// <param name="Token">May be empty: anonymous authentication, a failure, or a responder that has nothing left to say.</param>
public sealed record GssApiPayload(uint Status, GssApiFlags Flags, ReadOnlyMemory<byte> Token) : IsakmpBody(PayloadType.GssToken)
{
    private const int FixedSize = 5;

    /// <inheritdoc/>
    public override int Length => FixedSize + Token.Length;

    /// <summary>Reads a body. Flags nobody knows are kept and mean nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out GssApiPayload? payload)
    {
        var reader = new SpanReader(body);
        var status = reader.ReadUInt32();
        var flags = (GssApiFlags)reader.ReadByte();
        var token = reader.ReadRest();
        payload = reader.Ok ? new GssApiPayload(status, flags, token.ToArray()) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer)
    {
        writer.WriteUInt32(Status);
        writer.WriteByte((byte)Flags);
        writer.WriteBytes(Token.Span);
    }
}
