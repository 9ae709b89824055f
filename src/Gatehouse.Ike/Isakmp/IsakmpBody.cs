using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

/// <summary>
/// The content of a payload, without its generic header. Byte fields compare by reference, so compare <see cref="ToBytes"/> where content counts.
/// </summary>
/// <param name="Type">The payload number it is sent under.</param>
public abstract record IsakmpBody(PayloadType Type)
{
    /// <summary>Bytes of the body.</summary>
    public abstract int Length { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public abstract void Write(ref SpanWriter writer);

    /// <summary>The body alone, the "_b" of RFC 2409 section 3.2.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        var writer = new SpanWriter(bytes);
        Write(ref writer);
        return bytes;
    }
}
