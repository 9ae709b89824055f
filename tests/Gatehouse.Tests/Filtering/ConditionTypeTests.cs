using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;
using F = Gatehouse.Model.Wfp.FwpmConditionField;
using M = Gatehouse.Model.Wfp.FwpMatchType;
using T = Gatehouse.Model.Wfp.FwpDataType;

namespace Gatehouse.Tests.Filtering;

/// <summary>Every data type with every match type (reference 2.1 and 2.2): which go together, and what they mean.</summary>
public sealed class ConditionTypeTests
{
    private static readonly M[] Sorting = [M.Equal, M.NotEqual, M.Greater, M.Less, M.GreaterOrEqual, M.LessOrEqual];
    private static readonly M[] Flags = [M.FlagsAllSet, M.FlagsAnySet, M.FlagsNoneSet];

    [Theory]
    [InlineData(T.UInt8, FwpmLayer.InboundTransportV4, F.IpProtocol)]
    [InlineData(T.UInt16, FwpmLayer.InboundTransportV4, F.IpLocalPort)]
    [InlineData(T.UInt32, FwpmLayer.InboundTransportV4, F.Flags)]
    [InlineData(T.UInt32, FwpmLayer.InboundTransportV4, F.IpLocalAddress)]
    [InlineData(T.UInt64, FwpmLayer.InboundTransportV4, F.IpLocalInterface)]
    [InlineData(T.ByteArray16, FwpmLayer.InboundTransportV6, F.IpLocalAddress)]
    [InlineData(T.ByteBlob, FwpmLayer.AleAuthConnectV4, F.AleAppId)]
    [InlineData(T.Sid, FwpmLayer.AleAuthConnectV4, F.AlePackageId)]
    [InlineData(T.SecurityDescriptor, FwpmLayer.AleAuthConnectV4, F.AleUserId)]
    [InlineData(T.SecurityDescriptor, FwpmLayer.KmAuthorization, F.RemoteId)]
    [InlineData(T.V4AddrMask, FwpmLayer.InboundTransportV4, F.IpRemoteAddress)]
    [InlineData(T.V6AddrMask, FwpmLayer.InboundTransportV6, F.IpRemoteAddress)]
    [InlineData(T.Empty, FwpmLayer.InboundTransportV4, F.IpLocalInterface)]
    public void A_match_type_goes_with_the_types_that_have_its_meaning(T type, FwpmLayer layer, F field)
    {
        M[] allowed = type switch
        {
            T.UInt8 or T.UInt16 or T.UInt32 or T.UInt64 => [.. Sorting, .. Flags],
            T.ByteArray16 => Sorting,
            T.ByteBlob => [.. Sorting, M.Prefix, M.NotPrefix],
            T.Sid or T.V4AddrMask or T.V6AddrMask => [M.Equal, M.NotEqual],
            _ => [M.Equal],
        };
        foreach (var match in Enum.GetValues<M>())
            Error(layer, new(field, match, Value(type))).ShouldBe(allowed.Contains(match) ? null : "FWP_E_MATCH_TYPE_MISMATCH", $"{type} {match}");
    }

    [Fact]
    public void A_range_goes_with_a_field_that_can_be_sorted()
    {
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalPort, M.Range, FwpConditionValue.Range(T.UInt16, 1, 2))).ShouldBeNull();
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalPort, M.Range, FwpConditionValue.Range(T.UInt16, 2, 1))).ShouldBe("FWP_E_INVALID_RANGE");
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalPort, M.Equal, FwpConditionValue.Range(T.UInt16, 1, 2))).ShouldBe("FWP_E_MATCH_TYPE_MISMATCH");
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalPort, M.Range, FwpConditionValue.Range(T.UInt32, 1, 2))).ShouldBe("FWP_E_TYPE_MISMATCH");
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalPort, M.Range, FwpConditionValue.Range(T.UInt16, 1, 65536))).ShouldBe("FWP_E_OUT_OF_BOUNDS");
        Error(FwpmLayer.AleAuthConnectV4, new(F.AleAppId, M.Range, FwpConditionValue.Range(T.ByteBlob, Blob("a"), Blob("b")))).ShouldBeNull();
        Error(FwpmLayer.AleAuthConnectV4, new(F.AleAppId, M.Range, FwpConditionValue.Range(T.ByteBlob, Blob("b"), Blob("a")))).ShouldBe("FWP_E_INVALID_RANGE");
        Error(FwpmLayer.AleAuthConnectV4, new(F.AleAppId, M.Range, FwpConditionValue.Range(T.ByteBlob, 1, 2))).ShouldBe("FWP_E_NULL_POINTER");
        Error(FwpmLayer.AleAuthConnectV4, new(F.AlePackageId, M.Range, FwpConditionValue.Range(T.Sid, Blob("a"), Blob("b"))))
            .ShouldBe("FWP_E_MATCH_TYPE_MISMATCH");
    }

    // No field of any layer has these types, so no condition can; there is no widening.
    [Theory]
    [InlineData(T.Int8)]
    [InlineData(T.Int16)]
    [InlineData(T.Int32)]
    [InlineData(T.Int64)]
    [InlineData(T.Float)]
    [InlineData(T.Double)]
    [InlineData(T.UnicodeString)]
    [InlineData(T.ByteArray6)]
    [InlineData(T.BitmapIndex)]
    [InlineData(T.BitmapArray64)]
    [InlineData(T.TokenInformation)]
    [InlineData(T.TokenAccessInformation)]
    public void A_type_that_no_field_takes_is_refused_at_every_field_of_every_layer(T type)
    {
        foreach (var layer in FwpmLayers.All)
        {
            foreach (var field in layer.Fields)
                Error(layer.Layer, new(field, M.Equal, Value(type))).ShouldBe("FWP_E_TYPE_MISMATCH", $"{layer.Name} {field}");
        }
    }

    [Fact]
    public void A_condition_of_one_family_is_refused_at_the_other_and_a_prefix_has_its_length()
    {
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalAddress, M.Equal, Value(T.V6AddrMask))).ShouldBe("FWP_E_TYPE_MISMATCH");
        Error(FwpmLayer.InboundTransportV6, new(F.IpLocalAddress, M.Equal, Value(T.V4AddrMask))).ShouldBe("FWP_E_TYPE_MISMATCH");
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalAddress, M.Equal, Value(T.V4AddrMask) with { PrefixLength = 33 })).ShouldBe("FWP_E_INVALID_NET_MASK");
        Error(FwpmLayer.InboundTransportV6, new(F.IpLocalAddress, M.Equal, Value(T.V6AddrMask) with { PrefixLength = 129 })).ShouldBe("FWP_E_INVALID_NET_MASK");
        Error(FwpmLayer.InboundTransportV4, new(F.Flags, M.Equal, Value(T.V4AddrMask))).ShouldBe("FWP_E_TYPE_MISMATCH");
        Error(FwpmLayer.InboundTransportV4, new(F.IpLocalPort, (M)77, Value(T.UInt16))).ShouldBe("FWP_E_INVALID_ENUMERATOR");
    }

    [Theory]
    [InlineData(M.Equal, "bb", true)]
    [InlineData(M.Equal, "b", false)]
    [InlineData(M.NotEqual, "bb", false)]
    [InlineData(M.Greater, "ba", true)]
    [InlineData(M.Greater, "bb", false)]
    [InlineData(M.GreaterOrEqual, "bb", true)]
    [InlineData(M.Less, "bbb", true)]
    [InlineData(M.Less, "bb", false)]
    [InlineData(M.LessOrEqual, "bb", true)]
    [InlineData(M.Prefix, "b", true)]
    [InlineData(M.Prefix, "c", false)]
    [InlineData(M.NotPrefix, "b", false)]
    [InlineData(M.NotPrefix, "c", true)]
    public void A_blob_is_compared_by_its_bytes(M match, string operand, bool expected) =>
        Matches(new(F.AleAppId, match, FwpConditionValue.Opaque(T.ByteBlob, Blob(operand))), Blob("bb")).ShouldBe(expected);

    [Theory]
    [InlineData(false, M.Prefix, "ab", true)]
    [InlineData(false, M.Prefix, "bc", false)]
    [InlineData(true, M.Prefix, "ab", false)]
    [InlineData(true, M.Prefix, "bc", true)]
    [InlineData(false, M.NotPrefix, "ab", false)]
    [InlineData(true, M.NotPrefix, "ab", true)]
    [InlineData(true, M.NotPrefix, "bc", false)]
    public void A_prefix_is_the_beginning_unless_switched_to_the_end(bool prefixTestsEnd, M match, string operand, bool expected)
    {
        var condition = new FwpmFilterCondition(F.AleAppId, match, FwpConditionValue.Opaque(T.ByteBlob, Blob(operand)));
        var snapshot = FilterSnapshot.Compile(
            new WfpObjectSet([], [Filter(FwpmLayer.AleAuthConnectV4, condition)]), new ArbitrationOptions { PrefixTestsEnd = prefixTestsEnd });
        var result = snapshot.Classify(FwpmLayer.AleAuthConnectV4, WithAppId(Blob("abc")), default);
        (result.Reason != VerdictReason.NoFilterMatched).ShouldBe(expected);
    }

    [Fact]
    public void A_range_of_blobs_holds_both_its_ends()
    {
        foreach (var (value, expected) in new[] { ("b", true), ("bc", true), ("c", true), ("a", false), ("ca", false) })
            Matches(new(F.AleAppId, M.Range, FwpConditionValue.Range(T.ByteBlob, Blob("b"), Blob("c"))), Blob(value)).ShouldBe(expected, value);
        Matches(new(F.AleAppId, M.Range, FwpConditionValue.Range(T.ByteBlob, Blob("b"), Blob("c"))), null).ShouldBeFalse();
    }

    // No layer has a string field, so this one is asked of the condition itself.
    [Fact]
    public void A_string_can_be_compared_without_case()
    {
        var condition = new FwpmFilterCondition(
            F.AleAppId, M.EqualCaseInsensitive, FwpConditionValue.Opaque(T.UnicodeString, FwpBytes.FromString(@"\Device\Häuser")));
        var compiled = CompiledCondition.Compile(condition, UInt128.MaxValue);
        compiled.Matches(WithAppId(FwpBytes.FromString(@"\DEVICE\hÄUSER"))).ShouldBeTrue();
        compiled.Matches(WithAppId(FwpBytes.FromString(@"\Device\Hauser"))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(M.FlagsAllSet, 0b0110u, true)]
    [InlineData(M.FlagsAllSet, 0b0111u, false)]
    [InlineData(M.FlagsAnySet, 0b0011u, true)]
    [InlineData(M.FlagsAnySet, 0b1001u, false)]
    [InlineData(M.FlagsNoneSet, 0b1001u, true)]
    [InlineData(M.FlagsNoneSet, 0b0001u, true)]
    [InlineData(M.FlagsNoneSet, 0b0010u, false)]
    public void Flags_are_tested_bit_by_bit(M match, uint operand, bool expected)
    {
        var fields = new ClassifyFields { Others = new FieldValues().With(F.Flags, 0b0110u) };
        CompiledCondition.Compile(new(F.Flags, match, FwpConditionValue.UInt32(operand)), uint.MaxValue).Matches(fields).ShouldBe(expected);
    }

    [Fact]
    public void FWP_EMPTY_matches_a_field_without_a_value_and_only_that()
    {
        var condition = FwpmFilterCondition.Equal(F.AleAppId, FwpConditionValue.Unknown);
        Matches(condition, null).ShouldBeTrue();
        Matches(condition, Blob("")).ShouldBeFalse();
    }

    [Fact]
    public void The_source_and_destination_of_a_forwarded_packet_weigh_as_much_as_their_prefixes_are_long()
    {
        ulong Weight(F field, byte length) => FilterSnapshot.Compile(new WfpObjectSet([], [Filter(
                FwpmLayer.IpForwardV4, FwpmFilterCondition.Equal(field, FwpConditionValue.Prefix(IpAddr.Parse("10.0.0.0"), length)))]))
            .Filters.Single().EffectiveWeight;
        Weight(F.IpSourceAddress, 24).ShouldBeGreaterThan(Weight(F.IpSourceAddress, 8));
        Weight(F.IpDestinationAddress, 8).ShouldBeGreaterThan(Weight(F.IpSourceAddress, 32));
    }

    private static string? Error(FwpmLayer layer, FwpmFilterCondition condition)
    {
        try
        {
            FilterSnapshot.Compile(new WfpObjectSet([], [Filter(layer, condition)]));
            return null;
        }
        catch (FilterRuleException error)
        {
            return FwpErrors.Name(error.Error);
        }
    }

    private static bool Matches(FwpmFilterCondition condition, FwpBytes? value) =>
        FilterSnapshot.Compile(new WfpObjectSet([], [Filter(FwpmLayer.AleAuthConnectV4, condition)]))
            .Classify(FwpmLayer.AleAuthConnectV4, value is null ? default : WithAppId(value), default).Reason != VerdictReason.NoFilterMatched;

    private static ClassifyFields WithAppId(FwpBytes value) => new() { Others = new FieldValues().With(F.AleAppId, value) };

    private static FwpmFilter Filter(FwpmLayer layer, FwpmFilterCondition condition) =>
        new(Guid.AllBitsSet, "one condition", layer, [condition], FwpActionType.Permit, FwpmWeight.Auto);

    private static FwpBytes Blob(string text) => new([.. System.Text.Encoding.ASCII.GetBytes(text)]);

    private static FwpConditionValue Value(T type) => type switch
    {
        T.Empty => FwpConditionValue.Unknown,
        T.V4AddrMask => FwpConditionValue.Prefix(IpAddr.Parse("10.0.0.0"), 8),
        T.V6AddrMask => FwpConditionValue.Prefix(IpAddr.Parse("fd00::"), 8),
        T.SecurityDescriptor => FwpConditionValue.Opaque(type, Descriptors.Open()),
        T.ByteBlob or T.Sid or T.UnicodeString or T.ByteArray6 or T.BitmapArray64 or T.TokenInformation or T.TokenAccessInformation =>
            FwpConditionValue.Opaque(type, Blob("xx")),
        _ => new(type, 1, UInt128.Zero, 0, type),
    };
}
