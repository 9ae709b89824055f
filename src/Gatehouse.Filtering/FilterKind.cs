namespace Gatehouse.Filtering;

/// <summary>What a matching filter means, as far as that can be said beforehand.</summary>
internal enum FilterKind : byte
{
    /// <summary>It depends: ask the filter.</summary>
    Ask,

    /// <summary>A soft permit.</summary>
    Permit,

    /// <summary>A hard block.</summary>
    Block,
}
