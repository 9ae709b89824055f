using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Ike;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

public sealed class HostileInputTests
{
    [Fact]
    public void Every_message_twice_and_later_again_changes_nothing()
    {
        var pair = AuthIpPair.New(options: new AuthIpOptions { FastQuickMode = false });
        pair.OnWire = (_, data) => data;
        pair.Acquire(pair.A);
        pair.Run(1);
        var recorded = pair.Wire.ToArray();
        var (events, pairs) = (pair.A.Events.Count + pair.B.Events.Count, pair.A.Pairs.Keys.Concat(pair.B.Pairs.Keys).ToArray());
        for (var round = 0; round < 3; round++)
        {
            foreach (var (from, data) in recorded)
            {
                pair.Inject(pair.Other(from), data);
                pair.Run(round * 20);
            }
        }

        pair.A.Pairs.Keys.Concat(pair.B.Pairs.Keys).ShouldBe(pairs);
        pair.A.Events.Concat(pair.B.Events).Count(item => item.Kind != KeyingEventKind.MessageRefused).ShouldBe(events);
        (pair.A.Count("Duplicate") + pair.B.Count("Duplicate")).ShouldBeGreaterThan(8);
    }

    [Fact]
    public void Mutations_of_a_whole_session_neither_throw_nor_end_it()
    {
        var random = new Mutator(21);
        for (ulong seed = 0; seed < 150; seed++)
        {
            var pair = AuthIpPair.New(seed, options: new AuthIpOptions { FastQuickMode = seed % 2 == 0 });
            pair.OnWire = (node, data) =>
            {
                for (var i = 0; i < 4; i++)
                {
                    var mutated = random.Mutate(data);
                    if (mutated.Length >= IsakmpHeader.Size && i % 2 == 0)
                        BinaryPrimitives.WriteUInt32BigEndian(mutated.AsSpan(24), (uint)mutated.Length);
                    // What is clear can be forged by anybody on the path before there are keys; here he only adds to what is protected, and
                    // to what a true peer would not have sent.
                    if ((mutated.Length > 19 && (mutated[19] & 1) != 0) || !AuthIpMessageReader.TryReadClear(mutated, out _, out _))
                        pair.Inject(pair.Other(node), mutated);
                }

                return data;
            };
            pair.Establish();
            pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.SoftTrafficLimit);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
            pair.OnWire = (_, data) => data;
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(1));
            pair.ShouldMirror();
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
            pair.PacketsLost.ShouldBe(0);
        }
    }

    [Fact]
    public void Noise_and_damaged_first_messages_are_survived_and_forgotten()
    {
        var random = new Mutator(22);
        var pair = AuthIpPair.New();
        byte[][] seeds = [IkeVectors.AuthIpMainMode1(), AuthIpInputs.Derived("v1-message-1"), AuthIpInputs.Derived("v1-message-5"), FirstMessageOf(pair)];
        for (var i = 0; i < 20_000; i++)
        {
            var datagram = i % 8 == 0 ? random.Bytes(random.Next(400)) : random.Mutate(seeds[i % seeds.Length]);
            if (datagram.Length >= IsakmpHeader.Size && i % 3 != 0)
                BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(24), (uint)datagram.Length);
            pair.Inject(pair.B, datagram);
            if (i % 500 == 0)
                pair.Run(30);
        }

        pair.Run(100);
        pair.B.Context().MainModes.All.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
        pair.B.Module.Snapshot(pair.Now).Counters.Count.ShouldBeLessThan(40);
    }

    [Fact]
    public void A_message_of_one_peer_from_the_address_of_another_is_refused()
    {
        var pair = AuthIpPair.New().Establish();
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.Idle);
        pair.OnWire = (_, _) => null;
        pair.Inject(pair.B, pair.Wire[^1].Data, IpAddr.Parse("10.99.0.77"));
        pair.B.Pairs.Count.ShouldBe(1);
        pair.B.Count("WrongAddress").ShouldBe(1);
    }

    [Fact]
    public void Clear_messages_where_protected_ones_are_due_are_refused()
    {
        var pair = AuthIpPair.New().Establish();
        var sa = pair.B.Context().MainModes.All.Single();
        for (var exchange = ExchangeType.AuthIpMainMode; exchange <= ExchangeType.AuthIpNotify; exchange++)
        {
            var header = IsakmpHeader.Create(sa.CookieI, sa.CookieR, exchange, messageId: 77);
            var status = AuthIpNotifies.Status(NotifySubject.QuickMode, WindowsError.SaDeleted, reliable: true);
            pair.Inject(pair.B, AuthIpMessageWriter.WriteClear(header, 9, [status]));
            pair.Inject(pair.A, AuthIpMessageWriter.WriteClear(header, 9, [status]));
        }

        pair.Run(60);
        pair.A.Pairs.Count.ShouldBe(1);
        pair.B.Pairs.Count.ShouldBe(1);
        sa.IsUsable.ShouldBeFalse("it is the responder's");
        pair.A.Context().MainModes.All.Single().IsUsable.ShouldBeTrue();
    }

    [Fact]
    public void An_old_notify_cannot_be_played_again_under_another_state()
    {
        var pair = AuthIpPair.New().Establish();
        var sa = pair.A.Context().MainModes.All.Single();
        pair.A.Call((_, actions) =>
        {
            sa.Peer.ShouldNotBeNull();
            pair.A.Context().Begin(pair.Now, actions);
            pair.A.Context().Notifier.SendOnce(sa, 5, [AuthIpNotifies.Status(NotifySubject.QuickMode, WindowsError.SaDeleted, reliable: false)]);
        }, datagram => pair.Wire.Add((pair.A, datagram.Data)));
        var recorded = pair.Wire[^1].Data;
        pair.Inject(pair.B, recorded);
        pair.B.Pairs.ShouldBeEmpty("an unknown message ID can only mean the oldest pair");
        pair.SendPacket(pair.A);
        pair.Acquire(pair.B);
        pair.Run(1);
        pair.B.Pairs.Count.ShouldBe(1);
        pair.Inject(pair.B, recorded);
        pair.B.Pairs.Count.ShouldBe(1);
        pair.B.Count("WrongSequence").ShouldBe(1);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("0 0", false)]
    [InlineData("5 4 3 3", false)]
    [InlineData("0 1 0", false)]
    [InlineData("0 3 1 2 0", false)]
    [InlineData("0 63 1", true)]
    [InlineData("0 64 0", false)]
    [InlineData("0 64 1 63 2", true)]
    [InlineData("10 200 137", true)]
    [InlineData("10 200 136", false)]
    [InlineData("4294967295 4294967294", true)]
    public void Sequence_numbers_are_accepted_once_inside_a_window(string numbers, bool last)
    {
        var window = new SequenceWindow();
        var accepted = numbers.Split(' ').Select(number => window.TryAccept(uint.Parse(number, null))).ToArray();
        accepted[^1].ShouldBe(last);
    }

    private static byte[] FirstMessageOf(Pair pair)
    {
        pair.Acquire(pair.A);
        var message = pair.Wire[0].Data;
        pair.OnWire = (_, _) => null;
        pair.Run(60);
        return message;
    }
}
