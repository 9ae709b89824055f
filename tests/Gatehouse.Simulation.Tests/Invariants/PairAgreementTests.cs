using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Model.Ipsec;
using Gatehouse.Simulation.Invariants;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Invariants;

/// <summary>A pair that only one end holds is told, a mirrored one is not.</summary>
public sealed class PairAgreementTests
{
    private static readonly AddressPair Addresses = new(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"));

    [Fact]
    public void Mirrored_pairs_agree_and_so_do_none()
    {
        PairAgreement.Disagreements(Status((1000, 2000)), Status((2000, 1000))).ShouldBeEmpty();
        PairAgreement.Disagreements(Status(), Status()).ShouldBeEmpty();
    }

    [Fact]
    public void A_pair_of_one_end_alone_is_told_whichever_end_it_is()
    {
        PairAgreement.Disagreements(Status((1000, 2000)), Status()).ShouldHaveSingleItem().ShouldContain("the first");
        PairAgreement.Disagreements(Status(), Status((1000, 2000))).ShouldHaveSingleItem().ShouldContain("the second");
    }

    [Fact]
    public void Pairs_with_other_numbers_disagree_twice() =>
        PairAgreement.Disagreements(Status((1000, 2000)), Status((2000, 1001))).Count.ShouldBe(2);

    private static NodeStatus Status(params (uint In, uint Out)[] pairs) => new(
        [],
        [
            .. pairs.Select(pair => new EspSaStatus(
                Addresses, new Spi(pair.In), new Spi(pair.Out), "", 0, 0, 0, 0, TimeSpan.Zero, RekeyIn: null, Sending: true)),
        ],
        [],
        ImmutableSortedDictionary<string, long>.Empty,
        ImmutableSortedDictionary<string, long>.Empty,
        ImmutableSortedDictionary<string, long>.Empty);
}
