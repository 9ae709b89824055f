using System.Collections.Immutable;
using System.Text;

namespace Gatehouse.Model.Wfp;

/// <summary>
/// A value that is not a number: a blob, a SID, a security descriptor or a string (UTF-16, as FWP_UNICODE_STRING holds it). Compared by its bytes.
/// </summary>
/// <param name="bytes">The bytes.</param>
public sealed class FwpBytes(ImmutableArray<byte> bytes) : IEquatable<FwpBytes>
{
    /// <summary>The bytes.</summary>
    public ImmutableArray<byte> Value { get; } = bytes;

    /// <summary>A string.</summary>
    public static FwpBytes FromString(string text) => new([.. Encoding.Unicode.GetBytes(text)]);

    /// <inheritdoc/>
    public bool Equals(FwpBytes? other) => other is not null && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FwpBytes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Value.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>Hexadecimal.</summary>
    public override string ToString() => Convert.ToHexString(Value.AsSpan());
}
