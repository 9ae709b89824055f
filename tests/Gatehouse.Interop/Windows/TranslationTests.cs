using System.Text.Json;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>Objects that no scenario has: given to the recorder, read by it as Windows reads them, and read back as the records they were.</summary>
public sealed class TranslationTests
{
    private static readonly QuickModeProposal Gcm = new(
        new SaLifetime(3600, 100000, 0x7fffffff),
        [new SaTransform(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes128, IpsecCipherConfig.GcmAes128)],
        PfsGroup.Ecp256);

    private static readonly QuickModeProposal AhAndEsp = new(
        new SaLifetime(7200, 56320, 9),
        [new SaTransform(SaTransformType.Ah, IpsecAuthType.Sha256, null), new SaTransform(SaTransformType.EspCipher, null, IpsecCipherConfig.Cbc3Des)],
        PfsGroup.MainMode);

    private static readonly ExtendedModePolicy Users = new([new AuthenticationMethod(AuthenticationMethodType.Kerberos), new(AuthenticationMethodType.NtlmV2)]);

    private static readonly MainModePolicy MainMode = new(
        [
            new AuthenticationMethod(AuthenticationMethodType.PresharedKey),
            new AuthenticationMethod(AuthenticationMethodType.Certificate, ["CN=Root,O=Example"]),
            new AuthenticationMethod(AuthenticationMethodType.Certificate),
        ],
        [new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384, 28800, 7)],
        MaxDynamicFilters: 3);

    private static readonly SaIdleTimeout Idle = new(300, 60);

    [Theory]
    [InlineData(ProviderContextType.Keying)]
    [InlineData(ProviderContextType.IkeQmTransport)]
    [InlineData(ProviderContextType.IkeQmTunnel)]
    [InlineData(ProviderContextType.AuthIpQmTransport)]
    [InlineData(ProviderContextType.AuthIpQmTunnel)]
    [InlineData(ProviderContextType.IkeMm)]
    [InlineData(ProviderContextType.AuthIpMm)]
    [InlineData(ProviderContextType.IkeV2QmTunnel)]
    [InlineData(ProviderContextType.IkeV2Mm)]
    [InlineData(ProviderContextType.IkeV2QmTransport)]
    public void Every_type_of_provider_context_comes_back_as_it_was(ProviderContextType type)
    {
        using var recorder = new RecordedEngine();
        var objects = new WfpObjectSet([Context(type)], []);
        var installer = new PolicyInstaller(recorder.Engine);
        installer.Apply(objects, new InstallOptions()).Require();

        installer.Compare(objects).Require().IsEmpty.ShouldBeTrue();
        installer.Read().Require().Contexts.ShouldHaveSingleItem().Object.Description.ShouldBe("Zürich ☂");
        RecordedRows.Added(recorder.Calls, "FwpmProviderContextAdd2").ShouldHaveSingleItem().GetProperty("type").GetInt32().ShouldBe((int)type);
        recorder.ShouldBeClean($"{type}");
    }

    [Fact]
    public void Windows_reads_what_the_record_says()
    {
        using var recorder = new RecordedEngine();
        var contexts = new[] { ProviderContextType.IkeMm, ProviderContextType.AuthIpQmTransport, ProviderContextType.IkeV2QmTunnel }.Select(Context);
        new PolicyInstaller(recorder.Engine).Apply(new WfpObjectSet([.. contexts], []), new InstallOptions()).Require();
        var recorded = RecordedRows.Added(recorder.Calls, "FwpmProviderContextAdd2").ToArray();

        var mainMode = recorded[0].GetProperty("mainMode");
        Json(mainMode.GetProperty("proposals")).ShouldBe(
            """[{"cipher":4,"keyLen":0,"rounds":0,"integrity":3,"maxLifetimeSeconds":28800,"dhGroup":5,"quickModeLimit":7}]""");
        var methods = mainMode.GetProperty("authentication").EnumerateArray().ToArray();
        Json(methods[0]).ShouldBe("""{"type":0,"presharedKey":"6578616d706c652d6b6579","flags":0}""");
        methods[1].GetProperty("inbound").GetProperty("configType").GetInt32().ShouldBe(0);
        methods[2].GetProperty("inbound").GetProperty("configType").GetInt32().ShouldBe(2);
        mainMode.GetProperty("maxDynamicFilters").GetInt32().ShouldBe(3);

        var quickMode = recorded[1].GetProperty("quickMode");
        Json(quickMode.GetProperty("proposals")[0]).ShouldBe(
            """{"seconds":3600,"kilobytes":100000,"packets":2147483647,"pfsGroup":4"""
            + ""","transforms":[{"type":4,"authType":3,"authConfig":3,"cipherType":3,"cipherConfig":6}]}""");
        Json(quickMode.GetProperty("proposals")[1].GetProperty("transforms")).ShouldBe(
            """[{"type":1,"authType":2,"authConfig":2},{"type":3,"cipherType":2,"cipherConfig":2}]""");
        Json(quickMode.GetProperty("emPolicy")).ShouldBe("""{"authentication":[{"type":2,"flags":0},{"type":5,"flags":0}],"impersonation":1}""");

        var tunnel = recorded[2].GetProperty("tunnel");
        tunnel.GetProperty("ipVersion").GetInt32().ShouldBe(1);
        tunnel.GetProperty("local").GetString().ShouldBe("20010db8000000000000000000000001");
    }

    [Fact]
    public void Values_of_every_kind_come_back_as_they_were()
    {
        using var recorder = new RecordedEngine();
        var v4 = Filter(FwpmLayer.AleAuthRecvAcceptV4,
        [
            FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Prefix(IpAddr.Parse("192.0.2.0"), 24)),
            FwpmFilterCondition.Equal(FwpmConditionField.IpLocalAddress, FwpConditionValue.Address(IpAddr.Parse("198.51.100.7"))),
            new(FwpmConditionField.IpLocalPort, FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, 5000, 5020)),
            FwpmFilterCondition.Equal(FwpmConditionField.IpLocalInterface, FwpConditionValue.UInt64(0x0006_0080_0000_0000)),
            new(FwpmConditionField.Flags, FwpMatchType.FlagsAllSet, FwpConditionValue.UInt32(2)),
            FwpmFilterCondition.Equal(FwpmConditionField.AleAppId, FwpConditionValue.Opaque(FwpDataType.ByteBlob, FwpBytes.FromString(@"\device\x.exe"))),
            FwpmFilterCondition.Equal(
                FwpmConditionField.AleRemoteUserId, FwpConditionValue.Opaque(FwpDataType.SecurityDescriptor, new FwpBytes([1, 0, 4, 128]))),
        ]);
        var v6 = Filter(FwpmLayer.InboundTransportV6,
        [
            FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Prefix(IpAddr.Parse("2001:db8::"), 32)),
            FwpmFilterCondition.Equal(FwpmConditionField.IpLocalAddress, FwpConditionValue.Address(IpAddr.Parse("2001:db8::7"))),
        ]) with
        { Weight = new FwpmWeight(FwpmWeightKind.Exact, 0xfedc_ba98_7654_3210), RawContext = 0x10 };
        var objects = new WfpObjectSet([], [v4, v6]);
        var installer = new PolicyInstaller(recorder.Engine);
        installer.Apply(objects, new InstallOptions()).Require();

        installer.Compare(objects).Require().IsEmpty.ShouldBeTrue();
        installer.Read().Require().Filters[1].EffectiveWeight.ShouldBe(0xfedc_ba98_7654_3210);
        var conditions = RecordedRows.Added(recorder.Calls, "FwpmFilterAdd0").First().GetProperty("conditions").EnumerateArray()
            .Select(condition => (condition.GetProperty("fieldName").GetString(), Json(condition.GetProperty("value")))).ToArray();
        conditions[0].ShouldBe(("IP_REMOTE_ADDRESS", """{"type":256,"value":{"addr":3221225984,"mask":4294967040}}"""));
        conditions[1].ShouldBe(("IP_LOCAL_ADDRESS", """{"type":3,"value":3325256711}"""));
        conditions[2].ShouldBe(("IP_LOCAL_PORT", """{"type":258,"value":{"low":{"type":2,"value":5000},"high":{"type":2,"value":5020}}}"""));
        recorder.ShouldBeClean("values");
    }

    [Fact]
    public void A_tunnel_is_given_to_Windows_and_taken_away()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        var tunnels = session.ShouldBeAssignableTo<IIpsecTunnels>().ShouldNotBeNull();
        FwpmFilterCondition[] conditions =
        [
            FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Prefix(IpAddr.Parse("198.51.100.0"), 24)),
            FwpmFilterCondition.Equal(FwpmConditionField.IpRemotePort, FwpConditionValue.UInt16(443)),
        ];
        var tunnel = new FwpmIpsecTunnel(
            Context(ProviderContextType.IkeQmTunnel), Context(ProviderContextType.IkeMm), [.. conditions], FwpmTunnelFlags.None, KeyingModule.Ike);
        tunnels.AddTunnel(tunnel).Error.ShouldBe(FwpError.InvalidParameter);
        tunnels.AddTunnel(tunnel with { Conditions = [conditions[0]] }).ThrowIfFailed();

        var call = recorder.Calls[^1].Line;
        call.GetProperty("module").GetString().ShouldBe("a9bbf787-82a8-45bb-a400-5d7e5952c7a9");
        call.GetProperty("mainMode").GetProperty("type").GetInt32().ShouldBe(5);
        Json(call.GetProperty("fields")).ShouldBe("""["IP_REMOTE_ADDRESS"]""");
        session.ProviderContexts.GetByKey(tunnel.Tunnel.Key).Require().Object.Tunnel?.RemoteEndpoint.ShouldBe(IpAddr.Parse("192.0.2.2"));
        tunnels.DeleteTunnelByKey(tunnel.Tunnel.Key).ThrowIfFailed();
        session.ProviderContexts.GetByKey(tunnel.Tunnel.Key).Error.ShouldBe(FwpError.ProviderContextNotFound);
    }

    [Fact]
    public void A_policy_without_its_key_is_refused_before_anything_is_kept()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(new Gatehouse.Windows.WindowsFilterEngine(null));
        var refused = installer.Apply(new WfpObjectSet([Context(ProviderContextType.IkeMm)], []), new InstallOptions());

        refused.Error.ShouldBe(FwpError.NullPointer);
        refused.Detail.ShouldContain("pre-shared key");
        recorder.Calls.Select(call => call.Name).TakeLast(2).ShouldBe(["FwpmTransactionAbort0", "FwpmEngineClose0"]);
        recorder.ShouldBeClean("no key");
    }

    private static ProviderContext Context(ProviderContextType type)
    {
        var context = new ProviderContext(Guid.Parse($"00000000-0000-4000-8000-0000000000{(int)type:d2}"), $"{type}", type) { Description = "Zürich ☂" };
        var extended = type is ProviderContextType.AuthIpQmTransport or ProviderContextType.AuthIpQmTunnel ? Users : null;
        var (local, remote) = type == ProviderContextType.IkeV2QmTunnel ? ("2001:db8::1", "2001:db8::2") : ("192.0.2.1", "192.0.2.2");
        return type switch
        {
            ProviderContextType.Keying => context with { Keying = new KeyingPolicy([KeyingModule.IkeV2, KeyingModule.AuthIp], TerminatingMatch: true) },
            ProviderContextType.IkeMm or ProviderContextType.IkeV2Mm => context with { MainMode = MainMode },
            ProviderContextType.AuthIpMm => context with { MainMode = MainMode with { AuthenticationMethods = [new(AuthenticationMethodType.Anonymous)] } },
            ProviderContextType.IkeQmTunnel or ProviderContextType.AuthIpQmTunnel or ProviderContextType.IkeV2QmTunnel => context with
            {
                Tunnel = new TunnelPolicy([Gcm], IpsecPolicyFlags.None, IpAddr.Parse(local), IpAddr.Parse(remote), Idle, extended),
            },
            _ => context with { QuickMode = new QuickModePolicy([Gcm, AhAndEsp], IpsecPolicyFlags.NdSecure, 10, Idle, extended) },
        };
    }

    private static FwpmFilter Filter(FwpmLayer layer, FwpmFilterCondition[] conditions) => new(
        Guid.Parse($"00000000-0000-4000-9000-0000000000{(int)layer:d2}"), $"{layer}", layer, [.. conditions], FwpActionType.Block, FwpmWeight.Auto);

    private static string Json(JsonElement element) => element.GetRawText();
}
