namespace Gatehouse.Ike.Isakmp;

/// <summary>A payload of a received message: its content taken apart, and its bytes as they came, because hashes cover those.</summary>
/// <param name="Type">Its number.</param>
/// <param name="Offset">Where its generic header stands, from the first byte of the message.</param>
/// <param name="Body">The bytes behind the generic header ("_b").</param>
/// <param name="Content">The body taken apart.</param>
public sealed record IsakmpPayload(PayloadType Type, int Offset, ReadOnlyMemory<byte> Body, IsakmpBody Content)
{
    /// <summary>The first byte behind the payload, from the first byte of the message.</summary>
    public int End => Offset + GenericHeader.Size + Body.Length;
}
