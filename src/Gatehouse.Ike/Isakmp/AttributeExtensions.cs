namespace Gatehouse.Ike.Isakmp;

/// <summary>Attributes by their names of phase 1 and phase 2.</summary>
public static class AttributeExtensions
{
    /// <summary>The short form (TV) of a phase 1 attribute.</summary>
    public static DataAttribute Basic(this OakleyAttributeType type, ushort value) => DataAttribute.Basic((ushort)type, value);

    /// <summary>The long form (TLV) of a phase 1 attribute with a four-byte number.</summary>
    public static DataAttribute Variable(this OakleyAttributeType type, uint value) => DataAttribute.Variable((ushort)type, value);

    /// <summary>The short form (TV) of a phase 2 attribute.</summary>
    public static DataAttribute Basic(this IpsecAttributeType type, ushort value) => DataAttribute.Basic((ushort)type, value);

    /// <summary>The long form (TLV) of a phase 2 attribute with a four-byte number.</summary>
    public static DataAttribute Variable(this IpsecAttributeType type, uint value) => DataAttribute.Variable((ushort)type, value);

    /// <summary>The number of a phase 1 attribute; null when it is absent.</summary>
    public static ulong? Number(this TransformPayload transform, OakleyAttributeType type) => transform.Find((ushort)type)?.Number;

    /// <summary>The number of a phase 2 attribute; null when it is absent.</summary>
    public static ulong? Number(this TransformPayload transform, IpsecAttributeType type) => transform.Find((ushort)type)?.Number;

    /// <summary>
    /// The lifetimes of a phase 1 transform or of a RESPONDER-LIFETIME of protocol ISAKMP. A duration counts under the life type before it.
    /// </summary>
    public static (ulong? Seconds, ulong? Kilobytes) OakleyLifetimes(this IEnumerable<DataAttribute> attributes) =>
        Lifetimes(attributes, (ushort)OakleyAttributeType.LifeType, (ushort)OakleyAttributeType.LifeDuration);

    /// <summary>The lifetimes of a phase 2 transform or of its RESPONDER-LIFETIME; seconds without a type are none (RFC 2407 section 4.5).</summary>
    public static (ulong? Seconds, ulong? Kilobytes) IpsecLifetimes(this IEnumerable<DataAttribute> attributes) =>
        Lifetimes(attributes, (ushort)IpsecAttributeType.LifeType, (ushort)IpsecAttributeType.LifeDuration);

    private static (ulong? Seconds, ulong? Kilobytes) Lifetimes(IEnumerable<DataAttribute> attributes, ushort typeType, ushort durationType)
    {
        ulong? unit = null;
        ulong? seconds = null;
        ulong? kilobytes = null;
        foreach (var attribute in attributes)
        {
            if (attribute.Type == typeType)
            {
                unit = attribute.Number;
            }
            else if (attribute.Type == durationType)
            {
                if (unit == (ulong)LifeType.Seconds)
                    seconds = attribute.Number;
                else if (unit == (ulong)LifeType.Kilobytes)
                    kilobytes = attribute.Number;
                unit = null;
            }
        }

        return (seconds, kilobytes);
    }
}
