using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Running;

/// <summary>
/// Compares what a policy says with what this build can enforce. A document may say all that Windows can; run never ignores
/// a part of it in silence.
/// </summary>
public static class RunSupport
{
    /// <summary>The sentence for AuthIP beside IKE.</summary>
    public const string CoexistenceMissing = "AuthIP beside IKE is configured and that is not in this build; IKE only";

    /// <summary>What AuthIP authenticates machines by in this build; whoever adds a mechanism to Gatehouse.Host's set lists it here.</summary>
    public static readonly ImmutableArray<AuthenticationMethodType> AuthIpMethods = [AuthenticationMethodType.Kerberos, AuthenticationMethodType.Anonymous];

    /// <summary>The same of users, in extended mode.</summary>
    public static readonly ImmutableArray<AuthenticationMethodType> ExtendedModeMethods = [AuthenticationMethodType.Kerberos];

    /// <summary>Every finding. With a refusal among them run ends with exit code 3; notices go to the error stream.</summary>
    public static ImmutableArray<RunFinding> Check(PolicyDocument document)
    {
        var findings = ImmutableArray.CreateBuilder<RunFinding>();
        var ike = document.Keying.FirstOrDefault(module => module.Module == KeyingModule.Ike);
        var authIp = document.Keying.FirstOrDefault(module => module.Module == KeyingModule.AuthIp);
        if (ike is not null && authIp is not null)
            findings.Add(Notice(CoexistenceMissing));
        else if (authIp is not null)
            CheckAuthIp(authIp, findings);
        if (ike is not null)
            CheckIke(ike, findings);
        CheckNeighbourDiscovery(document, findings);
        return findings.ToImmutable();
    }

    /// <summary>True for main-mode proposals that this build's IKE offers and accepts.</summary>
    public static bool Supports(MainModeProposal proposal) =>
        proposal.Cipher is IkeCipherType.Aes128 or IkeCipherType.Aes192 or IkeCipherType.Aes256
        && proposal.Integrity is IkeIntegrityType.Sha1 or IkeIntegrityType.Sha256 or IkeIntegrityType.Sha384
        && proposal.DhGroup is IkeDhGroup.Group14 or IkeDhGroup.Ecp256 or IkeDhGroup.Ecp384;

    /// <summary>True for quick-mode proposals that this build's IKE offers and accepts: one ESP transform, encrypted and authenticated.</summary>
    public static bool Supports(QuickModeProposal proposal) =>
        proposal.Transforms is [var transform]
        && EspAlgorithm.From(transform) is not null
        && proposal.PfsGroup is not (PfsGroup.Group1 or PfsGroup.Group2);

    /// <summary>True for main-mode proposals that this build's AuthIP offers and accepts.</summary>
    public static bool SupportsInAuthIp(MainModeProposal proposal) =>
        proposal.Cipher is IkeCipherType.Aes128 or IkeCipherType.Aes192 or IkeCipherType.Aes256 or IkeCipherType.TripleDes
        && proposal.Integrity is IkeIntegrityType.Sha1 or IkeIntegrityType.Sha256
        && proposal.DhGroup is IkeDhGroup.None or IkeDhGroup.Group14 or IkeDhGroup.Ecp256 or IkeDhGroup.Ecp384;

    private static void CheckAuthIp(ModuleSection authIp, ImmutableArray<RunFinding>.Builder findings)
    {
        const string Section = "keying.authip";
        CheckMethods("AuthIP authentication", authIp.Authentication, AuthIpMethods, $"{Section}.authentication", findings);
        if (authIp.ExtendedMode is { } extended)
            CheckMethods("extended mode", extended.AuthenticationMethods, ExtendedModeMethods, $"{Section}.extendedMode.authentication", findings);

        // AuthIP itself knows no SHA-384, so a proposal with it is missed by nobody.
        var proposals = authIp.MainMode.Where(proposal => proposal.Integrity != IkeIntegrityType.Sha384).ToArray();
        CheckProposals("main-mode", proposals.Length == 0 ? [false] : proposals.Select(SupportsInAuthIp), Section, findings);
        CheckProposals("quick-mode", authIp.QuickMode.Select(Supports), Section, findings);
    }

    private static void CheckMethods(
        string what, ImmutableArray<AuthenticationMethod> methods, ImmutableArray<AuthenticationMethodType> known, string place,
        ImmutableArray<RunFinding>.Builder findings)
    {
        var (has, lacks) = (methods.Where(method => known.Contains(method.Type)).ToArray(), methods.Where(method => !known.Contains(method.Type)).ToArray());
        if (lacks.Length == 0)
            return;
        findings.Add(has.Length == 0
            ? Refusal($"{what} by {Names(lacks)} is not in this build; run needs {string.Join(" or ", known.Select(ModuleShapes.WordFor))} under {place}")
            : Notice($"{what} by {Names(lacks)} is not in this build; {Names(has)} only"));
    }

    private static string Names(AuthenticationMethod[] methods) => string.Join(" and ", methods.Select(method => ModuleShapes.WordFor(method.Type)));

    private static void CheckIke(ModuleSection ike, ImmutableArray<RunFinding>.Builder findings)
    {
        var others = ike.Authentication.Where(method => method.Type != AuthenticationMethodType.PresharedKey)
            .Select(method => ModuleShapes.WordFor(method.Type)).ToArray();
        if (others.Length > 0)
        {
            var names = string.Join(" and ", others);
            findings.Add(others.Length == ike.Authentication.Length
                ? Refusal($"IKE authentication by {names} is not in this build; run needs psk under keying.ike.authentication")
                : Notice($"IKE authentication by {names} is not in this build; psk only"));
        }

        CheckProposals("main-mode", ike.MainMode.Select(Supports), "keying.ike", findings);
        CheckProposals("quick-mode", ike.QuickMode.Select(Supports), "keying.ike", findings);
    }

    private static void CheckProposals(string mode, IEnumerable<bool> supported, string section, ImmutableArray<RunFinding>.Builder findings)
    {
        var all = supported.ToArray();
        if (!all.Contains(true))
            findings.Add(Refusal($"no {mode} proposal under {section} is in this build"));
        else if (all.Contains(false))
        {
            var numbers = string.Join(", ", Enumerable.Range(0, all.Length).Where(index => !all[index]).Select(index => index + 1));
            findings.Add(Notice($"{mode} proposal {numbers} under {section} is not in this build and is not offered"));
        }
    }

    /// <summary>Without an ICMPv6 row a neighbour's unicast answer is dropped, and with it all IPv6.</summary>
    private static void CheckNeighbourDiscovery(PolicyDocument document, ImmutableArray<RunFinding>.Builder findings)
    {
        if (document.Families.Contains(IpFamily.V6) && !LeavesNeighbourDiscoveryAlone(document))
            findings.Add(Notice("IPv6 neighbour discovery is not exempt: without icmp under exemptions IPv6 peers may not find each other"));
    }

    private static bool LeavesNeighbourDiscoveryAlone(PolicyDocument document)
    {
        if (document.Exemptions.Any(exemption => exemption.Includes(TrafficMatch.Icmp, IpFamily.V6)))
            return true;
        foreach (var rule in document.Rules)
        {
            var isClear = rule.Scenario == ScenarioKind.Clear;
            if (isClear && rule.Traffic.Includes(TrafficMatch.Icmp, IpFamily.V6))
                return true;
            if (!isClear && rule.Traffic.Covers(IpFamily.V6) && rule.Traffic.Protocol is null or { V6: 58 })
                return false;
        }

        return document.Scenario == ScenarioKind.Clear;
    }

    private static RunFinding Refusal(string text) => new(RunFindingKind.Refusal, text);

    private static RunFinding Notice(string text) => new(RunFindingKind.Notice, text);
}
