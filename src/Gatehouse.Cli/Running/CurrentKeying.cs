using Gatehouse.Host.Authentication;

namespace Gatehouse.Cli.Running;

/// <summary>What the policy in force says of keying besides its objects. Exchanged on the node's thread, which is also the one that asks.</summary>
internal sealed class CurrentKeying(LoadedKeying first)
{
    /// <summary>Which module is wanted.</summary>
    public KeyingSettings Wanted { get; private set; } = first.Settings;

    /// <summary>Mechanisms of main mode.</summary>
    public CurrentMechanisms Machines { get; } = new(first.Machines);

    /// <summary>Mechanisms of extended mode.</summary>
    public CurrentMechanisms Users { get; } = new(first.Users);

    /// <summary>Another policy is about to be in force.</summary>
    public void Follow(LoadedKeying keying) => (Wanted, Machines.Current, Users.Current) = (keying.Settings, keying.Machines, keying.Users);
}
