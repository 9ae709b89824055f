using Gatehouse.Base;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Running;

/// <summary>The path MTU that fits whichever suite of the policy is negotiated.</summary>
internal static class InnerMtu
{
    /// <summary>The longest inner packet for a link MTU, under the suite that adds most; the link's own where nothing is ever sealed.</summary>
    public static Func<int, IpFamily, int> For(WfpObjectSet objects)
    {
        var algorithms = objects.ProviderContexts
            .Where(context => context.QuickMode is not null)
            .SelectMany(context => context.QuickMode!.Proposals)
            .SelectMany(proposal => proposal.Transforms)
            .Select(EspAlgorithm.From)
            .OfType<EspAlgorithm>()
            .Distinct()
            .ToArray();
        return (linkMtu, family) => algorithms
            .Select(algorithm => EspOverhead.MaxInnerPacket(algorithm, family, linkMtu))
            .DefaultIfEmpty(linkMtu)
            .Min();
    }
}
