using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

public sealed class DropLedgerTests
{
    [Fact]
    public void The_first_drop_is_told_and_then_one_a_minute_with_the_count()
    {
        var ledger = new DropLedger();
        var peer = IpAddr.Parse("10.0.0.9");
        ledger.Note(Instant.Zero, peer, VerdictReason.ClearTextInbound, outbound: false).ShouldBe(1);
        ledger.Note(Instant.FromSeconds(59), peer, VerdictReason.ClearTextInbound, outbound: false).ShouldBeNull();
        ledger.Note(Instant.FromSeconds(59), peer, VerdictReason.Replay, outbound: false).ShouldBe(1);
        ledger.Note(Instant.FromSeconds(59), peer, VerdictReason.ClearTextInbound, outbound: true).ShouldBe(1);
        ledger.Note(Instant.FromSeconds(60), peer, VerdictReason.ClearTextInbound, outbound: false).ShouldBe(3);
        ledger.Note(Instant.FromSeconds(61), peer, VerdictReason.ClearTextInbound, outbound: false).ShouldBeNull();
    }

    [Fact]
    public void A_flood_of_spoofed_sources_is_bounded()
    {
        var ledger = new DropLedger();
        var told = 0;
        for (uint i = 0; i < 3 * DropLedger.MaxEntries; i++)
        {
            if (ledger.Note(Instant.Zero, new IpAddr(IpFamily.V4, i), VerdictReason.BadSpi, outbound: false) is not null)
                told++;
        }

        told.ShouldBe(DropLedger.MaxTold);

        // A real peer still has its line in the next second, and whoever was forgotten counts from one again.
        var later = Instant.FromSeconds(1);
        ledger.Note(later, IpAddr.Parse("10.0.0.9"), VerdictReason.ClearTextInbound, outbound: false).ShouldBe(1);
        ledger.Note(later, new IpAddr(IpFamily.V4, 1), VerdictReason.BadSpi, outbound: false).ShouldBe(1);
    }
}
