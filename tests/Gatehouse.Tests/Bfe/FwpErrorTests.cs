using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Bfe;

/// <summary>Each FWP_E_* code that can arise here, by the mistake that makes it arise. docs/wfp-errors.md lists them, and those that cannot.</summary>
public sealed class FwpErrorTests
{
    private static readonly Guid Nowhere = Guid.Parse("11111111-2222-3333-4444-555555555555");

    private static readonly (FwpError Error, Func<TestBfe, FwpResult> Mistake)[] Cases =
    [
        (FwpError.CalloutNotFound, bfe => Add(bfe, Good.Filter() with { Action = FwpActionType.CalloutTerminating })),
        (FwpError.CalloutNotFound, bfe => bfe.Session.Callouts.DeleteByKey(Nowhere)),
        (FwpError.CalloutNotFound, bfe => Add(bfe, OfAnotherVendor())),
        (FwpError.ConditionNotFound, bfe => Add(bfe, WithCondition(FwpmConditionField.AleAppId, FwpMatchType.Equal, FwpConditionValue.Unknown))),
        (FwpError.FilterNotFound, bfe => bfe.Session.Filters.GetByKey(Nowhere).Outcome),
        (FwpError.FilterNotFound, bfe => bfe.Session.Filters.DeleteById(ulong.MaxValue)),
        (FwpError.LayerNotFound, bfe => Add(bfe, Good.Filter() with { Layer = (FwpmLayer)999 })),
        (FwpError.LayerNotFound, bfe => bfe.Session.Filters.Enum(new FwpmEnumTemplate { Layer = (FwpmLayer)999 }).Outcome),
        (FwpError.ProviderNotFound, bfe => Add(bfe, Good.Filter() with { Provider = Nowhere })),
        (FwpError.ProviderContextNotFound, bfe => Add(bfe, Mm(Nowhere))),
        (FwpError.SublayerNotFound, bfe => Add(bfe, Good.Filter() with { SubLayer = Good.SubLayer() with { Key = Nowhere } })),
        (FwpError.AlreadyExists, AddTwice),
        (FwpError.AlreadyExists, bfe => bfe.Engine.Open(bfe.Session.Session).Outcome),
        (FwpError.InUse, DeleteWhatIsReferredTo),
        (FwpError.DynamicSessionInProgress, bfe => bfe.Open(FwpmSessionFlags.Dynamic).SetOption(FwpmEngineOption.CollectNetEvents, 0)),
        (FwpError.WrongSession, DeleteWhatAnotherDynamicSessionAdded),
        (FwpError.NoTxnInProgress, bfe => bfe.Session.CommitTransaction()),
        (FwpError.NoTxnInProgress, bfe => bfe.Session.AbortTransaction()),
        (FwpError.TxnInProgress, bfe => Begun(bfe).BeginTransaction()),
        (FwpError.TxnInProgress, bfe => Begun(bfe).SetOption(FwpmEngineOption.CollectNetEvents, 0)),
        (FwpError.TxnAborted, LetAnotherWaitTooLong),
        (FwpError.SessionAborted, UseAfterShutdown),
        (FwpError.IncompatibleTxn, bfe => Add(Begun(bfe, FwpmTransactionMode.ReadOnly), Good.Filter())),
        (FwpError.Timeout, WaitInVain),
        (FwpError.NetEventsDisabled, EnumWithCollectionOff),
        (FwpError.IncompatibleLayer, bfe => Add(bfe, Good.CalloutFilter() with { Layer = FwpmLayer.InboundTransportV4 })),
        (FwpError.IncompatibleLayer, AddForeignAtAnotherLayer),
        (FwpError.LifetimeMismatch, PersistentNeedsPersistent),
        (FwpError.LifetimeMismatch, bfe => Add(bfe.Open(FwpmSessionFlags.Dynamic), Good.Filter() with { Flags = FwpmFilterFlags.Persistent })),
        (FwpError.BuiltinObject, bfe => bfe.Session.SubLayers.DeleteByKey(FwpmSubLayer.Universal.Key)),
        (FwpError.NullPointer, bfe => bfe.Session.Filters.Add(null!).Outcome),
        (FwpError.NullPointer, bfe => Add(bfe, Good.Context() with { MainMode = null })),
        (FwpError.InvalidEnumerator, bfe => Add(bfe, WithCondition(FwpmConditionField.IpProtocol, (FwpMatchType)99, FwpConditionValue.UInt8(6)))),
        (FwpError.InvalidFlags, bfe => Add(bfe, Good.Filter() with { Flags = FwpmFilterFlags.Disabled })),
        (FwpError.InvalidFlags, bfe => bfe.Engine.Open(new FwpmSession { Flags = (FwpmSessionFlags)0x10 }).Outcome),
        (FwpError.InvalidNetMask, bfe => Add(bfe, WithAddress(FwpConditionValue.Prefix(IpAddr.Parse("192.0.2.0"), 33)))),
        (FwpError.InvalidRange, bfe => Add(bfe, WithPort(FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, 9, 8)))),
        (FwpError.InvalidInterval, EnumBackwards),
        (FwpError.ZeroLengthArray, bfe => Add(bfe, Good.Context(Good.QuickMode with { Proposals = [] }))),
        (FwpError.ZeroLengthArray, bfe => Add(bfe, Good.Context(Good.MainMode with { AuthenticationMethods = [] }))),
        (FwpError.NullDisplayName, bfe => Add(bfe, Good.Filter(""))),
        (FwpError.NullDisplayName, bfe => bfe.Session.Providers.Add(Good.Provider() with { Name = "" }).Outcome),
        (FwpError.InvalidActionType, bfe => Add(bfe, Good.Filter() with { Action = (FwpActionType)0x2006 })),
        (FwpError.InvalidWeight, bfe => Add(bfe, Good.Filter() with { Weight = new FwpmWeight(FwpmWeightKind.Range, 16) })),
        (FwpError.MatchTypeMismatch, bfe => Add(bfe, WithPort(FwpMatchType.Prefix, FwpConditionValue.UInt16(80)))),
        (FwpError.TypeMismatch, bfe => Add(bfe, WithPort(FwpMatchType.Equal, FwpConditionValue.UInt8(80)))),
        (FwpError.OutOfBounds, bfe => Add(bfe, WithPort(FwpMatchType.Equal, FwpConditionValue.UInt16(0) with { Low = 65536 }))),
        (FwpError.Reserved, bfe => Add(bfe, InboundCallout() with { RawContext = 0x0100000000000000 })),
        (FwpError.DuplicateCondition, RepeatFarApart),
        (FwpError.DuplicateKeymod, bfe => Add(bfe, Keying(KeyingModule.Ike, KeyingModule.Ike))),
        (FwpError.ActionIncompatibleWithLayer, bfe => Add(bfe, Good.Filter() with { Layer = FwpmLayer.AleFlowEstablishedV4 })),
        (FwpError.ActionIncompatibleWithSublayer, bfe => Add(bfe, Good.Filter() with { SubLayer = FwpmSubLayer.Inspection })),
        (FwpError.ContextIncompatibleWithLayer, bfe => Add(bfe, Mm(Context(bfe)) with { Layer = FwpmLayer.OutboundTransportV4 })),
        (FwpError.ContextIncompatibleWithCallout, CalloutThatTakesNoContext),
        (FwpError.IncompatibleAuthMethod, bfe => Add(bfe, Good.Context(type: ProviderContextType.AuthIpMm))),
        (FwpError.IncompatibleDhGroup, bfe => Add(bfe, Good.Context(WithoutGroup()))),
        (FwpError.EmNotSupported, bfe => Add(bfe, Good.Context(Good.QuickMode with { ExtendedMode = Em() }))),
        (FwpError.NeverMatch, bfe => bfe.Session.Providers.Enum(new FwpmEnumTemplate { Layer = FwpmLayer.IpsecV4 }).Outcome),
        (FwpError.ProviderContextMismatch, bfe => Add(bfe, Mm(Context(bfe)) with { Layer = FwpmLayer.IpsecV4 })),
        (FwpError.ProviderContextMismatch, bfe => Add(bfe, Good.Context() with { Type = ProviderContextType.IkeQmTransport })),
        (FwpError.InvalidParameter, BothContexts),
        (FwpError.TooManySublayers, AddSubLayersUntilFull),
        (FwpError.InvalidAuthTransform, bfe => Add(bfe, Good.Context(Good.With(Good.Transform with { Auth = null })))),
        (FwpError.InvalidCipherTransform, bfe => Add(bfe, Good.Context(Good.With(Good.Transform with { Cipher = null })))),
        (FwpError.IncompatibleCipherTransform, bfe => Add(bfe, Good.Context(Good.With(Good.Transform with { Cipher = IpsecCipherConfig.GcmAes128 })))),
        (FwpError.InvalidTransformCombination, bfe => Add(bfe, Good.Context(Good.With(Good.Transform, Good.Transform)))),
        (FwpError.DuplicateAuthMethod, bfe => Add(bfe, Good.Context(TwiceTheSame()))),
        (FwpError.InvalidTunnelEndpoint, bfe => Add(bfe, Tunnel(Good.Tunnel with { RemoteEndpoint = IpAddr.Parse("2001:db8::1") }))),
        (FwpError.InvalidTunnelEndpoint, bfe => Add(bfe, Tunnel(Good.Tunnel with { RemoteEndpoint = IpAddr.Parse("224.0.0.1") }))),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_mistake_has_its_code_and_changes_nothing(int number)
    {
        var (error, mistake) = Cases[number];
        var bfe = new TestBfe();
        var result = mistake(bfe);
        result.Error.ShouldBe(error, result.ToString());
        result.Detail.Length.ShouldBeGreaterThan(10);
        result.ToString().ShouldStartWith("FWP_E_");
        bfe.Session.Dispose();
        bfe.Engine.Filters.Filters.ShouldNotContain(filter => filter.Filter.Name == "");
    }

    [Fact]
    public void Every_code_that_can_arise_has_a_mistake()
    {
        // Reference section 7.3; what this engine has no call for stands in docs/wfp-errors.md.
        FwpError[] cannot = [FwpError.NotFound];
        uint[] demanded =
        [
            .. Span(0x01, 0x12), 0x14, 0x16, 0x17, .. Span(0x1C, 0x20), .. Span(0x22, 0x2F), .. Span(0x30, 0x32), .. Span(0x34, 0x36), .. Span(0x38, 0x3D),
        ];
        demanded.Select(code => (FwpError)(0x80320000 + code)).Except(Cases.Select(row => row.Error)).ShouldBe(cannot);
    }

    private static IEnumerable<uint> Span(uint first, uint last) => Enumerable.Range((int)first, (int)(last - first + 1)).Select(code => (uint)code);

    private static FwpResult Add(TestBfe bfe, FwpmFilter filter) => Add(bfe.Session, filter);

    private static FwpResult Add(IFilterSession session, FwpmFilter filter) => session.Filters.Add(filter).Outcome;

    private static FwpResult Add(TestBfe bfe, ProviderContext context) => bfe.Session.ProviderContexts.Add(context).Outcome;

    private static FwpmFilter WithCondition(FwpmConditionField field, FwpMatchType match, FwpConditionValue value) =>
        Good.Filter() with { Conditions = [new FwpmFilterCondition(field, match, value)] };

    private static FwpmFilter WithPort(FwpMatchType match, FwpConditionValue value) => WithCondition(FwpmConditionField.IpRemotePort, match, value);

    private static FwpmFilter WithAddress(FwpConditionValue value) => WithCondition(FwpmConditionField.IpRemoteAddress, FwpMatchType.Equal, value);

    private static FwpmFilter Mm(Guid context) => new(
        Guid.Empty, "mm", FwpmLayer.IkeextV4, [], FwpActionType.Permit, FwpmWeight.Auto, ProviderContext: context, Flags: FwpmFilterFlags.HasProviderContext);

    private static Guid Context(TestBfe bfe)
    {
        var id = bfe.Session.ProviderContexts.Add(Good.Context()).Require();
        return bfe.Session.ProviderContexts.GetById(id).Require().Object.Key;
    }

    private static FwpmFilter InboundCallout() => Good.Filter() with
    {
        Layer = FwpmLayer.InboundTransportV4,
        Action = FwpActionType.CalloutTerminating,
        Callout = FwpmCallout.IpsecInboundTransportV4,
    };

    private static ProviderContext Keying(params KeyingModule[] modules) =>
        new(Guid.Empty, "keying", ProviderContextType.Keying, Keying: new KeyingPolicy([.. modules]));

    private static ProviderContext Tunnel(TunnelPolicy policy) => new(Guid.Empty, "tunnel", ProviderContextType.IkeQmTunnel, Tunnel: policy);

    private static ExtendedModePolicy Em() => new([new AuthenticationMethod(AuthenticationMethodType.Kerberos)]);

    private static MainModePolicy WithoutGroup() => Good.MainMode with { Proposals = [Good.MainMode.Proposals[0] with { DhGroup = IkeDhGroup.None }] };

    private static MainModePolicy TwiceTheSame()
    {
        var methods = Good.MainMode.AuthenticationMethods;
        return Good.MainMode with { AuthenticationMethods = [.. methods, .. methods] };
    }

    private static IFilterSession Begun(TestBfe bfe, FwpmTransactionMode mode = FwpmTransactionMode.ReadWrite)
    {
        bfe.Session.BeginTransaction(mode).Ok.ShouldBeTrue();
        return bfe.Session;
    }

    private static FwpmFilter OfAnotherVendor() => Good.Filter() with { Action = FwpActionType.CalloutTerminating, ForeignCallout = Nowhere };

    private static FwpResult AddForeignAtAnotherLayer(TestBfe bfe)
    {
        bfe.Session.Callouts.Add(new FwpmCalloutObject(Nowhere, "driver", FwpmLayer.OutboundTransportV4)).Outcome.Ok.ShouldBeTrue();
        Add(bfe, OfAnotherVendor()).Ok.ShouldBeTrue();
        bfe.Session.Filters.Enum(new FwpmEnumTemplate { Callout = Nowhere }).Require().Length.ShouldBe(1);
        bfe.Session.Callouts.DeleteByKey(Nowhere).Error.ShouldBe(FwpError.InUse);
        return Add(bfe, OfAnotherVendor() with { Layer = FwpmLayer.InboundTransportV4 });
    }

    private static FwpResult AddTwice(TestBfe bfe)
    {
        Add(bfe, Good.Filter(key: Nowhere)).Ok.ShouldBeTrue();
        return Add(bfe, Good.Filter(key: Nowhere));
    }

    private static FwpResult DeleteWhatIsReferredTo(TestBfe bfe)
    {
        var context = Context(bfe);
        Add(bfe, Mm(context)).Ok.ShouldBeTrue();
        return bfe.Session.ProviderContexts.DeleteByKey(context);
    }

    private static FwpResult DeleteWhatAnotherDynamicSessionAdded(TestBfe bfe)
    {
        var id = bfe.Open(FwpmSessionFlags.Dynamic).Filters.Add(Good.Filter()).Require();
        return bfe.Session.Filters.DeleteById(id);
    }

    private static FwpResult LetAnotherWaitTooLong(TestBfe bfe)
    {
        Begun(bfe).Filters.Add(Good.Filter()).Ok.ShouldBeTrue();
        var other = bfe.Engine.Open(new FwpmSession { TransactionWaitTimeout = Timeout.InfiniteTimeSpan }).Require();
        other.Filters.Add(Good.Filter()).Ok.ShouldBeTrue();
        return bfe.Session.CommitTransaction();
    }

    private static FwpResult UseAfterShutdown(TestBfe bfe)
    {
        bfe.Engine.Shutdown();
        return Add(bfe, Good.Filter());
    }

    private static FwpResult WaitInVain(TestBfe bfe)
    {
        Begun(bfe);
        return Add(bfe.Open(), Good.Filter());
    }

    private static FwpResult EnumWithCollectionOff(TestBfe bfe)
    {
        bfe.Session.SetOption(FwpmEngineOption.CollectNetEvents, 0).Ok.ShouldBeTrue();
        return bfe.Session.NetEvents.Enum(FwpmNetEventTemplate.All).Outcome;
    }

    private static FwpResult EnumBackwards(TestBfe bfe) => bfe.Session.NetEvents.Enum(
        new FwpmNetEventTemplate { Start = Instant.FromSeconds(2), End = Instant.FromSeconds(1) }).Outcome;

    private static FwpResult PersistentNeedsPersistent(TestBfe bfe)
    {
        var id = bfe.Session.SubLayers.Add(Good.SubLayer()).Require();
        var subLayer = bfe.Session.SubLayers.GetById(id).Require().Object;
        return Add(bfe, Good.Filter() with { SubLayer = subLayer, Flags = FwpmFilterFlags.Persistent });
    }

    private static FwpResult RepeatFarApart(TestBfe bfe)
    {
        var protocol = Good.Filter().Conditions[0];
        var port = FwpmFilterCondition.Equal(FwpmConditionField.IpRemotePort, FwpConditionValue.UInt16(1));
        return Add(bfe, Good.Filter() with { Conditions = [protocol, port, protocol] });
    }

    private static FwpResult CalloutThatTakesNoContext(TestBfe bfe) => Add(bfe, Good.CalloutFilter() with
    {
        ProviderContext = Context(bfe),
        Flags = FwpmFilterFlags.HasProviderContext,
    });

    private static FwpResult BothContexts(TestBfe bfe) => Add(bfe, Mm(Context(bfe)) with { RawContext = 1 });

    private static FwpResult AddSubLayersUntilFull(TestBfe bfe)
    {
        bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        var taken = FwpmSubLayer.BuiltIns.Select(subLayer => (int)subLayer.Weight);
        foreach (var weight in Enumerable.Range(0, 65536).Except(taken))
            bfe.Session.SubLayers.Add(Good.SubLayer((ushort)weight)).Ok.ShouldBeTrue();
        return bfe.Session.SubLayers.Add(Good.SubLayer()).Outcome;
    }
}
