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
    /// <summary>Every finding. With a refusal among them run ends with exit code 3; notices go to the error stream.</summary>
    public static ImmutableArray<RunFinding> Check(PolicyDocument document)
    {
        var findings = ImmutableArray.CreateBuilder<RunFinding>();
        var modules = document.Keying.Select(module => (module.Module, Findings: Check(module))).ToArray();
        var somebodyCan = modules.Any(entry => IsUsable(entry.Findings));
        foreach (var (module, found) in modules)
        {
            findings.AddRange(!somebodyCan || IsUsable(found)
                ? found
                : found.Where(finding => finding.Kind == RunFindingKind.Refusal)
                    .Select(finding => Notice($"{finding.Text}; {(module == KeyingModule.Ike ? "AuthIP" : "IKE")} only")));
        }

        CheckNeighbourDiscovery(document, findings);
        return findings.ToImmutable();
    }

    /// <summary>The modules of a policy that this build can do. Where it can do one of two, that one negotiates alone.</summary>
    public static ImmutableArray<KeyingModule> Usable(PolicyDocument document) =>
    [
        .. document.Keying.Where(module => IsUsable(Check(module))).Select(module => module.Module),
    ];

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

    private static bool IsUsable(ImmutableArray<RunFinding> findings) => findings.All(finding => finding.Kind != RunFindingKind.Refusal);

    private static ImmutableArray<RunFinding> Check(ModuleSection module)
    {
        var findings = ImmutableArray.CreateBuilder<RunFinding>();
        if (module.Module == KeyingModule.Ike)
            CheckIke(module, findings);
        else
            CheckAuthIp(module, findings);
        return findings.ToImmutable();
    }

    private static void CheckAuthIp(ModuleSection authIp, ImmutableArray<RunFinding>.Builder findings)
    {
        const string Section = "keying.authip";
        if (authIp.Certificate is null)
        {
            CheckCertificate("AuthIP authentication", authIp.Authentication, findings);
            CheckCertificate("extended mode", authIp.ExtendedMode?.AuthenticationMethods ?? [], findings);
        }

        // AuthIP itself knows no SHA-384, so a proposal with it is missed by nobody.
        var proposals = authIp.MainMode.Where(proposal => proposal.Integrity != IkeIntegrityType.Sha384).ToArray();
        CheckProposals("main-mode", proposals.Length == 0 ? [false] : proposals.Select(SupportsInAuthIp), Section, findings);
        CheckProposals("quick-mode", authIp.QuickMode.Select(Supports), Section, findings);
    }

    // Windows chooses from the machine's store; here the policy must say which certificate.
    private static void CheckCertificate(string what, ImmutableArray<AuthenticationMethod> methods, ImmutableArray<RunFinding>.Builder findings)
    {
        var others = methods.Where(method => method.Type != AuthenticationMethodType.Ssl).Select(method => ModuleShapes.WordFor(method.Type)).ToArray();
        if (others.Length == methods.Length)
            return;
        var text = $"{what} by certificate needs keying.authip.certificate, which says where this host's is";
        findings.Add(others.Length == 0 ? Refusal(text) : Notice($"{text}; {string.Join(" and ", others)} only"));
    }

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
