using System.Text;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Engine;
using Gatehouse.Keying;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Simulation;

/// <summary>Makes nodes for the virtual network: the real engine with seeded entropy and a given pre-shared key.</summary>
public static class SimulatedNode
{
    /// <summary>A node whose every peer shares one key. The same seed makes the same node.</summary>
    public static Node Create(WfpObjectSet objects, string presharedKey, ulong seed, NoSaBehavior onNoSa = NoSaBehavior.Hold)
    {
        var credentials = new OneKey(presharedKey);
        var entropy = new SeededEntropy(seed);
        var options = new NodeOptions { Objects = objects, Credentials = credentials, Entropy = entropy, OnNoSa = onNoSa };
        return new Node(options, policy => new Ikev1Module(policy, credentials, entropy, new Ikev1Options()));
    }

    // Lives as long as its node; a simulated key needs no zeroing before that.
    private sealed class OneKey(string key) : ICredentialSource, IDisposable
    {
        private readonly SecretBytes _key = new(Encoding.UTF8.GetBytes(key));

        public SecretBytes? PresharedKey(AddressPair addresses) => _key;

        public void Dispose() => _key.Dispose();
    }
}
