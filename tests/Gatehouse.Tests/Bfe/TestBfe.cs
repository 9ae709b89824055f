using Gatehouse.Base;
using Gatehouse.Bfe;
using Gatehouse.Filtering;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Tests.Bfe;

/// <summary>An engine on a virtual clock. While a call waits, the clock moves on or <see cref="WhileWaiting"/> acts.</summary>
internal sealed class TestBfe : IBfeCommitSink
{
    public TestBfe()
    {
        Engine = BaseFilteringEngine.Create(Options()).Require();
        Session = Open();
    }

    public Instant Now { get; set; } = Instant.FromSeconds(1000);

    public Action? WhileWaiting { get; set; }

    public FwpResult SinkSays { get; set; } = FwpResult.Success;

    public List<BfeChange> Committed { get; } = [];

    public BaseFilteringEngine Engine { get; }

    public IFilterSession Session { get; }

    public BfeOptions Options(IReadOnlyList<BfeChange>? restored = null) => new()
    {
        Entropy = new SeededEntropy(7),
        Clock = () => Now,
        Wait = Wait,
        Sink = this,
        Restored = restored ?? [],
    };

    public IFilterSession Open(FwpmSessionFlags flags = FwpmSessionFlags.None, string name = "test") =>
        Engine.Open(new FwpmSession { Flags = flags, Name = name }).Require();

    public FwpResult Commit(FilterSnapshot filters, IReadOnlyList<BfeChange> changes)
    {
        if (SinkSays.Ok)
            Committed.AddRange(changes);
        return SinkSays;
    }

    private bool Wait(object gate, TimeSpan patience)
    {
        if (WhileWaiting is { } act)
        {
            WhileWaiting = null;
            act();
        }
        else
        {
            Now += patience;
        }

        return true;
    }
}

/// <summary>Objects that obey every rule, to be spoiled by tests.</summary>
internal static class Good
{
    public static FwpmFilter Filter(string name = "filter", Guid? key = null) => new(
        key ?? Guid.Empty,
        name,
        FwpmLayer.OutboundTransportV4,
        [FwpmFilterCondition.Equal(FwpmConditionField.IpProtocol, FwpConditionValue.UInt8(6))],
        FwpActionType.Permit,
        FwpmWeight.Auto);

    public static FwpmFilter CalloutFilter() => Filter() with
    {
        Action = FwpActionType.CalloutTerminating,
        Callout = FwpmCallout.IpsecOutboundTransportV4,
    };

    public static FwpmSubLayer SubLayer(ushort weight = 100) => new(Guid.Empty, "sublayer", weight);

    public static FwpmProvider Provider(Guid? key = null) => new(key ?? Guid.Empty, "provider");

    public static MainModePolicy MainMode => new(
        [new AuthenticationMethod(AuthenticationMethodType.PresharedKey)],
        [new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Group14, 28800)]);

    public static SaTransform Transform => new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Sha1, IpsecCipherConfig.CbcAes128);

    public static QuickModePolicy QuickMode => new(
        [new QuickModeProposal(new SaLifetime(3600, 100000, int.MaxValue), [Transform], PfsGroup.None)], IpsecPolicyFlags.None, 0, new SaIdleTimeout(300, 60));

    public static QuickModePolicy With(params SaTransform[] transforms) =>
        QuickMode with { Proposals = [QuickMode.Proposals[0] with { Transforms = [.. transforms] }] };

    public static ProviderContext Context(MainModePolicy? policy = null, ProviderContextType type = ProviderContextType.IkeMm) =>
        new(Guid.Empty, "main mode", type, policy ?? MainMode);

    public static ProviderContext Context(QuickModePolicy policy, ProviderContextType type = ProviderContextType.IkeQmTransport) =>
        new(Guid.Empty, "quick mode", type, QuickMode: policy);

    public static TunnelPolicy Tunnel => new(
        QuickMode.Proposals, IpsecPolicyFlags.None, IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"), new SaIdleTimeout(300, 60));
}
