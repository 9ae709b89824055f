using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

/// <summary>A fleet of peers that never answer, asked for an SA again and again by steady traffic: what it costs, and how soon one is noticed.</summary>
public sealed class SilentFleetTests
{
    private const int Peers = 1000;

    [Fact]
    public void After_the_first_hour_a_silent_peer_costs_at_most_40_datagrams_an_hour()
    {
        var node = new TestNode(IpAddr.Parse("10.0.0.1"), new SeededEntropy(1)).Boot();
        var sent = new Dictionary<IpAddr, int>();
        var retryAt = new Dictionary<IpAddr, Instant>();
        var acquires = 0;
        var fleet = Enumerable.Range(0, Peers).Select(i => new IpAddr(IpFamily.V4, 0x0A010000u + (uint)i)).ToArray();
        for (var second = 0; second < 3 * 3600; second++)
        {
            var now = Instant.FromSeconds(second);
            if (second == 3600)
                sent.Clear();
            if (second == 7200)
                sent.Values.Max().ShouldBeInRange(1, 40);
            while (node.Module.NextDeadline <= now)
                Call(now, (module, actions) => module.OnDeadline(now, actions));

            // The node asks keying only when its own memory of the failure says so.
            foreach (var peer in fleet)
            {
                if (retryAt.TryGetValue(peer, out var pause) && now < pause)
                    continue;
                acquires++;
                retryAt[peer] = Instant.Never;
                Call(now, (module, actions) => module.Acquire(now, new AddressPair(node.Address, peer), TrafficSelector.Any, false, actions));
            }
        }

        // 16 attempts of the first quarter of an hour, then one in five minutes: the work is bounded too.
        acquires.ShouldBeLessThan(Peers * 60);
        node.Module.Snapshot(Instant.FromSeconds(3 * 3600)).Down.Length.ShouldBe(Peers);

        void Call(Instant now, Action<IKeyingModule, List<KeyingAction>> call)
        {
            var failures = node.AcquiresFailed.Count;
            node.Call(call, datagram => sent[datagram.Remote.Address] = sent.GetValueOrDefault(datagram.Remote.Address) + 1);
            foreach (var failed in node.AcquiresFailed.Skip(failures))
                retryAt[failed.Addresses.Remote] = failed.RetryAt;
        }
    }

    [Fact]
    public void A_peer_that_begins_to_answer_is_noticed_within_15_minutes_and_at_once_when_it_initiates()
    {
        var pair = new Pair { OnWire = (_, _) => null };
        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(2), TimeSpan.FromSeconds(20), fromB: false);
        pair.A.Sender.ShouldBeNull();
        pair.OnWire = (_, data) => data;
        var back = pair.Now;
        while (pair.A.Sender is null && pair.Now < back + TimeSpan.FromMinutes(15))
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), fromB: false);
        pair.Sendable(pair.A).ShouldBeTrue();

        pair = new Pair { OnWire = (_, _) => null };
        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(2), TimeSpan.FromSeconds(20), fromB: false);
        pair.OnWire = (_, data) => data;
        pair.Acquire(pair.B);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
    }
}
