using Gatehouse.Host.Authentication;
using Gatehouse.Host.Kerberos;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Cli.Running;

/// <summary>Keying as a policy wants it, ready to be used on this machine: the module, and AuthIP's mechanisms with their credentials.</summary>
/// <param name="Settings">Which module.</param>
/// <param name="Machines">Mechanisms of main mode.</param>
/// <param name="Users">Mechanisms of extended mode.</param>
internal sealed record LoadedKeying(KeyingSettings Settings, GssMechanismSet Machines, GssMechanismSet Users)
{
    /// <summary>
    /// Makes it ready, or throws <see cref="RefusalException"/> when this machine cannot do what the policy cannot do without. Asks DNS for the host's name
    /// where the policy does not say it.
    /// </summary>
    public static LoadedKeying Load(PolicyDocument document, Action<string> notice)
    {
        var settings = KeyingSettings.Of(document);
        var section = settings.Kind == KeyingKind.AuthIp ? document.Keying[0] : null;
        if (section is null || !Uses(section.Authentication) && !Uses(section.ExtendedMode?.AuthenticationMethods ?? []))
            return new LoadedKeying(settings, GssMechanismSet.ForMachine(new GssSettings()), GssMechanismSet.ForUser(new GssSettings()));
        CheckLibrary(section, notice);
        var machine = Machine(section);
        CheckKeytab(section.Kerberos.Keytab, notice);
        var user = machine with
        {
            CredentialCache = section.Kerberos.UserCredentialCache, ClientPrincipal = section.Kerberos.UserPrincipal, InitiatesByKeytab = false,
        };
        return new LoadedKeying(settings, GssMechanismSet.ForMachine(new GssSettings(machine)), GssMechanismSet.ForUser(new GssSettings(user)));
    }

    private static KerberosOptions Machine(ModuleSection section)
    {
        var kerberos = section.Kerberos;
        return new KerberosOptions
        {
            LocalName = kerberos.LocalName
                ?? (section.WireProfile.PrincipalForm == PrincipalForm.Machine ? HostPrincipal.Machine() : HostPrincipal.Service()),
            Keytab = kerberos.Keytab,
            CredentialCache = kerberos.CredentialCache,
            ClientPrincipal = kerberos.ClientPrincipal,
            PeerNames = new PrincipalRule(kerberos.PeerClasses, kerberos.PeerDomains, kerberos.PeerMachineNames),
        };
    }

    private static bool Uses(IReadOnlyList<AuthenticationMethod> methods) => methods.Any(method => method.Type == AuthenticationMethodType.Kerberos);

    // Looked for now, so that the node's thread never loads a library.
    private static void CheckLibrary(ModuleSection section, Action<string> notice)
    {
        if (KerberosMechanism.Missing is not { } missing)
            return;
        var alone = section.Authentication.All(method => method.Type == AuthenticationMethodType.Kerberos) || section.ExtendedMode is not null;
        if (alone)
            throw new RefusalException(ExitCode.Cannot, $"Kerberos cannot be used: {missing}");
        notice($"Kerberos cannot be used: {missing}");
    }

    private static void CheckKeytab(string keytab, Action<string> notice)
    {
        const string File = "FILE:";
        var path = keytab.StartsWith(File, StringComparison.Ordinal) ? keytab[File.Length..] : keytab;
        if (!path.Contains(':', StringComparison.Ordinal) && !System.IO.File.Exists(path))
            notice($"the keytab {path} does not exist: nobody authenticates by Kerberos until it does");
    }
}
