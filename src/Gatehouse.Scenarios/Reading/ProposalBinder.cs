using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Reading;

/// <summary>The sections mainMode and quickMode to lists of proposals.</summary>
internal static class ProposalBinder
{
    public static ImmutableArray<MainModeProposal> MainMode(PolicyNode? section, KeyingModule module)
    {
        var groups = module == KeyingModule.Ike ? Words.IkeGroup : Words.AuthIpGroup;
        var seconds = Number(section?["lifetime"]?["seconds"], Defaults.MainModeSeconds);
        var quickModes = Number(section?["lifetime"]?["quickModes"], Defaults.QuickModeLimit);
        if (section?["proposals"] is not { } proposals)
            return [.. Defaults.MainMode.Select(suite => new MainModeProposal(suite.Cipher, suite.Integrity, suite.Group, seconds, quickModes))];
        return
        [
            .. proposals.Items.Select(proposal => new MainModeProposal(
                Words.MainModeEncryption.Read(proposal["encryption"]?.Text),
                Words.MainModeIntegrity.Read(proposal["integrity"]?.Text),
                groups.Read(proposal["group"]?.Text),
                Number(proposal["lifetime"]?["seconds"], seconds),
                Number(proposal["lifetime"]?["quickModes"], quickModes))),
        ];
    }

    public static ImmutableArray<QuickModeProposal> QuickMode(PolicyNode? section)
    {
        var lifetime = Lifetime(
            section?["lifetime"], new SaLifetime(Defaults.QuickModeSeconds, Defaults.QuickModeKilobytes, Defaults.QuickModePackets));
        var pfs = Pfs(section?["pfs"], PfsGroup.None);
        if (section?["proposals"] is not { } proposals)
            return [.. Defaults.QuickMode.Select(transform => new QuickModeProposal(lifetime, [transform], pfs))];
        return
        [
            .. proposals.Items.Select(proposal => new QuickModeProposal(
                Lifetime(proposal["lifetime"], lifetime), Transforms(proposal), Pfs(proposal["pfs"], pfs))),
        ];
    }

    public static uint Number(PolicyNode? node, uint absent) => node?.Text is { } text ? uint.Parse(text) : absent;

    private static SaLifetime Lifetime(PolicyNode? node, SaLifetime absent) =>
        new(Number(node?["seconds"], absent.Seconds), Number(node?["kilobytes"], absent.Kilobytes), Number(node?["packets"], absent.Packets));

    private static PfsGroup Pfs(PolicyNode? node, PfsGroup absent) => node is null ? absent : Words.Pfs.Read(node.Text);

    /// <summary>ESP before AH, the order WFP wants when a proposal has both.</summary>
    private static ImmutableArray<SaTransform> Transforms(PolicyNode proposal)
    {
        var transforms = ImmutableArray.CreateBuilder<SaTransform>();
        if (proposal["encryption"]?.Text is { } word)
        {
            var encryption = Words.EspEncryption.Read(word);
            var integrity = encryption.OwnIntegrity ?? Words.PacketIntegrity.Read(proposal["integrity"]?.Text);
            var type = encryption.Cipher is null ? SaTransformType.EspAuth : SaTransformType.EspAuthAndCipher;
            transforms.Add(new SaTransform(type, integrity, encryption.Cipher));
        }

        if (proposal["ah"]?.Text is { } ah)
            transforms.Add(new SaTransform(SaTransformType.Ah, Words.PacketIntegrity.Read(ah), null));
        return transforms.DrainToImmutable();
    }
}
