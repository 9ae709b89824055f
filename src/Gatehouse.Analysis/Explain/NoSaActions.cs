using Gatehouse.Dataplane;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Analysis.Explain;

/// <summary>What a policy says of packets without SA, in the words of the packet path.</summary>
public static class NoSaActions
{
    /// <summary>The behaviour that an action of a document asks for.</summary>
    public static NoSaBehavior ToBehavior(this NoSaAction action) => action == NoSaAction.Drop ? NoSaBehavior.Drop : NoSaBehavior.Hold;
}
