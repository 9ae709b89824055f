using System.Reflection;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Scenarios.Shapes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>keying.authip.wireProfile and keying.authip.kerberos: what a policy says to the host that runs it.</summary>
public sealed class AuthIpHostTests
{
    private const string Kerberos = "authentication: [kerberos]";

    private static readonly PropertyInfo[] Members =
        [.. typeof(AuthIpWireProfile).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.Name != "Name")];

    [Fact]
    public void Every_member_of_the_record_has_its_key_and_every_key_its_member() =>
        WireProfileShape.Options.Select(option => option.Key).Order(StringComparer.Ordinal)
            .ShouldBe(Members.Select(member => char.ToLowerInvariant(member.Name[0]) + member.Name[1..]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_word_of_every_key_sets_its_member_and_no_other()
    {
        foreach (var option in WireProfileShape.Options)
        {
            var member = Members.Single(member => string.Equals(member.Name, option.Key, StringComparison.OrdinalIgnoreCase));
            var words = option.Shape is ChoiceShape choice ? choice.Words : ["9"];
            if (member.PropertyType.IsEnum)
                words.Length.ShouldBe(Enum.GetValues(member.PropertyType).Length, option.Key);
            var seen = new HashSet<object>();
            foreach (var word in words)
            {
                var profile = Section($"{Kerberos}, wireProfile: {{ {option.Key}: {word} }}").WireProfile;
                seen.Add(member.GetValue(profile)!).ShouldBeTrue($"{option.Key}: {word}");
                foreach (var other in Members.Where(other => other != member))
                    other.GetValue(profile).ShouldBe(other.GetValue(AuthIpWireProfile.Windows2008R2), $"{option.Key}: {word} changes {other.Name}");
            }

            option.Default.Trim('"').ShouldBeOneOf([.. words, "8"]);
            option.Set(AuthIpWireProfile.Windows2008R2, option.Default.Trim('"')).ShouldBe(AuthIpWireProfile.Windows2008R2);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(", wireProfile: windows-2008r2")]
    [InlineData(", wireProfile: {}")]
    [InlineData(", wireProfile: { base: windows-2008r2 }")]
    public void The_default_is_that_of_windows_2008_r2(string profile) => Section(Kerberos + profile).WireProfile.ShouldBe(AuthIpWireProfile.Windows2008R2);

    [Theory]
    [InlineData("wireProfile: windows-2012", "keying.authip.wireProfile", "'windows-2012' is not known here; did you mean windows-2008r2?")]
    [InlineData("wireProfile: { keysplit: cipher-first }", "keying.authip.wireProfile.keysplit", "did you mean keySplit?")]
    [InlineData("wireProfile: { keySplit: cipher }", "keying.authip.wireProfile.keySplit", "'cipher' is not known here")]
    [InlineData("wireProfile: { version: 0 }", "keying.authip.wireProfile.version", "'0' is out of range")]
    [InlineData("wireProfile: []", "keying.authip.wireProfile", "a list cannot stand here")]
    [InlineData("kerberos: { password: x }", "keying.authip.kerberos.password", "a password is never written into the policy")]
    [InlineData("kerberos: { localName: 'a b' }", "keying.authip.kerberos.localName", "right form")]
    [InlineData("kerberos: { peerNames: { classes: ['h/x'] } }", "keying.authip.kerberos.peerNames.classes[0]", "right form")]
    [InlineData("certificate: { chain: /c }", "keying.authip.certificate.privateKey", "privateKey is missing")]
    [InlineData("certificate: { chain: /c, privateKey: /k, passphrase: x }", "keying.authip.certificate.passphrase", "without passphrase")]
    [InlineData("ntlm: { password: x }", "keying.authip.ntlm.password", "a password is never written into the policy")]
    [InlineData("ntlm: { name: 'a:b' }", "keying.authip.ntlm.name", "right form")]
    [InlineData("ntlm: { user: { name: alice } }", "keying.authip.ntlm.user", "there is no user to authenticate")]
    [InlineData("kerberos: { user: { credentialCache: 'MEMORY:u' } }", "keying.authip.kerberos.user", "there is no user to authenticate")]
    public void What_is_wrong_is_named_with_its_place(string more, string path, string message) =>
        ShouldFail($"authentication: [kerberos, certificate, ntlm], {more}", path, message);

    [Theory]
    [InlineData("kerberos", "{ keytab: /k }")]
    [InlineData("certificate", "{ chain: /c, privateKey: /k }")]
    [InlineData("ntlm", "{ name: alice }")]
    public void Credentials_that_no_method_uses_are_an_error(string method, string section) =>
        ShouldFail($"authentication: [anonymous], {method}: {section}", $"keying.authip.{method}", "no method of authentication uses it");

    [Fact]
    public void Ike_has_neither()
    {
        var result = Read("ike: { authentication: [kerberos], wireProfile: windows-2008r2, kerberos: { keytab: /k }, ntlm: {} }");
        result.Errors.Select(error => $"{error.Path}: {error.Message}").ShouldBe(
            ["keying.ike.wireProfile: only AuthIP has it", "keying.ike.kerberos: only AuthIP has it", "keying.ike.ntlm: only AuthIP has it"]);
    }

    [Fact]
    public void Every_key_of_kerberos_is_read()
    {
        var kerberos = Section($$"""
            {{Kerberos}}, extendedMode: { authentication: [kerberos] }, kerberos: { localName: host/a.example.com, keytab: /etc/a.keytab,
            credentialCache: 'FILE:/run/a', clientPrincipal: 'A$@EXAMPLE.COM', peerNames: { classes: [host, ipsec], domains: [.example.com],
            machineNames: false }, user: { credentialCache: 'FILE:/run/u', clientPrincipal: alice } }
            """.ReplaceLineEndings(" ")).Kerberos;
        (kerberos.LocalName, kerberos.Keytab, kerberos.CredentialCache, kerberos.ClientPrincipal)
            .ShouldBe(("host/a.example.com", "/etc/a.keytab", "FILE:/run/a", "A$@EXAMPLE.COM"));
        kerberos.PeerClasses.ShouldBe(["host", "ipsec"]);
        kerberos.PeerDomains.ShouldBe([".example.com"]);
        (kerberos.PeerMachineNames, kerberos.UserCredentialCache, kerberos.UserPrincipal).ShouldBe((false, "FILE:/run/u", "alice"));
        Section(Kerberos).Kerberos.ShouldBe(KerberosSection.Default);
        Section($"{Kerberos}, kerberos: {{}}").Kerberos.ShouldBe(KerberosSection.Default);
    }

    [Fact]
    public void Every_key_of_certificate_and_ntlm_is_read()
    {
        var section = Section("""
            authentication: [certificate, ntlm], extendedMode: { authentication: [certificate, ntlm] },
            certificate: { chain: /c, privateKey: /k, roots: /r, revocationLists: /l, user: { chain: /uc, privateKey: /uk } },
            ntlm: { name: 'LAB\a', passwordFile: /p, usersFile: /u, user: { name: alice, passwordFile: /up } }
            """.ReplaceLineEndings(" "));
        section.Certificate.ShouldBe(new CertificateSection("/c", "/k", "/r", "/l", "/uc", "/uk"));
        section.Ntlm.ShouldBe(new NtlmSection(@"LAB\a", "/p", "/u", "alice", "/up"));
        var plain = Section("authentication: [certificate, ntlm]");
        plain.Certificate.ShouldBeNull();
        plain.Ntlm.ShouldBeNull();
    }

    [Fact]
    public void No_wfp_object_comes_of_them()
    {
        var plain = ScenarioCompiler.Compile(Read($"authip: {{ {Kerberos} }}").Document!);
        var with = ScenarioCompiler.Compile(Read($"authip: {{ {Kerberos}, wireProfile: {{ version: 9 }}, kerberos: {{ keytab: /k }} }}").Document!);
        with.Filters.Length.ShouldBe(plain.Filters.Length);
        with.ProviderContexts.Select(context => context.Key).ShouldBe(plain.ProviderContexts.Select(context => context.Key));
        string.Join('|', with.ProviderContexts).ShouldBe(string.Join('|', plain.ProviderContexts));
    }

    private static void ShouldFail(string section, string path, string message)
    {
        var error = Read($"authip: {{ {section} }}").Errors.ShouldHaveSingleItem();
        error.Path.ShouldBe(path);
        error.Message.ShouldContain(message);
    }

    private static ModuleSection Section(string section)
    {
        var result = Read($"authip: {{ {section} }}");
        result.ErrorLines().ShouldBeEmpty();
        return result.Document!.Keying.Single(module => module.Module == KeyingModule.AuthIp);
    }

    private static PolicyReadResult Read(string keying) =>
        PolicyReader.Read($"gatehouse: 1\nscenario: transport-mode\nkeying: {{ {keying} }}", "policy.yaml");
}
