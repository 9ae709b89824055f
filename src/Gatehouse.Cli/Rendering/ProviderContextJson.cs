using System.Text.Json.Nodes;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Rendering;

/// <summary>
/// A provider context as JSON. Main-mode and quick-mode contexts have the same properties, null where one of them has nothing to say.
/// Properties may be added later, never renamed.
/// </summary>
internal static class ProviderContextJson
{
    public static JsonObject Of(ProviderContext context) => new()
    {
        ["key"] = context.Key.ToString("D"),
        ["name"] = context.Name,
        ["type"] = WfpNames.Of(context.Type),
        ["flags"] = JsonText.Array(IpsecNames.Of(context.QuickMode?.Flags ?? IpsecPolicyFlags.None)),
        ["authenticationMethods"] = context.MainMode is { } mainMode ? Methods(mainMode.AuthenticationMethods) : null,
        ["proposals"] = new JsonArray([.. Proposals(context)]),
        ["ndAllowClearTimeoutSeconds"] = context.QuickMode?.NdAllowClearTimeoutSeconds,
        ["saIdleTimeout"] = context.QuickMode is { SaIdleTimeout: var idle }
            ? new JsonObject
            {
                ["idleTimeoutSeconds"] = idle.IdleTimeoutSeconds,
                ["idleTimeoutSecondsFailOver"] = idle.IdleTimeoutSecondsFailOver,
            }
            : null,
        ["emPolicy"] = context.QuickMode?.ExtendedMode is { } extended
            ? new JsonObject { ["authenticationMethods"] = Methods(extended.AuthenticationMethods) }
            : null,
    };

    private static IEnumerable<JsonNode> Proposals(ProviderContext context)
    {
        foreach (var proposal in context.MainMode?.Proposals ?? [])
            yield return MainMode(proposal);
        foreach (var proposal in context.QuickMode?.Proposals ?? [])
            yield return QuickMode(proposal);
    }

    private static JsonObject MainMode(MainModeProposal proposal) => new()
    {
        ["cipherAlgorithm"] = IpsecNames.Of(proposal.Cipher),
        ["integrityAlgorithm"] = IpsecNames.Of(proposal.Integrity),
        ["dhGroup"] = IpsecNames.Of(proposal.DhGroup),
        ["quickModeLimit"] = proposal.QuickModeLimit,
        ["lifetimeSeconds"] = proposal.MaxLifetimeSeconds,
        ["lifetimeKilobytes"] = null,
        ["lifetimePackets"] = null,
    };

    private static JsonObject QuickMode(QuickModeProposal proposal) => new()
    {
        ["transforms"] = new JsonArray([.. proposal.Transforms.Select(Transform)]),
        ["pfsGroup"] = IpsecNames.Of(proposal.PfsGroup),
        ["lifetimeSeconds"] = proposal.Lifetime.Seconds,
        ["lifetimeKilobytes"] = proposal.Lifetime.Kilobytes,
        ["lifetimePackets"] = proposal.Lifetime.Packets,
    };

    private static JsonObject Transform(SaTransform transform) => new()
    {
        ["type"] = IpsecNames.Of(transform.Type),
        ["authConfig"] = transform.Auth is { } auth ? IpsecNames.Of(auth) : null,
        ["cipherConfig"] = transform.Cipher is { } cipher ? IpsecNames.Of(cipher) : null,
    };

    private static JsonArray Methods(IEnumerable<AuthenticationMethod> methods) => new([.. methods.Select(Method)]);

    private static JsonObject Method(AuthenticationMethod method)
    {
        var json = new JsonObject { ["type"] = IpsecNames.Of(method.Type) };
        if (method.Type is AuthenticationMethodType.Certificate or AuthenticationMethodType.Ssl)
            json["trustedRoots"] = JsonText.Array(method.TrustedRoots);
        return json;
    }
}
