using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Cli.Running;

/// <summary>Who negotiates for a node.</summary>
internal enum KeyingKind
{
    /// <summary>IKEv1 alone; also for a policy in which nobody negotiates, and as long as this build has no coexistence for one with both.</summary>
    Ike,

    /// <summary>AuthIP alone.</summary>
    AuthIp,
}

/// <summary>What a keying module is made with. A policy that says another one gets another module; what else it says, the module asks for.</summary>
/// <param name="Kind">Who negotiates.</param>
/// <param name="Profile">AuthIP's wire profile: SAs made under another cannot go on.</param>
internal sealed record KeyingSettings(KeyingKind Kind, AuthIpWireProfile Profile)
{
    public static KeyingSettings Of(PolicyDocument document) => document.Keying is [{ Module: KeyingModule.AuthIp } only]
        ? new KeyingSettings(KeyingKind.AuthIp, only.WireProfile)
        : new KeyingSettings(KeyingKind.Ike, AuthIpWireProfile.Windows2008R2);
}
