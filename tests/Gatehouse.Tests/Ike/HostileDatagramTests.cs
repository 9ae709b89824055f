using Gatehouse.Base;
using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike;

/// <summary>What port 500 takes from anybody: noise, damaged messages, and damage behind a right key.</summary>
public sealed class HostileDatagramTests
{
    private const int Datagrams = 200_000;

    private static readonly byte[][] Seeds =
    [
        IkeVectors.Windows10MainMode1(),
        IkeVectors.AuthIpMainMode1(),
        IsakmpMessageWriter.Write(
            IsakmpHeader.Create(1, 2, ExchangeType.IdentityProtection),
            [
                new KeyExchangePayload(new byte[64]), new NoncePayload(new byte[32]),
                new NatDiscoveryPayload(new byte[20]), new NatDiscoveryPayload(new byte[20]),
            ]),
        IsakmpMessageWriter.Write(
            IsakmpHeader.Create(1, 2, ExchangeType.QuickMode, messageId: 9),
            [
                new HashPayload(new byte[20]), EspOffer(), new NoncePayload(new byte[32]), new KeyExchangePayload(new byte[96]),
                IdentificationPayload.ForAddress(IpAddr.Parse("192.0.2.1")), IdentificationPayload.ForAddress(IpAddr.Parse("2001:db8::1")),
            ],
            blockSize: 16),
        IsakmpMessageWriter.Write(
            IsakmpHeader.Create(1, 2, ExchangeType.Informational, messageId: 9),
            [
                new HashPayload(new byte[20]), new DeletePayload(ProtocolId.Esp, new byte[4]), new DeletePayload(ProtocolId.Isakmp, new byte[16]),
                new NotificationPayload(ProtocolId.Esp, NotifyType.ResponderLifetime, new byte[4], new byte[12]),
            ],
            blockSize: 16),
    ];

    [Fact]
    public void Two_hundred_thousand_hostile_datagrams_are_refused_or_read_faithfully()
    {
        var random = new Mutator(7);
        var outcomes = new Dictionary<IsakmpError, int>();
        for (var i = 0; i < Datagrams; i++)
        {
            var datagram = Hostile(random, i);
            var padded = i % 2 == 0;
            var error = Read(datagram, padded, out var message);
            outcomes[error] = outcomes.GetValueOrDefault(error) + 1;
            (message is not null).ShouldBe(error == IsakmpError.None);
            if (message is not null)
                Examine(message, datagram, padded);
        }

        // Every way the reader can refuse was taken, and a fair share got through to the layers behind it.
        var reasons = Enum.GetValues<IsakmpError>().Where(error => error <= IsakmpError.InvalidSpi);
        foreach (var reason in reasons.Except([IsakmpError.InvalidExchangeType, IsakmpError.InvalidMessageId, IsakmpError.TooMuch]))
            outcomes.ShouldContainKey(reason);
        outcomes[IsakmpError.None].ShouldBeGreaterThan(Datagrams / 20);
    }

    [Fact]
    public void The_same_seed_meets_the_same_refusals() => Refusals().ShouldBe(Refusals());

    private static List<IsakmpError> Refusals()
    {
        var random = new Mutator(8);
        return [.. Enumerable.Range(0, 2000).Select(i => Read(Hostile(random, i), padded: false, out _))];
    }

    private static byte[] Hostile(Mutator random, int number)
    {
        if (number % 16 == 0)
            return random.Bytes(random.Next(600));
        var datagram = random.Mutate(Seeds[number % Seeds.Length]);

        // Three in four get a header length that fits, else little damage would come past the header.
        if (number % 4 != 1 && datagram.Length >= IsakmpHeader.Size)
        {
            datagram[24] = 0;
            datagram[25] = 0;
            datagram[26] = (byte)(datagram.Length >> 8);
            datagram[27] = (byte)datagram.Length;
        }

        return datagram;
    }

    private static IsakmpError Read(byte[] datagram, bool padded, out IsakmpMessage? message)
    {
        message = null;
        if (!IsakmpMessageReader.TryReadHeader(datagram, out var header, out var error))
            return error;
        IsakmpMessageReader.TryReadPayloads(header, datagram.AsSpan(IsakmpHeader.Size), padded, out message, out error);
        return error;
    }

    private static void Examine(IsakmpMessage message, byte[] datagram, bool padded)
    {
        if (message.Payloads.Length > IsakmpLimits.Payloads)
            Assert.Fail("more payloads than the limit");
        var written = IsakmpMessageWriter.WriteChain([.. message.Payloads.Select(payload => payload.Content)]);
        if (!written.AsSpan().SequenceEqual(message.Chain.Span) || !datagram.AsSpan(IsakmpHeader.Size).StartsWith(written))
            Assert.Fail($"reads differently than it was sent: {Convert.ToHexString(datagram)}");
        if (!padded && written.Length != datagram.Length - IsakmpHeader.Size)
            Assert.Fail("bytes were ignored");
        foreach (var rule in Ikev1ExchangeRules.All)
            Ikev1ExchangeRules.Check(message, rule.Exchange, rule.Number, rule.Protected);
        foreach (var vid in message.All<VendorIdPayload>())
            VendorIds.Identify(vid.Id.Span)?.Suffix(vid.Id.Span);
        foreach (var transform in message.All<SaPayload>().SelectMany(sa => sa.Proposals).SelectMany(proposal => proposal.Transforms))
        {
            transform.Attributes.OakleyLifetimes();
            transform.Attributes.IpsecLifetimes();
        }

        foreach (var id in message.All<IdentificationPayload>())
            _ = id.Address;
    }

    private static SaPayload EspOffer() => new(
    [
        new ProposalPayload(1, ProtocolId.Esp, new byte[] { 1, 2, 3, 4 },
        [
            new TransformPayload(1, (byte)EspTransformId.AesGcm16,
            [
                IpsecAttributeType.EncapsulationMode.Basic((ushort)EncapsulationMode.Transport), IpsecAttributeType.KeyLength.Basic(128),
                IpsecAttributeType.LifeType.Basic((ushort)LifeType.Seconds), IpsecAttributeType.LifeDuration.Variable(3600),
            ]),
        ]),
    ]);
}
