using System.Net;
using System.Net.Sockets;
using Gatehouse.Linux.Namespaces;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>Packets whose destination is translated (DNAT) after they were sent: what is judged must be what leaves.</summary>
[Collection("namespaces")]
public sealed class TranslatedTrafficTests : IDisposable
{
    private const ushort SentTo = 4500;
    private const ushort TranslatedTo = 7778;

    private readonly LabNetwork _lab;
    private readonly LabHost _a;
    private readonly LabHost _b;

    public TranslatedTrafficTests()
    {
        Privileged.Require();
        _lab = LabNetwork.Create("gh-test", ["a", "b"], out var failure) ?? throw new InvalidOperationException(failure);
        (_a, _b) = (_lab.Hosts[0], _lab.Hosts[1]);
    }

    public void Dispose() => _lab?.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_port_of_the_hosts_own_address_translated_to_a_peer_is_sealed(int family) =>
        IsSealed(family, Traffic.AddressOf(_a, family));

    [Theory]
    [InlineData(4, "192.0.2.1")]
    [InlineData(6, "2001:db8::1")]
    public void An_exempted_destination_translated_to_a_peer_is_sealed(int family, string exempted)
    {
        Shell.Run($"ip -n {_a.Namespace} -{family} route add {exempted} via {Traffic.AddressOf(_b, family)}");
        IsSealed(family, exempted);
    }

    /// <summary>
    /// Port 4500 is exempt for the stand-in node, so judging before translation would let these out. A peer without a node receives nothing,
    /// because what arrives is protocol 50; a peer with one receives the datagram.
    /// </summary>
    private void IsSealed(int family, string destination)
    {
        var to = family == 4 ? $"{_b.V4}:{TranslatedTo}" : $"[{_b.V6}]:{TranslatedTo}";
        var tables = family == 4 ? "iptables" : "ip6tables";
        Shell.Run($"ip netns exec {_a.Namespace} {tables} -t nat -A OUTPUT -d {destination} -p udp --dport {SentTo} -j DNAT --to-destination {to}");
        using var receiver = Traffic.Open(_b, family, SocketType.Dgram, TranslatedTo);
        using var sender = Traffic.Open(_a, family, SocketType.Dgram);
        sender.SendTo([1], new IPEndPoint(IPAddress.Parse(destination), SentTo));
        receiver.Receive(new byte[10]).ShouldBe(1, "the translation works without us");

        using var a = new RunningNode(_a, new XorNode());
        Send(destination, family);
        receiver.Poll(500_000, SelectMode.SelectRead).ShouldBeFalse("it left in clear");
        a.On(() => a.Node.Sealed).ShouldBe(1);

        using var b = new RunningNode(_b, new XorNode());
        Send(destination, family);
        receiver.Receive(new byte[10]).ShouldBe(2);
        b.On(() => b.Node.Opened).ShouldBe(1);
    }

    private void Send(string destination, int family)
    {
        using var sender = Traffic.Open(_a, family, SocketType.Dgram);
        sender.SendTo([1, 2], new IPEndPoint(IPAddress.Parse(destination), SentTo));
    }
}
