namespace Gatehouse.Dataplane.Flows;

/// <summary>Which flows give way first when the table is full. The order of the values is the order of sacrifice.</summary>
internal enum FlowClass : byte
{
    /// <summary>Over, or only begun: what a flood consists of.</summary>
    Cheap = 0,

    /// <summary>Clear and answered. Forgetting a TCP one makes the rest of its connection count as secured, so these go later.</summary>
    Clear,

    /// <summary>Secured TCP. Forgetting one loses no protection: later segments of an unknown connection count as secured.</summary>
    SecureTcp,

    /// <summary>Secured and not TCP: forgetting one would let its next packet start a new, clear flow, so none is ever forgotten before its time.</summary>
    SecureOther,
}

internal static class FlowClasses
{
    public const int Count = 4;

    public static FlowClass Of(in Flow flow)
    {
        if (flow.IsSecure && !flow.IsTcp)
            return FlowClass.SecureOther;
        if (flow.State is FlowState.Opening or FlowState.Closed)
            return FlowClass.Cheap;
        return flow.IsSecure ? FlowClass.SecureTcp : FlowClass.Clear;
    }
}
