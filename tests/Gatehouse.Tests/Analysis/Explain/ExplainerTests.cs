using Gatehouse.Analysis.Explain;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Analysis.Explain;

public sealed class ExplainerTests
{
    private const string Rules = """
        rules:
          - { name: web, scenario: transport-mode, protocol: tcp, remotePort: 443 }
          - { name: printer, scenario: clear, remote: [10.0.0.2, "fd00::2"], protocol: tcp, localPort: 9100 }
          - { name: smb, scenario: block, protocol: tcp, localPort: 445 }
          - { name: vault, scenario: negotiation-discovery, protocol: udp, remotePort: 2222, guaranteeEncryption: true }

        """;

    [Theory]
    [InlineData("transport-mode", true, false, false, FlowHistory.New, ExplainedVerdict.Hold, VerdictReason.Held)]
    [InlineData("transport-mode", true, true, false, FlowHistory.New, ExplainedVerdict.Protect, VerdictReason.Sealed)]
    [InlineData("transport-mode", false, false, false, FlowHistory.New, ExplainedVerdict.Drop, VerdictReason.ClearTextInbound)]
    [InlineData("transport-mode", false, true, true, FlowHistory.New, ExplainedVerdict.Permit, VerdictReason.Opened)]
    [InlineData("negotiation-discovery", true, false, false, FlowHistory.New, ExplainedVerdict.ClearAndNegotiate, VerdictReason.ClearDiscovery)]
    [InlineData("negotiation-discovery", true, false, false, FlowHistory.Secured, ExplainedVerdict.Hold, VerdictReason.Held)]
    [InlineData("negotiation-discovery", true, true, false, FlowHistory.Clear, ExplainedVerdict.Protect, VerdictReason.Sealed)]
    [InlineData("negotiation-discovery", false, false, false, FlowHistory.New, ExplainedVerdict.Drop, VerdictReason.ConnectionNotSecured)]
    [InlineData("negotiation-discovery", false, false, false, FlowHistory.Clear, ExplainedVerdict.Permit, VerdictReason.ClearTolerated)]
    [InlineData("negotiation-discovery", false, false, false, FlowHistory.Secured, ExplainedVerdict.Drop, VerdictReason.ClearTextOfSecuredFlow)]
    [InlineData("negotiation-discovery-boundary", false, false, false, FlowHistory.New, ExplainedVerdict.Permit, VerdictReason.ClearTolerated)]
    [InlineData("block", true, false, false, FlowHistory.New, ExplainedVerdict.Drop, VerdictReason.BlockFilter)]
    [InlineData("clear", true, false, false, FlowHistory.New, ExplainedVerdict.Permit, VerdictReason.NoFilterMatched)]
    public void A_situation_has_its_verdict(
        string scenario, bool outbound, bool sa, bool protects, FlowHistory flow, ExplainedVerdict verdict, VerdictReason reason)
    {
        foreach (var family in new[] { IpFamily.V4, IpFamily.V6 })
        {
            var question = Ask(outbound, IpProtocol.Tcp, family, 1000, 80, sa) with
            {
                ArrivesProtected = protects, Flow = flow, BegunByPeer = !outbound && flow == FlowHistory.New,
            };
            var explanation = Explainer.Explain(Compile(scenario), question, NoSaBehavior.Hold);
            (explanation.Verdict, explanation.Reason).ShouldBe((verdict, reason), $"{family}: {explanation.Sentence}");
            explanation.Layers.ShouldNotBeEmpty();
            explanation.Sentence.ShouldEndWith(".");
        }
    }

    [Fact]
    public void Every_layer_tells_each_filter_up_to_the_one_that_decided()
    {
        var question = Ask(outbound: false, IpProtocol.Tcp, IpFamily.V4, 80, 40000, sa: false) with { BegunByPeer = true };
        var explanation = Explainer.Explain(Compile("negotiation-discovery"), question, NoSaBehavior.Hold);
        explanation.Layers.Select(layer => layer.Layer).ShouldBe([FwpmLayer.InboundTransportV4, FwpmLayer.AleAuthRecvAcceptV4]);
        foreach (var layer in explanation.Layers)
        {
            layer.Filters.Count(filter => filter.Decided).ShouldBe(1);
            layer.Filters[^1].Decided.ShouldBeTrue();
            layer.Filters[^1].Failed.ShouldBeNull();
            layer.Filters[..^1].ShouldAllBe(filter => filter.Failed != null);
        }
    }

    [Fact]
    public void An_explanation_never_disagrees_with_a_node()
    {
        var entropy = new SeededEntropy(12);
        string[] scenarios = ["transport-mode", "negotiation-discovery", "negotiation-discovery-boundary", "clear", "block"];
        byte[] protocols = [IpProtocol.Tcp, IpProtocol.Udp, IpProtocol.Sctp, 47];
        ushort[] ports = [80, 443, 445, 9100, 2222, 500];
        var words = new HashSet<ExplainedVerdict>();
        foreach (var scenario in scenarios)
        {
            foreach (var rules in new[] { "", Rules })
            {
                var objects = TestNode.Compile(scenario, rules);
                var filters = FilterSnapshot.Compile(objects);
                for (var i = 0; i < 300; i++)
                {
                    var protocol = protocols[entropy.NextUInt32() % 4];
                    var hasPorts = IpProtocol.HasPorts(protocol);
                    ushort Port() => hasPorts ? ports[entropy.NextUInt32() % 6] : (ushort)0;
                    var outbound = entropy.NextUInt32() % 2 == 0;
                    var family = entropy.NextUInt32() % 2 == 0 ? IpFamily.V4 : IpFamily.V6;
                    var question = Ask(outbound, protocol, family, Port(), Port(), sa: entropy.NextUInt32() % 2 == 0) with { BegunByPeer = !outbound };
                    var explanation = Explainer.Explain(filters, question, NoSaBehavior.Hold);
                    words.Add(explanation.Verdict);
                    Judge(objects, question).ShouldBe(explanation.Reason, $"{scenario} {question}: {explanation.Sentence}");
                }
            }
        }

        words.Count.ShouldBe(5);
    }

    // A node of its own, with the SA put in by keying and not by the explainer.
    private static VerdictReason Judge(WfpObjectSet objects, Question question)
    {
        using var test = new TestNode(objects: objects);
        if (question.HasSa)
        {
            test.Install(question.Local.Address.Family, 0x1001, guaranteedEncryption: false);
            test.Install(question.Local.Address.Family, 0x1002, guaranteedEncryption: true);
        }

        var packet = Packet(question);
        return (question.IsOutbound ? test.Out(packet) : test.In(packet)).Verdict.Reason;
    }

    private static byte[] Packet(Question question)
    {
        var (from, to) = question.IsOutbound ? (question.Local, question.Remote) : (question.Remote, question.Local);
        return question.Protocol switch
        {
            IpProtocol.Tcp => PacketBuilder.BuildTcp(from, to, 7, 0, TcpFlags.Syn, 100, []),
            IpProtocol.Udp => PacketBuilder.BuildUdp(from, to, [1, 2, 3]),
            _ => PacketBuilder.BuildIp(
                from.Address, to.Address, question.Protocol,
                [(byte)(from.Port >> 8), (byte)from.Port, (byte)(to.Port >> 8), (byte)to.Port, 0, 0, 0, 0, 0, 0]),
        };
    }

    private static Question Ask(bool outbound, byte protocol, IpFamily family, ushort localPort, ushort remotePort, bool sa) => new()
    {
        Direction = outbound ? PacketDirection.Outbound : PacketDirection.Inbound,
        Protocol = protocol,
        Local = new Endpoint(TestNode.Pair(family).Local, localPort),
        Remote = new Endpoint(TestNode.Pair(family).Remote, remotePort),
        HasSa = sa,
    };

    private static FilterSnapshot Compile(string scenario) => FilterSnapshot.Compile(TestNode.Compile(scenario));
}
