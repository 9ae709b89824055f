using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Isakmp;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class HostileInputTests
{
    [Fact]
    public void Every_truncation_of_every_message_is_counted_and_changes_no_established_sa()
    {
        var pair = new Pair().Establish();
        var before = State(pair);
        foreach (var (from, data) in pair.Wire.ToArray())
        {
            for (var length = 0; length < data.Length; length++)
                pair.Inject(pair.Other(from), data[..length]);
        }

        State(pair).ShouldBe(before);
        pair.A.Module.Snapshot(pair.Now).Counters["Truncated"].ShouldBeGreaterThan(100);
        pair.Wire.Count.ShouldBe(9, "nothing is answered");
    }

    [Fact]
    public void Seeded_mutations_of_every_message_change_no_established_sa()
    {
        for (ulong seed = 0; seed < 12; seed++)
        {
            var pair = new Pair(seed, v6: seed % 2 == 1).Establish();
            var before = State(pair);
            var draw = new SeededEntropy(seed);
            foreach (var (from, data) in pair.Wire.ToArray())
            {
                for (var round = 0; round < 60; round++)
                    pair.Inject(pair.Other(from), Mutate(data, draw));
            }

            pair.OnWire = (_, _) => null;
            pair.Run(30);
            State(pair).ShouldBe(before, $"seed {seed}");
        }
    }

    [Fact]
    public void Mutated_copies_in_front_of_protected_messages_do_not_stop_the_exchange()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            var pair = new Pair(seed);
            var draw = new SeededEntropy(seed);
            pair.OnWire = (from, data) =>
            {
                // Main mode #5 and #6, quick mode and informational: everything that is encrypted.
                if ((data[19] & 1) != 0)
                {
                    for (var copy = 0; copy < 3; copy++)
                        pair.Inject(pair.Other(from), MutateBehindHeader(data, draw));
                }

                return data;
            };
            pair.Acquire(pair.A);
            pair.Run(12);
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
            pair.Sendable(pair.B).ShouldBeTrue($"seed {seed}");
            pair.ShouldMirror();
        }
    }

    [Fact]
    public void Random_bytes_are_counted_and_nothing_else()
    {
        var pair = new Pair().Establish();
        var before = State(pair);
        var draw = new SeededEntropy(4);
        for (var round = 0; round < 3000; round++)
            pair.Inject(pair.A, draw.NextBytes((int)(draw.NextUInt32() % 400)));
        State(pair).ShouldBe(before);
        pair.A.Module.Snapshot(pair.Now).Counters.Values.Sum().ShouldBeGreaterThanOrEqualTo(3000);
        pair.A.Events.Count(news => news.Kind == KeyingEventKind.MessageRefused).ShouldBeLessThan(20, "events are limited in rate");
    }

    [Fact]
    public void A_recorded_exchange_played_again_changes_nothing_and_is_hardly_answered()
    {
        var pair = new Pair().Establish();
        var before = State(pair);
        var recorded = pair.Wire.ToArray();
        for (var round = 0; round < 50; round++)
        {
            foreach (var (from, data) in recorded)
                pair.Inject(pair.Other(from), data);
            pair.Run(1);
        }

        State(pair).ShouldBe(before);
        pair.Wire.Count.ShouldBeLessThan(9 + (5 * AnswerCache.RepeatsPerAnswer));
        pair.Run(100);
        foreach (var (from, data) in recorded)
            pair.Inject(pair.Other(from), data);
        pair.Run(100);
        State(pair).ShouldBe(before, "also when the quick mode has been forgotten");
        pair.B.Module.Snapshot(pair.Now).Counters["ReplayedMessageId"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Messages_with_our_cookies_from_another_address_are_refused()
    {
        var pair = new Pair().Establish();
        var last = pair.Wire[^1];
        pair.Inject(pair.Other(last.From), last.Data, IpAddr.Parse("10.99.0.77"));
        pair.Other(last.From).Module.Snapshot(pair.Now).Counters["WrongAddress"].ShouldBe(1);
    }

    [Fact]
    public void Forged_notifies_end_neither_an_sa_nor_a_negotiation()
    {
        var pair = new Pair();
        foreach (ushort type in new ushort[] { 4, 14, 16, 18, 24, 30 })
        {
            pair = new Pair(type);
            pair.OnWire = (from, data) =>
            {
                IsakmpHeader.TryRead(data, out var header);
                var forged = IsakmpMessageWriter.Write(
                    IsakmpHeader.Create(header.CookieI, header.CookieR, ExchangeType.Informational, messageId: 7),
                    [new NotificationPayload(ProtocolId.Isakmp, (NotifyType)type)]);
                // To both ends, in front of every message of the exchange.
                pair.Inject(pair.A, forged);
                pair.Inject(pair.B, forged);
                return data;
            };
            pair.Establish();
            pair.Run(60);
            pair.A.Pairs.Count.ShouldBe(1);
            pair.A.Failures.ShouldBeEmpty();
            pair.A.Module.Snapshot(pair.Now).Counters["UnauthenticatedNotify"].ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void A_forged_delete_is_not_believed()
    {
        var pair = new Pair().Establish();
        var before = State(pair);
        IsakmpHeader.TryRead(pair.Wire[^1].Data, out var header);
        var spi = pair.A.Pairs.Values.Single().Sa.Outbound.Value;
        byte[] bytes = [(byte)(spi >> 24), (byte)(spi >> 16), (byte)(spi >> 8), (byte)spi];
        pair.Inject(pair.A, IsakmpMessageWriter.Write(
            IsakmpHeader.Create(header.CookieI, header.CookieR, ExchangeType.Informational, messageId: 7), [new DeletePayload(ProtocolId.Esp, bytes)]));
        pair.Inject(pair.A, IsakmpMessageWriter.Write(
            IsakmpHeader.Create(header.CookieI, header.CookieR, ExchangeType.Informational, IsakmpFlags.Encryption, 7),
            [new HashPayload(new byte[32]), new DeletePayload(ProtocolId.Esp, bytes)], 16));
        State(pair).ShouldBe(before);
    }

    private static string State(Pair pair) => string.Join(' ', new[] { pair.A, pair.B }.Select(node =>
        $"{string.Join(',', node.Pairs.Keys.Order(Comparer<Gatehouse.Model.Ipsec.Spi>.Create((x, y) => x.Value.CompareTo(y.Value))))} "
        + $"{node.Sender!.Sa.Inbound} {string.Join(',', node.Module.Snapshot(pair.Now).MainModes.Select(sa => sa.Cookies))}"));

    private static byte[] Mutate(byte[] data, SeededEntropy draw)
    {
        var copy = (byte[])data.Clone();
        for (var change = 0; change <= draw.NextUInt32() % 3; change++)
            copy[draw.NextUInt32() % copy.Length] ^= (byte)(1 << (int)(draw.NextUInt32() % 8));
        return copy;
    }

    private static byte[] MutateBehindHeader(byte[] data, SeededEntropy draw)
    {
        var copy = (byte[])data.Clone();
        copy[IsakmpHeader.Size + (draw.NextUInt32() % (copy.Length - IsakmpHeader.Size))] ^= (byte)(1 << (int)(draw.NextUInt32() % 8));
        return copy;
    }
}
