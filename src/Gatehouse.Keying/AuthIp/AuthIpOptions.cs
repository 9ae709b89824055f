using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Choices of whoever composes the node; policy stays in the policy.</summary>
public sealed record AuthIpOptions
{
    /// <summary>UDP port of both ends ([MS-AIPS] 2.1).</summary>
    public ushort Port { get; init; } = 500;

    /// <summary>What no public text settles.</summary>
    public AuthIpWireProfile Profile { get; init; } = AuthIpWireProfile.Windows2008R2;

    /// <summary>Use fast quick mode, without its second round trip, where [MS-AIPS] 3.4.7.3 allows it: one proposal, no perfect forward secrecy.</summary>
    public bool FastQuickMode { get; init; } = true;

    /// <summary>Emit each main mode's encryption key, so that a capture can be decrypted. Off unless the operator asked for it.</summary>
    public bool ExportKeys { get; init; }
}
