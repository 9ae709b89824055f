using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Reading;

/// <summary>A section under keying to its record.</summary>
internal static class ModuleBinder
{
    public static ModuleSection Bind(PolicyNode node, KeyingModule module, bool discovers)
    {
        var methods = module == KeyingModule.Ike ? Words.IkeMethod : Words.AuthIpMethod;
        var quickMode = node["quickMode"];
        return new ModuleSection
        {
            Module = module,
            Authentication = Methods(node, methods),
            PresharedKey = Psk(node),
            MainMode = ProposalBinder.MainMode(node["mainMode"], module),
            QuickMode = ProposalBinder.QuickMode(quickMode),
            IdleTimeout = new SaIdleTimeout(
                ProposalBinder.Number(quickMode?["idleTimeout"]?["seconds"], Defaults.IdleSeconds),
                ProposalBinder.Number(quickMode?["idleTimeout"]?["failOverSeconds"], Defaults.IdleFailOverSeconds)),
            AllowClearSeconds = ProposalBinder.Number(
                quickMode?["allowClearSeconds"], discovers ? Defaults.AllowClearSeconds : 0),
            ExtendedMode = node["extendedMode"] is { } extended ? new ExtendedModePolicy(Methods(extended, Words.ExtendedModeMethod)) : null,
            WireProfile = AuthIpHostBinder.WireProfile(node["wireProfile"]),
            Kerberos = AuthIpHostBinder.Kerberos(node["kerberos"]),
            Certificate = AuthIpHostBinder.Certificate(node["certificate"]),
            Ntlm = AuthIpHostBinder.Ntlm(node["ntlm"]),
        };
    }

    private static ImmutableArray<AuthenticationMethod> Methods(PolicyNode owner, Vocabulary<AuthenticationMethodType> words) =>
    [
        .. owner["authentication"]!.Items.Select(item => item is MappingNode { Entries: [var only] }
            ? new AuthenticationMethod(words.Read(only.Key), [.. only.Value["trustedRoots"]?.Items.Select(root => root.Text!) ?? []])
            : new AuthenticationMethod(words.Read(item.Text))),
    ];

    private static SecretSource? Psk(PolicyNode module)
    {
        var psk = module["authentication"]!.Items.Select(item => item["psk"]).FirstOrDefault(item => item is not null);
        if (psk?["env"]?.Text is { } variable)
            return new SecretSource.EnvironmentVariable(variable);
        return psk?["file"]?.Text is { } path ? new SecretSource.SecretFile(path) : null;
    }
}
