using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>What a provider context says, without key and name, as properties to compare.</summary>
internal static class ContextText
{
    public static IEnumerable<(string Name, string Value)> Properties(ProviderContext context)
    {
        yield return ("type", WfpNames.Of(context.Type));
        if (context.MainMode is { } mainMode)
        {
            yield return ("authenticationMethods", Methods(mainMode.AuthenticationMethods));
            yield return ("proposals", string.Join("; ", mainMode.Proposals.Select(MainMode)));
            yield return ("maxDynamicFilters", $"{mainMode.MaxDynamicFilters}");
        }

        if (context.QuickMode is not { } quickMode)
            yield break;
        yield return ("flags", string.Join(" ", IpsecNames.Of(quickMode.Flags)));
        yield return ("proposals", string.Join("; ", quickMode.Proposals.Select(QuickMode)));
        yield return ("ndAllowClearTimeoutSeconds", $"{quickMode.NdAllowClearTimeoutSeconds}");
        yield return ("saIdleTimeout", $"{quickMode.SaIdleTimeout.IdleTimeoutSeconds}/{quickMode.SaIdleTimeout.IdleTimeoutSecondsFailOver} s");
        yield return ("emPolicy", quickMode.ExtendedMode is { } extended ? Methods(extended.AuthenticationMethods) : "");
    }

    private static string MainMode(MainModeProposal proposal) =>
        $"{IpsecNames.Of(proposal.Cipher)} {IpsecNames.Of(proposal.Integrity)} {IpsecNames.Of(proposal.DhGroup)}"
        + $" {proposal.MaxLifetimeSeconds} s {proposal.QuickModeLimit} quick modes";

    private static string QuickMode(QuickModeProposal proposal) =>
        $"{string.Join("+", proposal.Transforms.Select(Transform))} {IpsecNames.Of(proposal.PfsGroup)}"
        + $" {proposal.Lifetime.Seconds} s {proposal.Lifetime.Kilobytes} KB {proposal.Lifetime.Packets} packets";

    private static string Transform(SaTransform transform)
    {
        var auth = transform.Auth is { } algorithm ? $" {IpsecNames.Of(algorithm)}" : "";
        var cipher = transform.Cipher is { } config ? $" {IpsecNames.Of(config)}" : "";
        return IpsecNames.Of(transform.Type) + auth + cipher;
    }

    private static string Methods(IEnumerable<AuthenticationMethod> methods) => string.Join(
        ", ",
        methods.Select(Method));

    private static string Method(AuthenticationMethod method) =>
        method.TrustedRoots.IsEmpty ? IpsecNames.Of(method.Type) : $"{IpsecNames.Of(method.Type)} of {string.Join(" | ", method.TrustedRoots)}";
}
