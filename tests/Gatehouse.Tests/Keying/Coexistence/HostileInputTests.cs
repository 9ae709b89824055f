using System.Buffers.Binary;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Tests.Ike;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Coexistence;

public sealed class HostileInputTests
{
    [Fact]
    public void Mutations_of_whole_sessions_of_both_modules_neither_throw_nor_keep_them_from_an_SA()
    {
        var random = new Mutator(31);
        for (ulong seed = 0; seed < 120; seed++)
        {
            var pair = CoexistingPair.New(Speaks.Both, (Speaks)(1 + (seed % 3)), seed);
            pair.OnWire = (node, data) =>
            {
                for (var i = 0; i < 4; i++)
                {
                    var mutated = random.Mutate(data);
                    if (mutated.Length >= IsakmpHeader.Size && i % 2 == 0)
                        BinaryPrimitives.WriteUInt32BigEndian(mutated.AsSpan(24), (uint)mutated.Length);
                    // Before there are keys anybody on the path can answer in a peer's place; here he only adds to what a true peer would not have sent.
                    if (IsHarmless(mutated))
                        pair.Inject(pair.Other(node), mutated);
                }

                return data;
            };
            pair.Acquire(pair.A);
            pair.Run(2);
            pair.OnWire = (_, data) => data;
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(1));
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
            pair.Sendable(pair.B).ShouldBeTrue($"seed {seed}");
        }
    }

    [Fact]
    public void Datagrams_of_every_exchange_type_and_length_go_to_one_module_and_are_survived()
    {
        var random = new Mutator(32);
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both);
        for (var length = 0; length < 64; length++)
        {
            for (var exchange = 0; exchange < 256; exchange++)
            {
                var datagram = random.Bytes(length);
                if (length > 18)
                    datagram[18] = (byte)exchange;
                pair.Inject(pair.B, datagram);
            }
        }

        pair.Wire.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
        pair.B.Module.Snapshot(pair.Now).Counters.Values.Sum().ShouldBe(64 * 256);
    }

    private static bool IsHarmless(byte[] message) =>
        message.Length > 19 && ((message[19] & 1) != 0
            || !(AuthIpMessageReader.TryReadClear(message, out _, out _) || IsakmpMessageReader.TryRead(message, out _, out _)));
}
