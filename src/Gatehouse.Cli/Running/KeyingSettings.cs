using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Running;

namespace Gatehouse.Cli.Running;

/// <summary>Who negotiates for a node, as its policy says and this build can.</summary>
/// <param name="Ike">IKEv1 does.</param>
/// <param name="AuthIp">AuthIP does.</param>
/// <param name="Profile">AuthIP's wire profile; null without AuthIP.</param>
internal sealed record KeyingSettings(bool Ike, bool AuthIp, AuthIpWireProfile? Profile)
{
    /// <summary>A module of the policy that this build cannot do leaves the field to the other.</summary>
    public static KeyingSettings Of(PolicyDocument document)
    {
        var usable = RunSupport.Usable(document);
        var authIp = usable.Contains(KeyingModule.AuthIp) ? document.Keying.First(module => module.Module == KeyingModule.AuthIp) : null;
        return new KeyingSettings(usable.Contains(KeyingModule.Ike), authIp is not null, authIp?.WireProfile);
    }

    /// <summary>True for a module that negotiates.</summary>
    public bool Has(KeyingModule module) => module == KeyingModule.AuthIp ? AuthIp : Ike;
}
