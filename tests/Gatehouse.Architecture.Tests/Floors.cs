namespace Gatehouse.Architecture.Tests;

/// <summary>
/// The dependency law, as docs/architecture.md tells it. A room sees only rooms on lower floors, and of those only the ones listed here.
/// A new edge is a decision: write down why in docs/decisions/floors-layout.md, then add it.
/// </summary>
internal static class Floors
{
    public static readonly IReadOnlyDictionary<string, int> Of = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Base"] = 0,
        ["Packets"] = 1,
        ["Crypto"] = 1,
        ["Ike"] = 1,
        ["Model"] = 1,
        ["Filtering"] = 2,
        ["Keying"] = 2,
        ["Scenarios"] = 2,
        ["Dataplane"] = 3,
        ["Bfe"] = 3,
        ["Engine"] = 4,
        ["Analysis"] = 4,
        ["Linux"] = 5,
        ["Windows"] = 5,
        ["Simulation"] = 5,
        ["Host"] = 5,
        ["Cli"] = 6,
    };

    /// <summary>What each room may refer to, besides Base, which everybody may.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> May = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Base"] = [],
        ["Packets"] = [],
        ["Crypto"] = [],
        ["Ike"] = [],
        ["Model"] = [],
        ["Filtering"] = ["Model"],
        ["Keying"] = ["Ike", "Crypto", "Model"],
        ["Scenarios"] = ["Model"],
        ["Dataplane"] = ["Filtering", "Packets", "Crypto", "Model"],
        ["Bfe"] = ["Filtering", "Model"],
        ["Engine"] = ["Dataplane", "Keying", "Filtering", "Model"],
        ["Analysis"] = ["Dataplane", "Filtering", "Scenarios", "Packets", "Model"],
        ["Linux"] = ["Engine", "Dataplane", "Packets", "Model"],
        ["Windows"] = ["Model"],
        ["Simulation"] = ["Engine", "Scenarios", "Keying", "Ike", "Dataplane", "Packets", "Model"],
        ["Host"] = ["Bfe", "Engine", "Keying", "Ike", "Packets", "Model"],
        ["Cli"] = [.. Of.Keys.Where(room => room is not "Base" and not "Cli")],
    };

    /// <summary>The last floor that does no I/O.</summary>
    public const int LastSansIo = 4;

    /// <summary>Rooms a packet passes through: no async, LINQ or logging there.</summary>
    public static readonly string[] Hot = ["Packets", "Filtering", "Dataplane"];

    /// <summary>Floor of a project such as "Gatehouse.Keying".</summary>
    public static int FloorOf(string project) => Of[ShortName(project)];

    public static string ShortName(string project) => project["Gatehouse.".Length..];
}
