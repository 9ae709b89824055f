using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>
/// What a node of the document may look like. One tree of shapes is both the reader's grammar and the published JSON Schema,
/// so the two cannot drift apart.
/// </summary>
internal abstract record Shape
{
    /// <summary>What would be right, for error messages.</summary>
    public abstract string Expected { get; }
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceShape(ImmutableArray<string> Words) : Shape
{
    public override string Expected => Words.Length == 1 ? Words[0] : $"one of {string.Join(", ", Words)}";
}

/// <summary>A whole number.</summary>
internal sealed record NumberShape(long Minimum, long Maximum) : Shape
{
    public override string Expected => Minimum == Maximum ? $"{Minimum}" : $"a whole number from {Minimum} to {Maximum}";
}

/// <summary>True or false.</summary>
internal sealed record BooleanShape : Shape
{
    public override string Expected => "true or false";
}

/// <summary>A text of a form. The pattern is the schema's; <paramref name="Accepts"/> may be stricter, as no pattern can tell a true address.</summary>
internal sealed record TextShape(string Form, Regex Pattern, Func<string, bool>? Accepts = null) : Shape
{
    public override string Expected => Form;

    /// <summary>A pattern's $ also matches before a last newline, which no value of the document may have.</summary>
    public bool Matches(string text) => !text.EndsWith('\n') && Pattern.IsMatch(text) && (Accepts is null || Accepts(text));
}

/// <summary>A list.</summary>
internal sealed record ListShape(Shape Item, int MinItems, int MaxItems, string What, bool Unique = false) : Shape
{
    public override string Expected => MinItems == 0 ? $"a list of {What}" : $"a list of at least {MinItems} {What}";
}

/// <summary>One key of a mapping.</summary>
/// <param name="Key">The key.</param>
/// <param name="Shape">Its value.</param>
/// <param name="Description">One sentence for the schema and for editors.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Default">What its absence means, as JSON; null when that cannot be said in JSON.</param>
/// <param name="RequiredUnless">It must be there, unless a neighbour says otherwise; null when it may always be missing.</param>
internal sealed record Property(
    string Key, Shape Shape, string Description, bool Required = false, string? Default = null, Neighbour? RequiredUnless = null);

/// <summary>A neighbouring key with one of a few words.</summary>
internal sealed record Neighbour(string Key, ImmutableArray<string> Words);

/// <summary>A mapping with known keys only.</summary>
/// <param name="Properties">The keys.</param>
/// <param name="MinKeys">At least so many of them.</param>
/// <param name="MaxKeys">At most so many of them.</param>
/// <param name="Refusals">Keys people may well try here, each with the reason why it is not one; the schema simply lacks them.</param>
/// <param name="WhyNoScalar">The reason given when somebody writes a plain value instead of the mapping.</param>
/// <param name="Sensitive">True where a secret may have slipped in: nothing unknown is repeated in a message.</param>
internal sealed record MappingShape(
    ImmutableArray<Property> Properties,
    int MinKeys = 0,
    int MaxKeys = int.MaxValue,
    ImmutableDictionary<string, string>? Refusals = null,
    string? WhyNoScalar = null,
    bool Sensitive = false) : Shape
{
    public override string Expected
    {
        get
        {
            var keys = string.Join(", ", Properties.Select(property => property.Key));
            return MaxKeys == 1 ? Properties.Length == 1 ? $"a mapping with {keys}" : $"a mapping with one of {keys}" : $"a mapping of {keys}";
        }
    }
}

/// <summary>One of several shapes of different kinds; the kind of the node decides which one is meant.</summary>
internal sealed record UnionShape(ImmutableArray<Shape> Options, bool Sensitive = false) : Shape
{
    public override string Expected => string.Join(", or ", Options.Select(option => option.Expected));
}
