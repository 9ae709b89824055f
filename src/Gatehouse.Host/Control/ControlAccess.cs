using System.Collections.Frozen;

namespace Gatehouse.Host.Control;

/// <summary>What a client may ask of a node.</summary>
public enum ControlAccess
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>To look: status, filters, explanations, events.</summary>
    Read,

    /// <summary>To change: policy, withdrawal.</summary>
    Write,
}

/// <summary>Who is at the other end of a control connection, as the kernel says; nothing of it can be claimed.</summary>
/// <param name="User">Effective user id when it connected.</param>
/// <param name="Groups">Primary and supplementary group ids.</param>
public sealed record PeerCredentials(uint User, IReadOnlyCollection<uint> Groups);

/// <summary>
/// Which clients may do what: root and the node's own user may do everything, members of the write group too, members of the read group may
/// look. Everybody else is refused.
/// </summary>
/// <param name="ownUser">The node's own user id.</param>
/// <param name="readGroup">The read group, or null.</param>
/// <param name="writeGroup">The write group, or null.</param>
public sealed class ControlAccessRules(uint ownUser, uint? readGroup = null, uint? writeGroup = null)
{
    private static readonly FrozenSet<string> Changing = new[] { ControlCommands.Apply, ControlCommands.Confirm, ControlCommands.Down }.ToFrozenSet();

    /// <summary>The rules of a node that this process's user runs.</summary>
    public static ControlAccessRules ForThisUser(uint? readGroup = null, uint? writeGroup = null) =>
        new(PeerCredentialsReader.OwnUser, readGroup, writeGroup);

    /// <summary>True when users besides the owner may connect at all, so that the socket must be reachable for them.</summary>
    public bool IsShared => readGroup is not null || writeGroup is not null;

    /// <summary>What a client may do.</summary>
    public ControlAccess Of(PeerCredentials peer) =>
        peer.User == 0 || peer.User == ownUser || (writeGroup is { } writers && peer.Groups.Contains(writers)) ? ControlAccess.Write
        : readGroup is { } readers && peer.Groups.Contains(readers) ? ControlAccess.Read
        : ControlAccess.None;

    /// <summary>What a command needs; a command nobody knows needs no more than to be refused.</summary>
    public static ControlAccess Needed(string command) => Changing.Contains(command) ? ControlAccess.Write : ControlAccess.Read;
}
