using System.Text;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Engine;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Simulation;

/// <summary>Makes nodes for the virtual network: the real engine with seeded entropy and a given pre-shared key.</summary>
public static class SimulatedNode
{
    /// <summary>A node whose every peer shares one key. The same seed makes the same node.</summary>
    /// <param name="objects">Its policy.</param>
    /// <param name="presharedKey">The key.</param>
    /// <param name="seed">Seed of its entropy.</param>
    /// <param name="onNoSa">What becomes of traffic that waits for an SA.</param>
    /// <param name="records">What outlives it, if anything does.</param>
    /// <param name="start">When it begins.</param>
    /// <param name="mechanisms">With it the node has AuthIP beside IKE; which of them a peer gets is for the policy.</param>
    /// <param name="users">Of extended mode; null for the same.</param>
    public static Node Create(
        WfpObjectSet objects,
        string presharedKey,
        ulong seed,
        NoSaBehavior onNoSa = NoSaBehavior.Hold,
        IFlowRecords? records = null,
        Instant start = default,
        IGssMechanisms? mechanisms = null,
        IGssMechanisms? users = null)
    {
        var credentials = new OneKey(presharedKey);
        var entropy = new SeededEntropy(seed);
        var options = new NodeOptions
        {
            Objects = objects,
            Credentials = credentials,
            Entropy = entropy,
            OnNoSa = onNoSa,
            FlowRecords = records,
            Start = start,
        };
        return new Node(options, policy =>
        {
            var ike = new Ikev1Module(policy, credentials, entropy, new Ikev1Options());
            return mechanisms is null ? ike
                : new CoexistingModules(policy, ike, new AuthIpModule(policy, mechanisms, entropy, new AuthIpOptions(), users));
        });
    }

    /// <summary>A node that negotiates by AuthIP with these mechanisms; whatever of their steps may wait takes <see cref="SimulatedHost.StepTime"/>.</summary>
    /// <param name="objects">Its policy.</param>
    /// <param name="mechanisms">What authenticates.</param>
    /// <param name="seed">Seed of its entropy.</param>
    public static Node Create(WfpObjectSet objects, IGssMechanisms mechanisms, ulong seed)
    {
        var entropy = new SeededEntropy(seed);
        var options = new NodeOptions { Objects = objects, Credentials = new OneKey(""), Entropy = entropy };
        return new Node(options, policy => new AuthIpModule(policy, mechanisms, entropy, new AuthIpOptions()));
    }

    // Lives as long as its node; a simulated key needs no zeroing before that.
    private sealed class OneKey(string key) : ICredentialSource, IDisposable
    {
        private readonly SecretBytes _key = new(Encoding.UTF8.GetBytes(key));

        public SecretBytes? PresharedKey(AddressPair addresses) => _key;

        public void Dispose() => _key.Dispose();
    }
}
