using Gatehouse.Analysis.Explain;
using Gatehouse.Analysis.Import;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Shouldly;

namespace Gatehouse.Tests.Support.Fuzzing;

/// <summary>A file of netsh: objects or errors with their places, never both; what was accepted compiles, and can be asked about packets.</summary>
internal sealed class NetshTarget : FuzzTarget
{
    public override string Name => "netsh";

    protected override IReadOnlyList<byte[]> Seeds { get; } =
        [.. new[] { "state.xml", "filters.xml" }.Select(file => File.ReadAllBytes(TestFiles.PathOf("tests", "vectors", "netsh", file)))];

    protected override IReadOnlyList<string> Words { get; } =
    [
        "<item>", "</item>", "<filters>", "</filters>", "<filterKey>", "</filterKey>", "<type>", "</type>", "<", ">", "/>", "&amp;", "&x;", "&#0;",
        "<![CDATA[", "]]>", "<!--", "-->", "<?x ?>", "<!DOCTYPE a [<!ENTITY x \"y\">]>", "FWP_UINT8", "FWP_UINT64", "FWP_RANGE_TYPE", "FWP_V6_ADDR_MASK",
        "FWP_EMPTY", "FWP_SID", "FWP_MATCH_NOT_EQUAL", "FWP_MATCH_FLAGS_ANY_SET", "FWP_ACTION_BLOCK", "FWP_ACTION_CALLOUT_UNKNOWN",
        "FWPM_LAYER_INBOUND_TRANSPORT_V6", "FWPM_CONDITION_FLAGS", "FWPM_CONDITION_IP_REMOTE_ADDRESS", "FWPM_SUBLAYER_LIPS",
        "FWPM_FILTER_FLAG_BOOTTIME", "FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT", "FWPM_CALLOUT_IPSEC_ALE_CONNECT_V4",
    ];

    public override void Check(byte[] input)
    {
        var result = NetshImport.Read(input);
        (result.Objects is null).ShouldBe(!result.Errors.IsEmpty);
        foreach (var remark in result.Errors.Concat(result.Notices))
        {
            remark.Line.ShouldBeGreaterThan(0);
            remark.Column.ShouldBeGreaterThan(0);
            remark.Message.ShouldNotBeNullOrWhiteSpace();
        }

        if (result.Objects is not { } objects)
            return;
        var snapshot = FilterSnapshot.Compile(objects);
        foreach (var direction in new[] { PacketDirection.Inbound, PacketDirection.Outbound })
        {
            var question = new Question
            {
                Direction = direction,
                Protocol = 6,
                Local = new Endpoint(IpAddr.Parse("10.0.0.1"), 22),
                Remote = new Endpoint(IpAddr.Parse("10.1.0.2"), 40000),
                BegunByPeer = direction == PacketDirection.Inbound,
            };
            Explainer.Explain(snapshot, question, NoSaBehavior.Hold).Sentence.ShouldEndWith(".");
        }
    }
}
