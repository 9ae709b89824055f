using Gatehouse.Host.Kerberos;
using Gatehouse.Host.Ntlm;
using Gatehouse.Host.Tls;
using Gatehouse.Keying.AuthIp.Gss;

namespace Gatehouse.Host.Authentication;

/// <summary>What this host's mechanisms need to know.</summary>
/// <param name="Kerberos">Names and credentials; null where the policy has no Kerberos.</param>
/// <param name="Tls">Certificates; null where the policy has none.</param>
/// <param name="Ntlm">Users and passwords; null where the policy has no NTLM.</param>
public sealed record GssSettings(KerberosOptions? Kerberos = null, TlsOptions? Tls = null, NtlmOptions? Ntlm = null);

/// <summary>The mechanisms of a host.</summary>
public static class HostMechanisms
{
    /// <summary>What a machine authenticates by, in main mode.</summary>
    public static IGssMechanisms ForMachine(GssSettings settings) => new GssMechanisms([new AnonymousMechanism(), .. Named(settings)]);

    /// <summary>What a user authenticates by, in extended mode, which has no anonymous form.</summary>
    public static IGssMechanisms ForUser(GssSettings settings) => new GssMechanisms([.. Named(settings)]);

    private static IEnumerable<IGssMechanisms> Named(GssSettings settings)
    {
        if (settings.Kerberos is { } kerberos)
            yield return new KerberosMechanism(kerberos);
        if (settings.Tls is { } tls)
            yield return new TlsMechanism(tls);
        if (settings.Ntlm is { } ntlm)
            yield return new NtlmMechanism(ntlm);
    }
}
