using System.Text;
using Gatehouse.Analysis.Import;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Analysis.Import;

public sealed class NetshImportTests
{
    private const string Key = "<filterKey>{7f3c0000-0000-4000-8000-00000000abcd}</filterKey>";
    private const string Layer = "<layerKey>FWPM_LAYER_INBOUND_TRANSPORT_V4</layerKey>";
    private const string Permit = "<action><type>FWP_ACTION_PERMIT</type><filterType/></action>";

    [Fact]
    public void A_state_has_filters_contexts_and_sublayers()
    {
        var result = NetshImport.Read(Vector("state.xml"));
        result.Errors.ShouldBeEmpty();
        result.Notices.Select(notice => notice.Element).ShouldBe(["firewallState"]);
        var objects = result.Objects.ShouldNotBeNull();
        objects.ProviderContexts.Select(context => context.Type).ShouldBe([ProviderContextType.IkeMm, ProviderContextType.IkeQmTransport]);
        objects.Filters.Length.ShouldBe(20);
        var inbound = objects.Filters.Single(filter => filter.Name == "ND inbound V4");
        inbound.ShouldSatisfyAllConditions(
            () => inbound.Layer.ShouldBe(FwpmLayer.InboundTransportV4),
            () => inbound.Callout.ShouldBe(FwpmCallout.IpsecInboundTransportV4),
            () => inbound.RawContext.ShouldBe(FwpmContext.InboundPersistConnectionSecurity),
            () => inbound.Flags.ShouldBe(FwpmFilterFlags.None),
            () => inbound.Weight.ShouldBe(new FwpmWeight(FwpmWeightKind.Exact, 1 << 20)),
            () => inbound.Conditions.Single().Value.ShouldBe(FwpConditionValue.UInt8(1)));
        objects.Filters.Single(filter => filter.Name == "MM V4").ProviderContext.ShouldBe(objects.ProviderContexts[0].Key);
    }

    [Fact]
    public void Conditions_of_every_written_form_are_read()
    {
        var filters = NetshImport.Read(Vector("state.xml")).Objects!.Filters;
        var ssh = filters.Single(filter => filter.Name == "Firewall: SSH from the office");
        ssh.SubLayer.Weight.ShouldBe((ushort)2);
        ssh.Conditions.Select(ConditionText.Of).ShouldBe(["IPPROTO_TCP", "22", "10.1.0.0/16", "10.2.0.1-10.2.0.9"]);
        filters.Single(filter => filter.Name == "Firewall: loopback").Conditions.Single().ShouldBe(
            new FwpmFilterCondition(FwpmConditionField.Flags, FwpMatchType.FlagsAllSet, FwpConditionValue.UInt32(1)));
        var application = filters.Single(filter => filter.Name == "Firewall: application").Conditions;
        ConditionText.Of(application[0]).ShouldBe("\\a");

        // One ACE that allows FWP_ACTRL_MATCH_FILTER to S-1-5-80-1, byte by byte (MS-DTYP 2.4).
        ConditionText.Of(application[1]).ShouldBe(
            "0100048000000000000000000000000014000000" + "0200200001000000" + "0000180001000000" + "010200000000000550000000" + "01000000");
    }

    [Fact]
    public void What_is_not_known_is_told_once_with_its_line()
    {
        var result = NetshImport.Read(Vector("filters.xml"));
        result.Errors.ShouldBeEmpty();
        result.Objects!.Filters.Length.ShouldBe(16);
        result.Notices.Length.ShouldBe(3);
        result.Notices.ShouldAllBe(notice => notice.Line > 400);
        result.Notices[0].Message.ShouldContain("4096 is assumed");
        result.Notices[1].Message.ShouldContain("{7f3c9999-0000-4000-8000-000000000001}");
        result.Notices[2].Message.ShouldContain("FWPM_LAYER_STREAM_V4");
    }

    [Theory]
    [InlineData("<wat>1</wat>", "wfpdiag/filters/item/wat", "the element is not known")]
    [InlineData("<flags><item>FWPM_FILTER_FLAG_NEW</item></flags>", "wfpdiag/filters/item/flags/item", "FWPM_FILTER_FLAG_NEW")]
    [InlineData("<flags><item>FWPM_FILTER_FLAG_DISABLED</item></flags>", "wfpdiag/filters/item", "disabled")]
    [InlineData(
        "<filterCondition><item><fieldKey>FWPM_CONDITION_NEW</fieldKey><matchType>FWP_MATCH_EQUAL</matchType><conditionValue/></item></filterCondition>",
        "wfpdiag/filters/item/filterCondition/item/fieldKey", "FWPM_CONDITION_NEW")]
    public void A_well_formed_stranger_is_a_notice(string more, string element, string message)
    {
        var result = One(Key + Layer + more + Permit);
        result.Errors.ShouldBeEmpty();
        result.Objects.ShouldNotBeNull();
        var notice = result.Notices.ShouldHaveSingleItem();
        notice.Element.ShouldBe(element);
        notice.Message.ShouldContain(message);
        notice.Line.ShouldBe(3);
    }

    [Theory]
    [InlineData(Layer + Permit, "wfpdiag/filters/item", "the filter has no key")]
    [InlineData("<filterKey>12</filterKey>" + Layer + Permit, "wfpdiag/filters/item/filterKey", "the filter has no key")]
    [InlineData(Key + Layer, "wfpdiag/filters/item", "the filter has no action")]
    [InlineData(
        Key + Layer + Permit + "<effectiveWeight><type>FWP_UINT64</type><uint64>-1</uint64></effectiveWeight>",
        "wfpdiag/filters/item/effectiveWeight",
        "'-1' is no weight")]
    [InlineData(Key + Layer + Permit + "<weight><type>FWP_UINT8</type><uint8>16</uint8></weight>", "wfpdiag/filters/item/weight", "this is no weight")]
    [InlineData(Key + Layer + Permit + "<filterCondition><item/></filterCondition>", "wfpdiag/filters/item/filterCondition/item", "not whole")]
    public void A_malformed_value_refuses_the_whole_file(string item, string element, string message)
    {
        var result = One(item);
        result.Objects.ShouldBeNull();
        var error = result.Errors.ShouldHaveSingleItem();
        (error.Element, error.Line).ShouldBe((element, 3));
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("FWP_UINT16", "<uint16>70000</uint16>", "'70000' is no FWP_UINT16")]
    [InlineData("FWP_UINT8", "", "'' is no FWP_UINT8")]
    [InlineData("FWP_V4_ADDR_MASK", "<v4AddrMask><addr>10.0.0.0</addr><mask>255.0.255.0</mask></v4AddrMask>", "this is no FWP_V4_ADDR_MASK")]
    [InlineData("FWP_V6_ADDR_MASK", "<v6AddrMask><addr>fd00::</addr><prefixLength>129</prefixLength></v6AddrMask>", "this is no FWP_V6_ADDR_MASK")]
    [InlineData("FWP_BYTE_ARRAY16_TYPE", "<byteArray16>10.0.0.1</byteArray16>", "is no IPv6 address")]
    [InlineData("FWP_RANGE_TYPE", "<rangeValue><valueLow><type>FWP_UINT8</type><uint8>9</uint8></valueLow></rangeValue>", "the range is not whole")]
    [InlineData("FWP_RANGE_TYPE",
        "<rangeValue><valueLow><type>FWP_UINT8</type><uint8>9</uint8></valueLow><valueHigh><type>FWP_UINT8</type><uint8>8</uint8></valueHigh></rangeValue>",
        "the ends of the range")]
    [InlineData("FWP_BYTE_BLOB_TYPE", "<byteBlob/>", "is empty")]
    public void A_malformed_operand_is_an_error(string type, string value, string message)
    {
        var condition = "<fieldKey>FWPM_CONDITION_IP_REMOTE_ADDRESS</fieldKey><matchType>FWP_MATCH_EQUAL</matchType>";
        var operand = $"<conditionValue><type>{type}</type>{value}</conditionValue>";
        var item = $"{Key}{Layer}{Permit}<filterCondition><item>{condition}{operand}</item></filterCondition>";
        var result = One(item);
        result.Objects.ShouldBeNull();
        result.Errors.ShouldHaveSingleItem().Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("", "the file has no state")]
    [InlineData("<html/>", "this is not what netsh wfp writes")]
    [InlineData("<wfpdiag>", "not XML")]
    [InlineData("<wfpdiag></wfpstate>", "not XML")]
    [InlineData("just text", "the file has no state")]
    [InlineData("<!DOCTYPE wfpdiag [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><wfpdiag>&x;</wfpdiag>", "not XML")]
    [InlineData("<wfpdiag>&x;</wfpdiag>", "not XML")]
    public void What_is_no_such_file_is_refused_with_a_line(string text, string message)
    {
        var result = NetshImport.Read(Encoding.UTF8.GetBytes(text));
        result.Objects.ShouldBeNull();
        result.Errors.ShouldHaveSingleItem().Message.ShouldContain(message);
        result.Errors[0].Line.ShouldBe(1);
    }

    [Fact]
    public void A_deep_file_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000));
        NetshImport.Read(Encoding.UTF8.GetBytes($"<wfpdiag>{text}</wfpdiag>")).Errors.ShouldHaveSingleItem().Expected.ShouldBe("at most 32 levels");
    }

    [Fact]
    public void Utf_16_is_read_whatever_the_declaration_says()
    {
        var text = TestFiles.ReadText("tests", "vectors", "netsh", "filters.xml");
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        NetshImport.Read(bytes).Objects!.Filters.Length.ShouldBe(16);
        NetshImport.Read([0xC3, 0x28]).Errors.ShouldHaveSingleItem().Message.ShouldBe("the file is no text");
    }

    private static ImportResult One(string item) =>
        NetshImport.Read(Encoding.UTF8.GetBytes($"<wfpdiag>\n<filters>\n<item>{item}</item></filters></wfpdiag>"));

    private static byte[] Vector(string name) => File.ReadAllBytes(TestFiles.PathOf("tests", "vectors", "netsh", name));
}
