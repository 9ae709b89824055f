using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Filtering;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;

namespace Gatehouse.Analysis.Explain;

/// <summary>
/// A packet path of its own, brought into the situation a question describes: the flow in the table, an SA in the database. No packet of the
/// host is touched; the keys are made for the question and forgotten with it.
/// </summary>
internal sealed class Situation : IPathEvents, IDisposable
{
    private const uint InboundSpi = 0x1001;
    private const uint OutboundSpi = 0x2001;

    /// <summary>Older than any grace, so that a secured flow is one.</summary>
    private static readonly TimeSpan SaAge = TimeSpan.FromHours(1);

    private static readonly Instant Now = Instant.FromSeconds(100_000);
    private static readonly EspAlgorithm Algorithm = new(EspCipher.AesGcm16, 128, EspIntegrity.None);

    private readonly SecurityAssociationDatabase _sad = new();
    private readonly FlowTracker _flows = new(new FlowTable(new SeededEntropy(1)));
    private readonly PacketBuffer _buffer = new();
    private readonly PacketPath _path;
    private readonly Question _question;

    public Situation(FilterSnapshot filters, Question question, NoSaBehavior onNoSa, IClassifyTrace trace)
    {
        _question = question;
        _path = new PacketPath(filters, _sad, new HoldingQueue(), new NegotiationTable(), _flows, this, onNoSa) { Trace = trace };
        if (question.NeedsCrypto)
        {
            Install(0, guaranteedEncryption: false);
            Install(1, guaranteedEncryption: true);
        }
    }

    /// <summary>The engine asked for a negotiation.</summary>
    public bool Asked { get; private set; }

    /// <summary>Judges the question's packet.</summary>
    public PathVerdict Judge()
    {
        var packet = QuestionPacket.Build(_question);
        if (_question.Flow != FlowHistory.New)
            Remember(packet);
        _buffer.Load(packet);
        if (_question.IsOutbound)
            return _path.Outbound(Now, _buffer, default, token: 1);
        if (_question.ArrivesProtected)
            SealAtPeer();
        return _path.Inbound(Now, _buffer, default);
    }

    public void AcquireRequested(in Wanted wanted) => Asked = true;

    public void UnknownSpi(AddressPair addresses, Spi inbound)
    {
        // The question's SAs are all in the database.
    }

    public void ClearReply(AddressPair addresses)
    {
    }

    public void FirstPacketReceived(SaEntry entry)
    {
        // Keying would be told; here nobody is.
    }

    public void TrafficLimitReached(SaEntry entry, SaTrafficLimit limit)
    {
        // One packet reaches no limit.
    }

    public void Dispose() => _sad.Dispose();

    private void Remember(byte[] packet)
    {
        if (!IpPacketReader.TryRead(packet, 0, out var info))
            return;
        var view = _flows.View(Now, packet, info, _question.IsOutbound);
        if (!view.IsOfConnection)
            return;
        var flags = FlowFlags.Answered | (_question.BegunByPeer ? FlowFlags.Inbound : FlowFlags.None)
            | (_question.Flow == FlowHistory.Secured ? FlowFlags.Secure | FlowFlags.ProtectedReceived : FlowFlags.None);
        if (_flows.Table.TryAdd(Now, view.Packet.Key, flags, FlowState.Open, out var index))
            _flows.Table.Authorised(index, _flows.AleEpoch);
    }

    private void Install(uint number, bool guaranteedEncryption)
    {
        var pair = Pair(InboundSpi + number, OutboundSpi + number, guaranteedEncryption);
        _sad.TryInstall(new SaEntry(pair, new SeededEntropy(number), Now - SaAge, outboundReady: true, idleTimeout: TimeSpan.Zero));
    }

    private SaPair Pair(uint inbound, uint outbound, bool guaranteedEncryption) => new()
    {
        Addresses = new AddressPair(_question.Local.Address, _question.Remote.Address),
        Selector = TrafficSelector.Any,
        Inbound = new Spi(inbound),
        Outbound = new Spi(outbound),
        Algorithm = Algorithm,
        InboundKey = Key(inbound),
        OutboundKey = Key(outbound),
        Lifetime = new SaLifetime(3600, 0, 0),
        IsInitiator = true,
        GuaranteedEncryption = guaranteedEncryption,
    };

    private void SealAtPeer()
    {
        using var key = Key(InboundSpi);
        using var sealer = new EspSealer(new Spi(InboundSpi), Algorithm, key, new SeededEntropy(9));
        sealer.Seal(_buffer);
    }

    private static SecretBytes Key(uint seed) => new(new SeededEntropy(seed).NextBytes(Algorithm.KeyMaterialLength));
}
