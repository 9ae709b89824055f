using Gatehouse.Model.Ipsec;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>The sections mainMode and quickMode.</summary>
internal static class ProposalShapes
{
    /// <summary>A list of offers longer than this does not fit one datagram anyway.</summary>
    private const int MaxProposals = 32;

    private static readonly NumberShape Positive = new(1, uint.MaxValue);

    private static readonly MappingShape MainModeLifetime = new(
    [
        new("seconds", Positive, "Lifetime of the main-mode SA.", Default: $"{Defaults.MainModeSeconds}"),
        new("quickModes", new NumberShape(0, uint.MaxValue), "Quick modes under one main mode; 0 is unlimited.", Default: $"{Defaults.QuickModeLimit}"),
    ]);

    private static readonly MappingShape QuickModeLifetime = new(
    [
        new("seconds", Positive, "Lifetime of the SA.", Default: $"{Defaults.QuickModeSeconds}"),
        new("kilobytes", Positive, "Traffic in one direction, in units of 1,024 bytes.", Default: $"{Defaults.QuickModeKilobytes}"),
        new("packets", Positive, "Packets in one direction.", Default: $"{Defaults.QuickModePackets}"),
    ]);

    private static readonly MappingShape QuickModeProposal = new(
    [
        new("encryption", Words.EspEncryption.Shape, "ESP encryption; none is NULL encryption. AES-GCM authenticates by itself."),
        new("integrity", Words.PacketIntegrity.Shape, "ESP integrity; required unless the encryption is AES-GCM."),
        new("ah", Words.PacketIntegrity.Shape, "AH, alone or around ESP."),
        new("pfs", Words.Pfs.Shape, "Fresh Diffie-Hellman in quick mode. Default: quickMode.pfs."),
        new("lifetime", QuickModeLifetime, "Default: quickMode.lifetime."),
    ],
        MinKeys: 1);

    private static readonly MappingShape IdleTimeout = new(
    [
        new("seconds", Positive, "An SA without traffic this long is deleted.", Default: $"{Defaults.IdleSeconds}"),
        new("failOverSeconds", Positive, "The same for a peer in a fail-over cluster.", Default: $"{Defaults.IdleFailOverSeconds}"),
    ]);

    public static readonly MappingShape QuickMode = new(
    [
        new(
            "proposals",
            new ListShape(QuickModeProposal, 1, MaxProposals, "proposals"),
            "Offers in order of preference. Default: AES-GCM-128, AES-GCM-256, AES-CBC-128 with SHA-256, AES-CBC-128 with SHA-1."),
        new("lifetime", QuickModeLifetime, "Lifetime of every proposal that has none of its own."),
        new("pfs", Words.Pfs.Shape, "Perfect forward secrecy of every proposal that says nothing about it.", Default: "\"none\""),
        new("idleTimeout", IdleTimeout, "Idle deletion."),
        new(
            "allowClearSeconds",
            new NumberShape(0, uint.MaxValue),
            "Negotiation discovery only: how long a new SA tolerates stragglers in clear. Default: 10 there, 0 in Transport Mode."),
    ]);

    public static MappingShape MainMode(Vocabulary<IkeDhGroup> groups)
    {
        var proposal = new MappingShape(
        [
            new("encryption", Words.MainModeEncryption.Shape, "Cipher of the main-mode SA (CBC).", Required: true),
            new("integrity", Words.MainModeIntegrity.Shape, "Hash, also the pseudo-random function.", Required: true),
            new("group", groups.Shape, "Diffie-Hellman group.", Required: true),
            new("lifetime", MainModeLifetime, "Default: mainMode.lifetime."),
        ]);
        return new MappingShape(
        [
            new(
                "proposals",
                new ListShape(proposal, 1, MaxProposals, "proposals"),
                "Offers in order of preference. Default: AES-256/SHA-384/ECP-384, AES-128/SHA-256/ECP-256, AES-128/SHA-256/MODP-2048, "
                + "AES-128/SHA-1/MODP-2048."),
            new("lifetime", MainModeLifetime, "Lifetime of every proposal that has none of its own."),
        ]);
    }
}
