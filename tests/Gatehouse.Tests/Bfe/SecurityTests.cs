using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Bfe;

public sealed class SecurityTests
{
    private static readonly SecurityDescriptor Mine = SecurityDescriptor.Parse("O:BAG:BAD:P(A;;GA;;;BA)(A;;0x80;;;WD)").Require();

    private readonly TestBfe _bfe = new();

    [Fact]
    public void An_object_has_the_descriptor_it_was_added_with_or_its_containers()
    {
        var own = Guid.NewGuid();
        _bfe.Session.Providers.Add(Good.Provider(own), Mine).Require();
        var other = Guid.NewGuid();
        _bfe.Session.Providers.Add(Good.Provider(other)).Require();
        _bfe.Session.Providers.GetSecurityInfo(own).Require().ShouldBe(Mine);
        $"{_bfe.Session.Providers.GetSecurityInfo(own, SecurityParts.Owner).Require()}".ShouldBe("O:BA");
        _bfe.Session.Providers.GetSecurityInfo(other).Require().ShouldBe(_bfe.Session.Providers.GetSecurityInfo(Guid.Empty).Require());
        _bfe.Session.Providers.SetSecurityInfo(Guid.Empty, SecurityParts.Dacl, Mine).ThrowIfFailed();
        _bfe.Session.Providers.GetSecurityInfo(other).Require().Dacl.ShouldBe(Mine.Dacl);
        _bfe.Session.SubLayers.GetSecurityInfo(Guid.Empty).Require().Dacl.ShouldNotBe(Mine.Dacl);
        _bfe.Session.Providers.DeleteByKey(own).ThrowIfFailed();
        _bfe.Session.Providers.Add(Good.Provider(own)).Require();
        $"{_bfe.Session.Providers.GetSecurityInfo(own, SecurityParts.Owner).Require()}".ShouldBe("O:SY");
    }

    [Fact]
    public void Every_type_of_object_has_one_and_only_the_parts_that_are_set_change()
    {
        var key = Guid.NewGuid();
        var session = _bfe.Session;
        session.SubLayers.Add(Good.SubLayer() with { Key = key }).Require();
        session.ProviderContexts.Add(Good.Context() with { Key = key }).Require();
        session.Callouts.Add(new FwpmCalloutObject(key, "callout", FwpmLayer.InboundTransportV4)).Require();
        session.Filters.Add(Good.Filter(key: key)).Require();
        SetAndGet(session.SubLayers, key);
        SetAndGet(session.ProviderContexts, key);
        SetAndGet(session.Callouts, key);
        SetAndGet(session.Filters, key);
        session.Filters.GetSecurityInfo(Guid.NewGuid()).Error.ShouldBe(FwpError.FilterNotFound);
        session.Filters.SetSecurityInfo(Guid.NewGuid(), SecurityParts.Dacl, Mine).Error.ShouldBe(FwpError.FilterNotFound);
        session.Filters.GetSecurityInfo(key, (SecurityParts)8).Error.ShouldBe(FwpError.InvalidFlags);
    }

    [Fact]
    public void An_aborted_add_takes_its_descriptor_back_and_transactions_set_none()
    {
        var key = Guid.NewGuid();
        _bfe.Session.BeginTransaction().ThrowIfFailed();
        _bfe.Session.Providers.Add(Good.Provider(key), Mine).Require();
        _bfe.Session.Providers.GetSecurityInfo(key).Require().ShouldBe(Mine);
        _bfe.Session.Providers.SetSecurityInfo(key, SecurityParts.Dacl, Mine).Error.ShouldBe(FwpError.TxnInProgress);
        _bfe.Session.SetSecurityInfo(SecurityParts.Dacl, Mine).Error.ShouldBe(FwpError.TxnInProgress);
        _bfe.Session.AbortTransaction().ThrowIfFailed();
        _bfe.Session.Providers.Add(Good.Provider(key)).Require();
        _bfe.Session.Providers.GetSecurityInfo(key).Require().ShouldNotBe(Mine);
    }

    [Fact]
    public void A_dynamic_session_secures_its_own_objects_only()
    {
        var (still, own) = (Guid.NewGuid(), Guid.NewGuid());
        _bfe.Session.Providers.Add(Good.Provider(still)).Require();
        var dynamic = _bfe.Open(FwpmSessionFlags.Dynamic);
        dynamic.Providers.Add(Good.Provider(own), Mine).Require();
        dynamic.Providers.SetSecurityInfo(own, SecurityParts.Owner, Mine).ThrowIfFailed();
        dynamic.Providers.SetSecurityInfo(still, SecurityParts.Owner, Mine).Error.ShouldBe(FwpError.DynamicSessionInProgress);
        dynamic.Providers.SetSecurityInfo(Guid.Empty, SecurityParts.Owner, Mine).Error.ShouldBe(FwpError.DynamicSessionInProgress);
        dynamic.SetSecurityInfo(SecurityParts.Owner, Mine).Error.ShouldBe(FwpError.DynamicSessionInProgress);
        _bfe.Session.Providers.SetSecurityInfo(own, SecurityParts.Owner, Mine).Error.ShouldBe(FwpError.WrongSession);
        dynamic.Dispose();
        _bfe.Session.Providers.Add(Good.Provider(own)).Require();
        _bfe.Session.Providers.GetSecurityInfo(own).Require().ShouldNotBe(Mine);
    }

    [Fact]
    public void The_engine_has_one_that_outlives_sessions_and_waits_for_whoever_writes()
    {
        $"{_bfe.Session.GetSecurityInfo().Require()}".ShouldContain("(A;;RPDT;;;WD)");
        _bfe.Session.SetSecurityInfo(SecurityParts.Dacl, Mine).ThrowIfFailed();
        _bfe.Open().GetSecurityInfo(SecurityParts.Dacl).Require().Dacl.ShouldBe(Mine.Dacl);
        var writer = _bfe.Open(name: "writer");
        writer.BeginTransaction().ThrowIfFailed();
        _bfe.Session.SetSecurityInfo(SecurityParts.Owner, Mine).Error.ShouldBe(FwpError.Timeout);
        writer.AbortTransaction().ThrowIfFailed();
        _bfe.Session.SetSecurityInfo(SecurityParts.Owner, Mine).ThrowIfFailed();
        _bfe.Committed.ShouldBeEmpty();
    }

    private static void SetAndGet<T>(IFwpmObjects<T> objects, Guid key)
        where T : IFwpmObject
    {
        var before = objects.GetSecurityInfo(key).Require();
        objects.SetSecurityInfo(key, SecurityParts.Dacl, Mine).ThrowIfFailed();
        objects.GetSecurityInfo(key).Require().ShouldBe(before.With(SecurityParts.Dacl, Mine));
    }
}
