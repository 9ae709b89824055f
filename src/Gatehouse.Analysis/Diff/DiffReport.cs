using System.Collections.Immutable;
using Gatehouse.Analysis.Explain;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>What happened to an object.</summary>
public enum ObjectChangeKind
{
    /// <summary>Only the second set has it.</summary>
    Added,

    /// <summary>Only the first set has it.</summary>
    Removed,

    /// <summary>Both have it, with other properties.</summary>
    Changed,

    /// <summary>Both have it, under another key or name.</summary>
    Renamed,
}

/// <summary>One property that differs; an empty text where a side has none.</summary>
/// <param name="Name">As in JSON.</param>
/// <param name="Before">In the first set.</param>
/// <param name="After">In the second set.</param>
public readonly record struct PropertyChange(string Name, string Before, string After);

/// <summary>One object that differs.</summary>
/// <param name="Kind">How.</param>
/// <param name="Type">filter or providerContext.</param>
/// <param name="Key">Its key; that of the first set where it was renamed.</param>
/// <param name="Name">Its name.</param>
/// <param name="Properties">What differs of a changed or renamed one.</param>
public sealed record ObjectChange(ObjectChangeKind Kind, string Type, Guid Key, string Name, ImmutableArray<PropertyChange> Properties);

/// <summary>Packets that are treated otherwise, with one of them as an example.</summary>
/// <param name="Layer">Where the two sets say different things.</param>
/// <param name="Question">The packet, and the situation in which it shows.</param>
/// <param name="Before">What becomes of it by the first set.</param>
/// <param name="After">What becomes of it by the second set.</param>
/// <param name="BeforeVote">What the layer says by the first set, in one word and with the name of the filter that says so.</param>
/// <param name="AfterVote">The same by the second set.</param>
public sealed record BehaviourChange(FwpmLayer Layer, Question Question, Explanation Before, Explanation After, string BeforeVote, string AfterVote);

/// <summary>The difference between two sets of objects.</summary>
/// <param name="Objects">Objects that differ.</param>
/// <param name="Behaviour">Packets that are treated otherwise; one example for each pair of deciding filters.</param>
/// <param name="IsExhaustive">
/// Every packet was looked at, so that no entry means no difference. Otherwise the sets fall apart into too many regions, and packets at the
/// corners of their conditions were looked at instead.
/// </param>
/// <param name="Examined">How many packets were classified by both.</param>
public sealed record DiffReport(ImmutableArray<ObjectChange> Objects, ImmutableArray<BehaviourChange> Behaviour, bool IsExhaustive, int Examined)
{
    /// <summary>Neither objects nor behaviour differ.</summary>
    public bool IsSame => Objects.IsEmpty && Behaviour.IsEmpty;
}
