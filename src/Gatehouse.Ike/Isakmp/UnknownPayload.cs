using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

/// <summary>A payload kept as bytes: a private number, or a known one (CERT, SIG, NAT-OA…) whose body this build does not take apart.</summary>
/// <param name="Type">Its number.</param>
/// <param name="Data">The body.</param>
public sealed record UnknownPayload(PayloadType Type, ReadOnlyMemory<byte> Data) : IsakmpBody(Type)
{
    /// <inheritdoc/>
    public override int Length => Data.Length;

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer) => writer.WriteBytes(Data.Span);
}
