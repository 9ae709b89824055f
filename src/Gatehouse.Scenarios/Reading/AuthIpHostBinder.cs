using Gatehouse.Model.AuthIp;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Reading;

/// <summary>What keying.authip says to the host that runs the policy: the wire profile, and where credentials are.</summary>
internal static class AuthIpHostBinder
{
    public static AuthIpWireProfile WireProfile(PolicyNode? node)
    {
        if ((node?.Text ?? node?[WireProfileShape.Base]?.Text) is not { } name || !WireProfileShape.Names.TryRead(name, out var profile))
            profile = AuthIpWireProfile.Windows2008R2;
        foreach (var option in WireProfileShape.Options)
        {
            if (node?[option.Key]?.Text is { } value)
                profile = option.Set(profile, value);
        }

        return profile;
    }

    public static KerberosSection Kerberos(PolicyNode? node)
    {
        var standard = KerberosSection.Default;
        if (node is null)
            return standard;
        var (peers, user) = (node["peerNames"], node["user"]);
        return new KerberosSection
        {
            LocalName = node["localName"]?.Text,
            Keytab = node["keytab"]?.Text ?? standard.Keytab,
            CredentialCache = node["credentialCache"]?.Text ?? standard.CredentialCache,
            ClientPrincipal = node["clientPrincipal"]?.Text,
            PeerClasses = peers?["classes"] is { } classes ? [.. classes.Items.Select(item => item.Text!)] : standard.PeerClasses,
            PeerDomains = [.. peers?["domains"]?.Items.Select(item => item.Text!) ?? []],
            PeerMachineNames = peers?["machineNames"]?.Text is not { } word || word is "true" or "True" or "TRUE",
            UserCredentialCache = user?["credentialCache"]?.Text,
            UserPrincipal = user?["clientPrincipal"]?.Text,
        };
    }

    public static CertificateSection? Certificate(PolicyNode? node) => node?["chain"]?.Text is not { } chain ? null : new CertificateSection(
        chain, node["privateKey"]?.Text ?? "", node["roots"]?.Text, node["revocationLists"]?.Text,
        node["user"]?["chain"]?.Text, node["user"]?["privateKey"]?.Text);

    public static NtlmSection? Ntlm(PolicyNode? node) => node is null ? null : new NtlmSection(
        node["name"]?.Text, node["passwordFile"]?.Text, node["usersFile"]?.Text, node["user"]?["name"]?.Text, node["user"]?["passwordFile"]?.Text);
}
