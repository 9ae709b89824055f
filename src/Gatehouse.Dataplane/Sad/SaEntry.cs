using Gatehouse.Base;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane.Sad;

/// <summary>An installed pair with its ciphers and counters. Disposing it zeroes the keys.</summary>
public sealed class SaEntry : IDisposable
{
    private readonly SaPair _pair;
    private readonly long _softBytes;
    private readonly long _hardBytes;
    private readonly long _softPackets;
    private bool _softReported;

    /// <summary>Takes ownership of the pair.</summary>
    public SaEntry(SaPair pair, IEntropy entropy, Instant now, bool outboundReady, TimeSpan idleTimeout, TimeSpan allowClear = default)
    {
        _pair = pair;
        Sealer = new EspSealer(pair.Outbound, pair.Algorithm, pair.OutboundKey, entropy);
        Opener = new EspOpener(pair.Inbound, pair.Algorithm, pair.InboundKey);
        InstalledAt = now;
        LastUsed = now;
        OutboundReady = outboundReady;
        IdleTimeout = idleTimeout;
        AllowClear = allowClear;

        // The initiator of the quick mode rekeys first; the responder only when that did not happen (ike.md 12, collision rule).
        var softShare = pair.IsInitiator ? 80 : 95;
        _hardBytes = pair.Lifetime.Kilobytes == 0 ? long.MaxValue : pair.Lifetime.Kilobytes * 1024L;
        _softBytes = _hardBytes / 100 * softShare;

        // Sequence numbers are 32 bits without extension and must never wrap (RFC 4303 section 3.3.3).
        HardPackets = pair.Lifetime.Packets == 0 ? uint.MaxValue : pair.Lifetime.Packets;
        _softPackets = HardPackets / 100 * softShare;
    }

    /// <summary>Both addresses.</summary>
    public AddressPair Addresses => _pair.Addresses;

    /// <summary>What the pair covers.</summary>
    public TrafficSelector Selector => _pair.Selector;

    /// <summary>SPI of packets that arrive.</summary>
    public Spi Inbound => _pair.Inbound;

    /// <summary>SPI of packets that leave.</summary>
    public Spi Outbound => _pair.Outbound;

    /// <summary>Suite.</summary>
    public EspAlgorithm Algorithm => _pair.Algorithm;

    /// <summary>The outbound half.</summary>
    public EspSealer Sealer { get; }

    /// <summary>The inbound half.</summary>
    public EspOpener Opener { get; }

    /// <summary>When it was installed.</summary>
    public Instant InstalledAt { get; }

    /// <summary>When a packet last used it, either way.</summary>
    public Instant LastUsed { get; set; }

    /// <summary>How long it may stay unused; zero means for ever.</summary>
    public TimeSpan IdleTimeout { get; }

    /// <summary>How long after its installation clear text of its traffic is tolerated (ndAllowClearTimeoutSeconds); zero for never.</summary>
    public TimeSpan AllowClear { get; }

    /// <summary>It carries flows whose encryption is guaranteed, and no others ([MS-IKEE] 3.7).</summary>
    public bool GuaranteedEncryption => _pair.GuaranteedEncryption;

    /// <summary>Behind a NAT a boundary peer is never upgraded: its traffic stays clear ([MS-IKEE] 3.7, outbound rule 2).</summary>
    public bool LeavesClear => _pair is { UdpEncapsulated: true, PeerIsBoundary: true };

    /// <summary>True once the outbound half may send.</summary>
    public bool OutboundReady { get; set; }

    /// <summary>True once a packet opened under it.</summary>
    public bool HasReceived { get; set; }

    /// <summary>True once idleness has been reported.</summary>
    public bool IdleReported { get; set; }

    /// <summary>True once a hard limit of traffic is used up; nothing is sealed or opened under it any more.</summary>
    public bool Exhausted { get; private set; }

    private long HardPackets { get; }

    /// <summary>The signal due after a packet was counted, or null. Each signal is given once.</summary>
    public SaTrafficLimit? CheckTraffic()
    {
        var bytes = Math.Max(Sealer.Bytes, Opener.Bytes);
        var packets = Math.Max(Sealer.Packets, Opener.Packets);
        if (bytes >= _hardBytes || packets >= HardPackets)
        {
            if (Exhausted)
                return null;
            Exhausted = true;
            return SaTrafficLimit.Hard;
        }

        if (_softReported || (bytes < _softBytes && packets < _softPackets))
            return null;
        _softReported = true;
        return SaTrafficLimit.Soft;
    }

    /// <summary>Frees the ciphers and zeroes the keys.</summary>
    public void Dispose()
    {
        Sealer.Dispose();
        Opener.Dispose();
        _pair.Dispose();
    }
}

/// <summary>Which limit of traffic a pair reached.</summary>
public enum SaTrafficLimit
{
    /// <summary>Time to rekey.</summary>
    Soft,

    /// <summary>Used up.</summary>
    Hard,
}
