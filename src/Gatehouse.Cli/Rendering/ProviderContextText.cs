using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Rendering;

/// <summary>A provider context as rows of a table: one per proposal, what belongs to the whole context in the first of them.</summary>
internal static class ProviderContextText
{
    public static readonly string[] Header = ["NAME", "TYPE", "PROPOSALS", "LIFETIME", "AUTHENTICATION", "FLAGS"];

    public static IEnumerable<string[]> Rows(ProviderContext context)
    {
        var proposals = context.MainMode is { } mainMode
            ? mainMode.Proposals.Select(proposal => (Suite: Suite(proposal), Lifetime: $"{proposal.MaxLifetimeSeconds} s"))
            : context.QuickMode!.Proposals.Select(proposal => (Suite: Suite(proposal), Lifetime: Lifetime(proposal.Lifetime)));
        var first = true;
        foreach (var (suite, lifetime) in proposals)
        {
            yield return first
                ? [context.Name, FilterText.Short(WfpNames.Of(context.Type), "FWPM_IPSEC_"), suite, lifetime, Authentication(context), Flags(context)]
                : ["", "", suite, lifetime, "", ""];
            first = false;
        }
    }

    private static string Suite(MainModeProposal proposal) => string.Join(
        ' ',
        FilterText.Short(IpsecNames.Of(proposal.Cipher), "IKEEXT_CIPHER_"),
        FilterText.Short(IpsecNames.Of(proposal.Integrity), "IKEEXT_INTEGRITY_"),
        FilterText.Short(IpsecNames.Of(proposal.DhGroup), "IKEEXT_DH_"));

    private static string Suite(QuickModeProposal proposal)
    {
        var transforms = string.Join(" + ", proposal.Transforms.Select(Transform));
        return proposal.PfsGroup == PfsGroup.None ? transforms : $"{transforms} {FilterText.Short(IpsecNames.Of(proposal.PfsGroup), "IPSEC_")}";
    }

    private static string Transform(SaTransform transform)
    {
        var parts = new List<string> { transform.Type == SaTransformType.Ah ? "AH" : "ESP" };
        if (transform.Cipher is { } cipher)
            parts.Add(FilterText.Short(IpsecNames.Of(cipher), "IPSEC_CIPHER_CONFIG_"));
        if (transform.Auth is { } auth && transform.Cipher is not (>= IpsecCipherConfig.GcmAes128 and <= IpsecCipherConfig.GcmAes256))
            parts.Add(FilterText.Short(IpsecNames.Of(auth), "IPSEC_AUTH_CONFIG_"));
        return string.Join(' ', parts);
    }

    private static string Lifetime(SaLifetime lifetime) => $"{lifetime.Seconds} s, {lifetime.Kilobytes} KB, {lifetime.Packets} packets";

    private static string Authentication(ProviderContext context)
    {
        if (context.MainMode is { } mainMode)
            return Methods(mainMode.AuthenticationMethods);
        return context.QuickMode?.ExtendedMode is { } extended ? $"extended mode: {Methods(extended.AuthenticationMethods)}" : "-";
    }

    private static string Methods(IEnumerable<AuthenticationMethod> methods) =>
        string.Join(", ", methods.Select(method => FilterText.Short(IpsecNames.Of(method.Type), "IKEEXT_")));

    private static string Flags(ProviderContext context)
    {
        var flags = IpsecNames.Of(context.QuickMode?.Flags ?? IpsecPolicyFlags.None).Select(flag => FilterText.Short(flag, "IPSEC_POLICY_FLAG_"));
        return string.Join(", ", flags.DefaultIfEmpty("-"));
    }
}
