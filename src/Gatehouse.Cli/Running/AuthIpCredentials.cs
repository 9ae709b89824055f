using System.Collections.Immutable;
using Gatehouse.Host.Authentication;
using Gatehouse.Host.Kerberos;
using Gatehouse.Host.Ntlm;
using Gatehouse.Host.Tls;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Cli.Running;

/// <summary>The credentials that keying.authip names, as the mechanisms want them.</summary>
internal static class AuthIpCredentials
{
    /// <summary>What main mode authenticates by.</summary>
    public static GssSettings OfMachine(ModuleSection section) => new(
        Uses(section, AuthenticationMethodType.Kerberos) ? Kerberos(section) : null,
        section.Certificate is { } certificate ? Tls(section, certificate, section.Authentication) : null,
        Uses(section, AuthenticationMethodType.NtlmV2)
            ? new NtlmOptions { User = section.Ntlm?.Name, PasswordFile = section.Ntlm?.PasswordFile, UserFile = section.Ntlm?.UsersFile }
            : null);

    /// <summary>What extended mode authenticates by: what main mode does, but as the user.</summary>
    public static GssSettings OfUser(ModuleSection section, GssSettings machine)
    {
        var certificate = section.Certificate is { UserChain: { } chain, UserPrivateKey: { } key } both
            ? both with { Chain = chain, PrivateKey = key }
            : section.Certificate;
        return new GssSettings(
            machine.Kerberos is { } kerberos
                ? kerberos with
                {
                    CredentialCache = section.Kerberos.UserCredentialCache,
                    ClientPrincipal = section.Kerberos.UserPrincipal,
                    InitiatesByKeytab = false,
                }
                : null,
            certificate is null ? null : Tls(section, certificate, section.ExtendedMode?.AuthenticationMethods ?? []),
            machine.Ntlm is { } ntlm
                ? ntlm with { User = section.Ntlm?.UserName ?? ntlm.User, PasswordFile = section.Ntlm?.UserPasswordFile ?? ntlm.PasswordFile }
                : null);
    }

    /// <summary>
    /// Libraries are looked for now, so that the node's thread never loads one. Throws <see cref="RefusalException"/> when without them nobody could negotiate.
    /// </summary>
    /// <param name="section">keying.authip.</param>
    /// <param name="isAlone">No other module negotiates.</param>
    /// <param name="notice">Hears what cannot be used yet.</param>
    public static void Check(ModuleSection section, bool isAlone, Action<string> notice)
    {
        Require(section, AuthenticationMethodType.Kerberos, "Kerberos", KerberosMechanism.Missing, isAlone, notice);
        Require(section, AuthenticationMethodType.Ssl, "certificates", TlsMechanism.Missing, isAlone, notice);
        Require(section, AuthenticationMethodType.NtlmV2, "NTLM", NtlmMechanism.Missing, isAlone, notice);
        if (Uses(section, AuthenticationMethodType.Kerberos))
            NoticeFile(Keytab(section.Kerberos.Keytab), "keytab", "Kerberos", notice);
        foreach (var file in new[] { section.Certificate?.Chain, section.Certificate?.PrivateKey, section.Certificate?.Roots })
            NoticeFile(file, "file", "certificate", notice);
        foreach (var file in new[] { section.Ntlm?.PasswordFile, section.Ntlm?.UsersFile })
            NoticeFile(file, "file", "NTLM", notice);
    }

    private static KerberosOptions Kerberos(ModuleSection section)
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

    private static TlsOptions Tls(ModuleSection section, CertificateSection certificate, ImmutableArray<AuthenticationMethod> methods)
    {
        var roots = methods.FirstOrDefault(method => method.Type == AuthenticationMethodType.Ssl)?.TrustedRoots ?? [];
        return new TlsOptions
        {
            Certificate = certificate.Chain, PrivateKey = certificate.PrivateKey, Roots = certificate.Roots, RevocationLists = certificate.RevocationLists,
            TrustedRoots = roots, Secret = section.WireProfile.TlsSecret,
        };
    }

    private static bool Uses(ModuleSection section, AuthenticationMethodType type) =>
        section.Authentication.Concat(section.ExtendedMode?.AuthenticationMethods ?? []).Any(method => method.Type == type);

    private static void Require(
        ModuleSection section, AuthenticationMethodType type, string what, string? missing, bool isAlone, Action<string> notice)
    {
        if (missing is null || !Uses(section, type))
            return;
        var text = $"{what} cannot be used: {missing}";
        var methods = section.ExtendedMode?.AuthenticationMethods ?? [];
        var nothingElse = section.Authentication.All(method => method.Type == type) || (!methods.IsEmpty && methods.All(method => method.Type == type));
        if (isAlone && nothingElse)
            throw new RefusalException(ExitCode.Cannot, text);
        notice(text);
    }

    private static void NoticeFile(string? path, string kind, string method, Action<string> notice)
    {
        if (path is not null && !File.Exists(path))
            notice($"the {kind} {path} does not exist: nobody authenticates by {method} until it does");
    }

    // A keytab may be something else than a file (MEMORY:name); null then.
    private static string? Keytab(string keytab)
    {
        const string FileType = "FILE:";
        var path = keytab.StartsWith(FileType, StringComparison.Ordinal) ? keytab[FileType.Length..] : keytab;
        return path.Contains(':', StringComparison.Ordinal) ? null : path;
    }
}
