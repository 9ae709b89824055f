namespace Gatehouse.Host;

/// <summary>What a node may be called. Its name is part of the path of its control socket.</summary>
public static class NodeName
{
    /// <summary>The name outside every named network namespace.</summary>
    public const string Fallback = "host";

    /// <summary>A socket's path holds at most 107 bytes, and a directory comes before the name.</summary>
    public const int MaxLength = 64;

    /// <summary>What a name may be, for error messages.</summary>
    public const string Rule = "1 to 64 characters without slash, space or control character, not beginning with a dot or a dash";

    /// <summary>Whether a name can name a socket.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] is not ('.' or '-') && name.All(c => c is not '/' && !char.IsControl(c) && !char.IsWhiteSpace(c));

    /// <summary>
    /// The name of a node nobody named: its network namespace's, so that two namespaces of one machine, which share /run, never meet at one
    /// control socket; else <see cref="Fallback"/>.
    /// </summary>
    public static string Default(string? networkNamespace) => networkNamespace is not null && IsValid(networkNamespace) ? networkNamespace : Fallback;
}
