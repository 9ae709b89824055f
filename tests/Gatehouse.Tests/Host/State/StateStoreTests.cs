using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Bfe;
using Gatehouse.Host.State;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.State;

public sealed class StateStoreTests : IDisposable
{
    private static readonly StoredPolicy Policy = new("name: test\n", "/etc/gatehouse/test.yaml");

    private readonly string _directory = Directory.CreateTempSubdirectory("gatehouse-state-").FullName;

    private string File => Path.Combine(_directory, "state.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_was_saved_is_there_again_with_every_member()
    {
        using (var store = Open())
            store.Save(Everything(), Policy).Ok.ShouldBeTrue();
        using var again = Open();
        again.Policy.ShouldBe(Policy);
        again.Objects.Count.ShouldBe(Everything().Length);
        foreach (var expected in Everything())
        {
            var read = again.Objects.Single(entry => entry.Object.Key == expected.Object.Key);
            (read.Id, read.Lifetime).ShouldBe((expected.Id, expected.Lifetime));
            Same(read.Object, expected.Object).ShouldBeTrue(read.Object.Name);
        }
    }

    [Fact]
    public void A_deleted_object_is_gone_and_a_dynamic_one_was_never_kept()
    {
        var objects = Everything();
        using (var store = Open())
        {
            store.Save(objects, Policy).Ok.ShouldBeTrue();
            store.Save([objects[^1] with { Type = FwpmChangeType.Delete }], null).Ok.ShouldBeTrue();
            store.Save([objects[^1] with { Id = 99, Lifetime = FwpmLifetime.Dynamic }], null).Ok.ShouldBeTrue();
        }

        using var again = Open();
        again.Objects.Count.ShouldBe(objects.Length - 1);
        again.Policy.ShouldBe(Policy);
    }

    [Fact]
    public void Directory_and_database_are_the_owners_alone()
    {
        var inner = Path.Combine(_directory, "inner");
        using var store = StateStore.Open(inner, out _).ShouldNotBeNull();
        if (OperatingSystem.IsWindows())
            return;
        System.IO.File.GetUnixFileMode(inner).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        System.IO.File.GetUnixFileMode(store.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Another_process_cannot_open_it_at_the_same_time()
    {
        using var store = Open();
        store.Save(Everything(), Policy).Ok.ShouldBeTrue();
        Refused().ShouldContain("another process has it open");
    }

    [Theory]
    [InlineData("PRAGMA user_version = 2", "it has format 2, and this build reads format 1")]
    [InlineData("PRAGMA application_id = 7", "it is not one of Gatehouse's")]
    [InlineData("UPDATE objects SET json = '{}' WHERE type = 5", "cannot be read")]
    [InlineData("UPDATE objects SET json = CAST('{}' AS BLOB) WHERE type = 5", "cannot be read")]
    [InlineData("UPDATE objects SET json = CAST(replace(json, 'Permit', 'Block') AS BLOB)", "not those of the last commit")]
    [InlineData("UPDATE objects SET type = 9 WHERE type = 5", "9 is no type of objects")]
    [InlineData("DELETE FROM objects WHERE type = 5", "not those of the last commit")]
    [InlineData("DROP TABLE meta", "no such table")]
    public void What_is_not_a_store_of_this_build_is_refused_and_said(string sql, string why)
    {
        using (var store = Open())
            store.Save(Everything(), Policy).Ok.ShouldBeTrue();
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this test's own.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        Refused().ShouldContain(why);
        Refused().ShouldContain(File);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));
        Refused().ShouldContain("file is not a database");
        System.IO.File.Delete(File);
        Directory.CreateDirectory(File);
        Refused().ShouldContain(File);
    }

    [Fact]
    public void Flipped_bits_give_the_same_state_or_a_refusal_and_never_another_state()
    {
        using (var store = Open())
            store.Save(Everything(), Policy).Ok.ShouldBeTrue();
        var good = System.IO.File.ReadAllBytes(File);
        var entropy = new SeededEntropy(11);
        var refused = 0;
        for (var round = 0; round < 120; round++)
        {
            var bad = (byte[])good.Clone();
            bad[(int)(entropy.NextUInt64() % (uint)bad.Length)] ^= (byte)(1 << (int)(entropy.NextUInt64() % 8));
            System.IO.File.WriteAllBytes(File, bad);
            using var store = StateStore.Open(_directory, out var failure);
            if (store is null)
            {
                failure.ShouldNotBeNullOrEmpty();
                refused++;
                continue;
            }

            // Room that no row uses may hold anything; and an emptied header is a new store only where nothing else is.
            store.Objects.Count.ShouldBe(Everything().Length, $"round {round}");
            foreach (var expected in Everything())
                Same(store.Objects.Single(entry => entry.Object.Key == expected.Object.Key).Object, expected.Object).ShouldBeTrue($"round {round}");
        }

        refused.ShouldBeGreaterThan(20);
    }

    private static BfeChange[] Everything()
    {
        var owner = FwpmProvider.Gatehouse with { Data = [1, 2, 3], Flags = FwpmProviderFlags.Persistent, ServiceName = "svc" };
        var subLayer = new FwpmSubLayer(Key(2), "sublayer", 77) { Provider = owner.Key, Description = "d", Flags = FwpmSubLayerFlags.Persistent };
        var methods = ImmutableArray.Create(
            new AuthenticationMethod(AuthenticationMethodType.Certificate, ["CN=root \"ü\""]),
            new AuthenticationMethod(AuthenticationMethodType.PresharedKey));
        var mainMode = new MainModePolicy(
            methods, [new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384, 1, 2)], 3);
        var proposals = ImmutableArray.Create(new QuickModeProposal(
            new SaLifetime(1, 2, 3), [new SaTransform(SaTransformType.Ah, IpsecAuthType.Sha1, null)], PfsGroup.MainMode));
        var quickMode = new QuickModePolicy(proposals, IpsecPolicyFlags.NdBoundary, 10, new SaIdleTimeout(300, 60), new ExtendedModePolicy([methods[1]]));
        var tunnel = new TunnelPolicy(proposals, IpsecPolicyFlags.None, IpAddr.Parse("fe80::1%3"), IpAddr.Parse("2001:db8::2"), new SaIdleTimeout(1, 2));
        var filter = new FwpmFilter(
            Key(9),
            "filter",
            FwpmLayer.InboundTransportV6,
            [
                FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Prefix(IpAddr.Parse("2001:db8::"), 32)),
                new FwpmFilterCondition(FwpmConditionField.IpLocalPort, FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, 1, 65535)),
                FwpmFilterCondition.Equal(FwpmConditionField.AleAppId, FwpConditionValue.Opaque(FwpDataType.ByteBlob, FwpBytes.FromString("x"))),
            ],
            FwpActionType.CalloutTerminating,
            new FwpmWeight(FwpmWeightKind.Exact, ulong.MaxValue),
            FwpmCallout.IpsecInboundTransportV6,
            FwpmContext.InboundPersistConnectionSecurity,
            Flags: FwpmFilterFlags.Persistent | FwpmFilterFlags.ClearActionRight)
        {
            SubLayer = subLayer, Provider = owner.Key, Description = "d",
        };
        var foreign = new FwpmFilter(
            Key(10),
            "foreign",
            FwpmLayer.AleAuthConnectV4,
            [
                new FwpmFilterCondition(
                    FwpmConditionField.AleAppId,
                    FwpMatchType.Range,
                    FwpConditionValue.Range(FwpDataType.ByteBlob, FwpBytes.FromString("a"), FwpBytes.FromString("b"))),
            ],
            FwpActionType.CalloutUnknown,
            FwpmWeight.Auto)
        {
            ForeignCallout = Key(3),
        };
        IFwpmObject[] objects =
        [
            owner,
            subLayer,
            new FwpmCalloutObject(Key(3), "callout", FwpmLayer.IpForwardV4, FwpmCalloutFlags.UsesProviderContext, owner.Key) { Description = "d" },
            new ProviderContext(Key(4), "mm", ProviderContextType.IkeMm, mainMode) { Provider = owner.Key, Description = "d" },
            new ProviderContext(Key(5), "qm", ProviderContextType.AuthIpQmTransport, QuickMode: quickMode),
            new ProviderContext(Key(6), "tunnel", ProviderContextType.IkeQmTunnel, Tunnel: tunnel),
            new ProviderContext(Key(7), "keying", ProviderContextType.Keying, Keying: new KeyingPolicy([KeyingModule.IkeV2, KeyingModule.Ike], true)),
            new FwpmFilter(Key(8), "context", FwpmLayer.IkeextV4, [], FwpActionType.Permit, FwpmWeight.Auto, ProviderContext: Key(4)),
            filter,
            foreign,
        ];
        return [.. objects.Select((each, i) => new BfeChange(FwpmChangeType.Add, each, (ulong)(100 + i), Lifetime(i)))];

        static FwpmLifetime Lifetime(int i) => i == 0 ? FwpmLifetime.Persistent : FwpmLifetime.Static;
    }

    private static Guid Key(int number) => new(number, 0, 0, new byte[8]);

    private static bool Same(IFwpmObject a, IFwpmObject b) => (a, b) switch
    {
        (FwpmFilter x, FwpmFilter y) => SameObject.Same(x, y) && x.SubLayer == y.SubLayer,
        (ProviderContext x, ProviderContext y) => SameObject.Same(x, y),
        (FwpmProvider x, FwpmProvider y) => x.Data.SequenceEqual(y.Data) && x with { Data = y.Data } == y,
        _ => a.Equals(b),
    };

    private StateStore Open() => StateStore.Open(_directory, out var failure) ?? throw new InvalidOperationException(failure);

    private string Refused()
    {
        using var store = StateStore.Open(_directory, out var failure);
        store.ShouldBeNull();
        return failure.ShouldNotBeNull();
    }
}
