using Gatehouse.Host.Authentication;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Cli.Running;

/// <summary>Keying as a policy wants it, ready to be used on this machine: the modules, and AuthIP's mechanisms with their credentials.</summary>
/// <param name="Settings">Which modules.</param>
/// <param name="Machines">Mechanisms of main mode.</param>
/// <param name="Users">Mechanisms of extended mode.</param>
internal sealed record LoadedKeying(KeyingSettings Settings, IGssMechanisms Machines, IGssMechanisms Users)
{
    /// <summary>
    /// Makes it ready, or throws <see cref="RefusalException"/> when this machine cannot do what the policy cannot do without. Asks DNS for the host's name
    /// where the policy does not say it.
    /// </summary>
    public static LoadedKeying Load(PolicyDocument document, Action<string> notice)
    {
        var settings = KeyingSettings.Of(document);
        if (!settings.AuthIp)
            return new LoadedKeying(settings, HostMechanisms.ForMachine(new GssSettings()), HostMechanisms.ForUser(new GssSettings()));
        var section = document.Keying.First(module => module.Module == KeyingModule.AuthIp);
        AuthIpCredentials.Check(section, isAlone: !settings.Ike, notice);
        var machine = AuthIpCredentials.OfMachine(section);
        return new LoadedKeying(settings, HostMechanisms.ForMachine(machine), HostMechanisms.ForUser(AuthIpCredentials.OfUser(section, machine)));
    }
}
