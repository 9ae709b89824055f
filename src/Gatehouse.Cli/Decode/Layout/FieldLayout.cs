namespace Gatehouse.Cli.Decode.Layout;

/// <summary>One field of a payload's body.</summary>
/// <param name="Name">As the specification calls it.</param>
/// <param name="Kind">How its bytes read.</param>
/// <param name="Size">Bytes; 0 for all that is left, or what the kind says.</param>
/// <param name="Names">Names of its values or bits.</param>
internal sealed record FieldLayout(string Name, FieldKind Kind, int Size = 0, IReadOnlyDictionary<ulong, string>? Names = null);

/// <summary>A payload.</summary>
/// <param name="Number">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Section">Where it is specified.</param>
/// <param name="Fields">Its body, in order.</param>
internal sealed record PayloadLayout(byte Number, string Name, string Section, params FieldLayout[] Fields);
