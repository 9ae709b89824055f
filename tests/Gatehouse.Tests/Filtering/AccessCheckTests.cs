using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;
using static Gatehouse.Tests.Filtering.Descriptors;

namespace Gatehouse.Tests.Filtering;

/// <summary>Token fields: an access check of the token against the condition's security descriptor (reference 2.2).</summary>
public sealed class AccessCheckTests
{
    private const FwpmConditionField Field = FwpmConditionField.AleRemoteMachineId;

    [Fact]
    public void The_first_ACE_that_speaks_of_the_bearer_and_the_right_decides()
    {
        Matches(With(Ace(0, 1)), Token(1)).ShouldBeTrue();
        Matches(With(Ace(0, 1)), Token(7, 1)).ShouldBeTrue();
        Matches(With(Ace(0, 1)), Token(2)).ShouldBeFalse();
        Matches(With(Ace(0, 1)), Token()).ShouldBeFalse();
        Matches(With(Ace(1, 2), Ace(0, 1)), Token(1, 2)).ShouldBeFalse();
        Matches(With(Ace(0, 1), Ace(1, 2)), Token(1, 2)).ShouldBeTrue();
        Matches(With(Ace(1, 2), Ace(0, 1)), Token(1)).ShouldBeTrue();
    }

    [Fact]
    public void Only_ACEs_about_matching_filters_count()
    {
        Matches(With(Ace(0, 1, mask: 2)), Token(1)).ShouldBeFalse();
        Matches(With(Ace(1, 1, mask: 2), Ace(0, 1)), Token(1)).ShouldBeTrue();
        Matches(With(Ace(0, 1, mask: 0x1000_0000)), Token(1)).ShouldBeTrue();
        Matches(With(Ace(0, 1, flags: 0x08)), Token(1)).ShouldBeFalse();
        Matches(With(Ace(9, 1)), Token(1)).ShouldBeFalse();
    }

    [Fact]
    public void No_list_grants_everybody_and_an_empty_one_nobody()
    {
        Matches(Open(), Token(1)).ShouldBeTrue();
        Matches(With(), Token(1)).ShouldBeFalse();
    }

    [Fact]
    public void An_unknown_token_matches_nothing_unless_its_test_may_come_later()
    {
        Matches(Open(), null).ShouldBeFalse();
        Matches(With(Ace(0, 1)), null, FwpmContext.AleRequireIpsecSecurity).ShouldBeFalse();
        Matches(With(Ace(0, 1)), null, FwpmContext.AleLazySdEvaluation).ShouldBeTrue();
        Matches(With(Ace(0, 1)), Token(2), FwpmContext.AleLazySdEvaluation).ShouldBeFalse();
        Matches(With(Ace(0, 1)), Token(1), FwpmContext.AleLazySdEvaluation).ShouldBeTrue();
    }

    [Fact]
    public void A_descriptor_that_is_cut_short_or_not_self_relative_is_refused()
    {
        var whole = With(Ace(0, 1), Ace(1, 2)).Value;
        for (var length = 0; length < whole.Length; length++)
            Refused(new FwpBytes(whole[..length])).ShouldStartWith("FWP_E_INVALID_PARAMETER", Case.Sensitive, $"{length} bytes");
        Refused(new FwpBytes(whole.SetItem(3, 0))).ShouldStartWith("FWP_E_INVALID_PARAMETER");
        Refused(new FwpBytes(whole.SetItem(0, 2))).ShouldStartWith("FWP_E_INVALID_PARAMETER");
        Refused(new FwpBytes(whole.SetItem(16, 255))).ShouldStartWith("FWP_E_INVALID_PARAMETER");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_descriptor_with_any_byte_changed_is_refused_or_checked_without_harm(int aces)
    {
        var whole = With([.. new[] { Ace(0, 1), Ace(1, 2) }.Take(aces)]).Value;
        var refused = 0;
        for (var at = 0; at < whole.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                try
                {
                    Matches(new FwpBytes(whole.SetItem(at, (byte)value)), Token(1, 2));
                }
                catch (FilterRuleException)
                {
                    refused++;
                }
            }
        }

        refused.ShouldBeGreaterThan(1000);
    }

    private static bool Matches(FwpBytes descriptor, FwpBytes? token, ulong? rawContext = null)
    {
        var fields = new ClassifyFields { Local = IpAddr.Parse("10.0.0.1"), Remote = IpAddr.Parse("10.0.0.2") };
        if (token is not null)
            fields.Others = new FieldValues().With(Field, token);
        var result = FilterSnapshot.Compile(new WfpObjectSet([], [Filter(descriptor, rawContext)])).Classify(FwpmLayer.AleAuthConnectV4, fields, default);
        return result.Reason != VerdictReason.NoFilterMatched;
    }

    private static string Refused(FwpBytes descriptor) =>
        Should.Throw<FilterRuleException>(() => FilterSnapshot.Compile(new WfpObjectSet([], [Filter(descriptor, null)]))).Message;

    private static FwpmFilter Filter(FwpBytes descriptor, ulong? rawContext) => new(
        Guid.AllBitsSet,
        "identity",
        FwpmLayer.AleAuthConnectV4,
        [FwpmFilterCondition.Equal(Field, FwpConditionValue.Opaque(FwpDataType.SecurityDescriptor, descriptor))],
        FwpActionType.CalloutTerminating,
        FwpmWeight.Auto,
        FwpmCallout.IpsecAleConnectV4,
        rawContext);
}
