using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>Values of one field that no condition in question tells apart.</summary>
/// <param name="IsUnknown">The field has no value (FWP_EMPTY).</param>
/// <param name="Low">The smallest of the numbers, which stands for all of them.</param>
/// <param name="High">No number above this one is among them.</param>
/// <param name="Bytes">Of a field that is no number: the value that stands for them.</param>
/// <param name="Mask">Numbers between low and high are among them when they agree with the smallest in these bits.</param>
internal readonly record struct Atom(bool IsUnknown, UInt128 Low, UInt128 High, FwpBytes? Bytes, UInt128 Mask = default)
{
    public static readonly Atom Unknown = new(true, UInt128.Zero, UInt128.Zero, null);

    /// <summary>True when a number is among them.</summary>
    public bool Has(UInt128 number) => !IsUnknown && Bytes is null && number >= Low && number <= High && (number & Mask) == (Low & Mask);
}
