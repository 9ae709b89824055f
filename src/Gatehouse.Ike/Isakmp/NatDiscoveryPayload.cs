using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 3947 section 3.2
//
// +---------------------------------------------------------------+
// |       HASH of (CKY-I | CKY-R | IP | Port), variable           |
// +---------------------------------------------------------------+

/// <summary>A NAT-D payload: the first of a message hashes the receiver's address, the following the sender's own.</summary>
/// <param name="Type">NAT-D under its RFC number or the draft's.</param>
/// <param name="Hash">The negotiated hash's output.</param>
public sealed record NatDiscoveryPayload(PayloadType Type, ReadOnlyMemory<byte> Hash) : IsakmpBody(Type)
{
    /// <summary>NAT-D under the number of RFC 3947.</summary>
    public NatDiscoveryPayload(ReadOnlyMemory<byte> hash)
        : this(PayloadType.NatDiscovery, hash)
    {
    }

    /// <inheritdoc/>
    public override int Length => Hash.Length;

    /// <summary>Reads a body that came under the given number.</summary>
    public static bool TryRead(PayloadType type, ReadOnlySpan<byte> body, [NotNullWhen(true)] out NatDiscoveryPayload? payload)
    {
        payload = body.IsEmpty ? null : new NatDiscoveryPayload(type, body.ToArray());
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Hash.Span);
}
