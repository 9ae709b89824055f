namespace Gatehouse.Simulation.Invariants;

/// <summary>What a host has promised for a flow, in the order of strictness.</summary>
public enum FlowRule
{
    /// <summary>Nothing: a plain host.</summary>
    None,

    /// <summary>An exemption, or a policy that leaves the flow in clear, on an enforced host: only what was protected before stays so.</summary>
    Permitted,

    /// <summary>Clear may be sent and accepted, but never after protected.</summary>
    Requested,

    /// <summary>As <see cref="Requested"/>, and a new inbound connection must be protected.</summary>
    InboundRequired,

    /// <summary>Nothing in clear, either way.</summary>
    Required,

    /// <summary>Nothing at all.</summary>
    Blocked,
}
