using Gatehouse.Base;

namespace Gatehouse.Dataplane.Flows;

/// <summary>
/// What makes packets one flow, the same for both directions: addresses, protocol and ports relative to this host. ICMP questions and answers
/// are one flow by question type and identifier; who asked is part of the key, because two hosts may ping each other with one identifier.
/// </summary>
/// <param name="Local">This host's address.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="Protocol">IP protocol.</param>
/// <param name="LocalPort">This host's port; for ICMP the type, plus 256 when the peer asked.</param>
/// <param name="RemotePort">The peer's port; for ICMP the identifier, or the code where there is none.</param>
public readonly record struct FlowKey(IpAddr Local, IpAddr Remote, byte Protocol, ushort LocalPort, ushort RemotePort)
{
    /// <summary>Both ends.</summary>
    public AddressPair Addresses => new(Local, Remote);

    /// <summary>A hash under two secret seeds, so that nobody outside can aim at one bucket.</summary>
    public ulong Hash(ulong seed1, ulong seed2)
    {
        var ports = ((ulong)Protocol << 32) | ((ulong)LocalPort << 16) | RemotePort;
        var hash = Mix(seed1 ^ (ulong)Local.Value, seed2 ^ (ulong)Remote.Value);
        hash = Mix(hash ^ (ulong)(Local.Value >> 64), seed1 ^ (ulong)(Remote.Value >> 64));
        return Mix(hash ^ ports, seed2 ^ Local.ScopeId ^ ((ulong)Remote.ScopeId << 32));
    }

    // The folded 128-bit product, as in wyhash: every input bit reaches every output bit.
    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left | 1, right | 1, out var low);
        return high ^ low ^ left;
    }
}
