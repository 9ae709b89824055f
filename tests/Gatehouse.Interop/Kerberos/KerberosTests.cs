using Gatehouse.Host.Kerberos;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Kerberos;

/// <summary>AuthIP with Kerberos against a real MIT KDC: the session key that both ends get out of the library keys their SAs.</summary>
public sealed class KerberosTests : IDisposable
{
    private const string A = "host/a.gatehouse.test";
    private const string B = "host/b.gatehouse.test";

    private readonly TestRealm _realm = new();
    private readonly string _keytabA;
    private readonly string _keytabB;

    public KerberosTests() => (_keytabA, _keytabB) = (_realm.Keytab(A, "a.keytab"), _realm.Keytab(B, "b.keytab"));

    [Theory]
    [InlineData(IkeDhGroup.None)]
    [InlineData(IkeDhGroup.Ecp256)]
    public void Both_ends_authenticate_each_other_and_agree_on_keys(IkeDhGroup group)
    {
        var pair = new KeyedPair(Options(A, _keytabA), Options(B, _keytabB), group).Negotiate();
        pair.Events.SelectMany(events => events).ShouldNotContain(news => news.Kind == KeyingEventKind.NegotiationFailed);
        var (mine, theirs) = (pair.Pairs[0].ShouldHaveSingleItem(), pair.Pairs[1].ShouldHaveSingleItem());
        mine.InboundKey.ContentEquals(theirs.OutboundKey).ShouldBeTrue();
        mine.OutboundKey.ContentEquals(theirs.InboundKey).ShouldBeTrue();
        mine.InboundKey.ContentEquals(mine.OutboundKey).ShouldBeFalse();
        pair.Datagrams.ShouldBe(6);
        Established(pair, 0).Text.ShouldContain($"authenticated as {B}@{TestRealm.Name}");
        Established(pair, 1).Text.ShouldContain($"authenticated as {A}@{TestRealm.Name}");
    }

    [Fact]
    public void A_user_is_authenticated_besides_the_machines()
    {
        var tickets = _realm.Tickets("alice", _realm.Keytab("alice", "alice.keytab"), "1h");
        var alice = new KerberosOptions { LocalName = A, CredentialCache = tickets };
        var pair = new KeyedPair(Options(A, _keytabA), Options(B, _keytabB), userOfA: alice, usersOfB: Options(B, _keytabB)).Negotiate();
        var (mine, theirs) = (pair.Pairs[0].ShouldHaveSingleItem(), pair.Pairs[1].ShouldHaveSingleItem());
        mine.InboundKey.ContentEquals(theirs.OutboundKey).ShouldBeTrue();
        pair.Datagrams.ShouldBe(12);
        pair.Events[1].ShouldContain(news => news.Text.Contains($"authenticated as alice@{TestRealm.Name} in extended mode", StringComparison.Ordinal));
    }

    [Fact]
    public void A_user_without_tickets_gets_no_sa()
    {
        var nobody = new KerberosOptions { LocalName = A, CredentialCache = $"FILE:{_realm.File("none")}" };
        var pair = new KeyedPair(Options(A, _keytabA), Options(B, _keytabB), userOfA: nobody, usersOfB: Options(B, _keytabB)).Negotiate();
        pair.Pairs.ShouldAllBe(pairs => pairs.Count == 0);
        pair.Failure(0).Text.ShouldStartWith("Extended mode: This host could not authenticate (13827 KerberosError: ");
    }

    [Fact]
    public void An_old_keytab_of_the_responder_is_a_typed_error_and_leaves_no_sa()
    {
        var old = _realm.File("old.keytab");
        File.Copy(_keytabB, old);
        File.Delete(_keytabB);
        _realm.Keytab(B, "b.keytab");
        var pair = new KeyedPair(Options(A, _keytabA), Options(B, old)).Negotiate();
        ShouldHaveFailed(pair);
        pair.Failure(0).FailurePoint.ShouldBe(FailurePoint.Peer);
        pair.Failure(0).Text.ShouldContain("13827");
    }

    [Fact]
    public void A_keytab_of_somebody_else_is_a_typed_error()
    {
        var pair = new KeyedPair(Options(A, _keytabA), Options(B, _realm.Keytab("host/c.gatehouse.test", "c.keytab"))).Negotiate();
        ShouldHaveFailed(pair);
    }

    [Fact]
    public void A_missing_keytab_is_told_with_the_librarys_own_words()
    {
        var pair = new KeyedPair(Options(A, _realm.File("none")), Options(B, _keytabB)).Negotiate();
        ShouldHaveFailed(pair);
        pair.Failure(0).FailurePoint.ShouldBe(FailurePoint.Me);
        pair.Failure(0).Text.ShouldContain("13827 KerberosError: ");
    }

    [Fact]
    public void A_kdc_that_is_away_is_told_and_once_it_is_back_all_is_well()
    {
        _realm.Stop();
        var pair = new KeyedPair(Options(A, _keytabA), Options(B, _keytabB)).Negotiate();
        ShouldHaveFailed(pair);
        pair.Failure(0).Text.ShouldContain("Cannot contact any KDC");
        _realm.Start();
        new KeyedPair(Options(A, _keytabA), Options(B, _keytabB)).Negotiate().Pairs[0].Count.ShouldBe(1);
    }

    [Fact]
    public void A_clock_that_differs_from_the_kdcs_is_told()
    {
        Privileged.RequireTools("faketime");
        _realm.Stop();
        _realm.Start("+1h");
        var pair = new KeyedPair(Options(A, _keytabA), Options(B, _keytabB)).Negotiate();
        ShouldHaveFailed(pair);
        // The initiator believes the KDC's clock; the responder has only its own.
        pair.Failure(0).FailurePoint.ShouldBe(FailurePoint.Peer);
        pair.Failure(1).Text.ShouldContain("Ticket not yet valid");
    }

    [Fact]
    public void An_expired_ticket_is_told()
    {
        var cache = _realm.Tickets(A, _keytabA, "1s");
        Thread.Sleep(TimeSpan.FromSeconds(3));
        var pair = new KeyedPair(new KerberosOptions { LocalName = A, CredentialCache = cache }, Options(B, _keytabB)).Negotiate();
        ShouldHaveFailed(pair);
        pair.Failure(0).Text.ShouldContain("expired");
    }

    [Fact]
    public void A_responder_cannot_make_us_fetch_a_ticket_for_another_service()
    {
        var keytab = _realm.Keytab("cifs/files.gatehouse.test", "cifs.keytab");
        var pair = new KeyedPair(Options(A, _keytabA), Options("cifs/files.gatehouse.test", keytab)).Negotiate();
        ShouldHaveFailed(pair);
        pair.Failure(0).Text.ShouldContain("the policy does not allow tickets for cifs/files.gatehouse.test");
    }

    public void Dispose() => _realm.Dispose();

    private static KeyingEvent Established(KeyedPair pair, int node) =>
        pair.Events[node].First(news => news.Kind == KeyingEventKind.MainModeEstablished);

    private static void ShouldHaveFailed(KeyedPair pair)
    {
        pair.Pairs.ShouldAllBe(pairs => pairs.Count == 0);
        pair.Failure(0).Error.ShouldBe(KeyingError.AuthenticationFailed);
        pair.Events[0].ShouldNotContain(news => news.Kind == KeyingEventKind.MainModeEstablished);
    }

    // Tickets in memory under a name of their own, so that no test sees those of another.
    private static KerberosOptions Options(string name, string keytab) =>
        new() { LocalName = name, Keytab = keytab, CredentialCache = $"MEMORY:{Guid.NewGuid():N}" };
}
