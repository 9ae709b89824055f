using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane.Sad;

/// <summary>
/// The installed pairs (RFC 4301 section 4.4.2): inbound by SPI, outbound by address pair, the newest ready one first. Single-threaded, like the node.
/// </summary>
public sealed class SecurityAssociationDatabase : IDisposable
{
    private readonly Dictionary<uint, SaEntry> _inbound = [];
    private readonly Dictionary<AddressPair, List<SaEntry>> _outbound = [];

    /// <summary>Every installed pair.</summary>
    public IReadOnlyCollection<SaEntry> Entries => _inbound.Values;

    /// <summary>
    /// Installs a pair as the newest between its addresses. False when its inbound SPI is taken or too many pairs stand; the entry is not taken.
    /// </summary>
    public bool TryInstall(SaEntry entry)
    {
        var known = _outbound.TryGetValue(entry.Addresses, out var entries);
        if (entries?.Count >= Limits.PairsPerAddressPair || !_inbound.TryAdd(entry.Inbound.Value, entry))
            return false;
        if (!known)
            _outbound[entry.Addresses] = entries = [];
        entries!.Add(entry);
        return true;
    }

    /// <summary>
    /// Lets the outbound half of a pair send, from now on as the newest. Null when it is gone or ready already.
    /// </summary>
    public SaEntry? Confirm(AddressPair addresses, Spi inbound)
    {
        if (!TryFind(addresses, inbound, out var entry) || entry.OutboundReady)
            return null;
        entry.OutboundReady = true;
        var entries = _outbound[addresses];
        entries.Remove(entry);
        entries.Add(entry);
        return entry;
    }

    /// <summary>Stops the outbound half of a pair; the inbound half stays. False when it is gone.</summary>
    public bool Retire(AddressPair addresses, Spi inbound)
    {
        if (!TryFind(addresses, inbound, out var entry))
            return false;
        entry.OutboundReady = false;
        return true;
    }

    /// <summary>Takes a pair out and zeroes its keys. False when it is gone already.</summary>
    public bool Remove(AddressPair addresses, Spi inbound)
    {
        if (!TryFind(addresses, inbound, out var entry))
            return false;
        _inbound.Remove(inbound.Value);
        var entries = _outbound[addresses];
        entries.Remove(entry);
        if (entries.Count == 0)
            _outbound.Remove(addresses);
        entry.Dispose();
        return true;
    }

    /// <summary>The pair that a received ESP packet belongs to: by SPI, and only between its own two addresses. Null when none.</summary>
    public SaEntry? ForInbound(AddressPair addresses, Spi spi) => TryFind(addresses, spi, out var entry) ? entry : null;

    /// <summary>
    /// The newest pair that may send a packet, or null. A flow of guaranteed encryption has pairs of its own ([MS-IKEE] 3.7, outbound rule 1).
    /// </summary>
    public SaEntry? ForOutbound(AddressPair addresses, byte protocol, ushort localPort, ushort remotePort, bool guaranteedEncryption = false)
    {
        if (!_outbound.TryGetValue(addresses, out var entries))
            return null;
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            var entry = entries[i];
            if (entry.OutboundReady && !entry.Exhausted && entry.GuaranteedEncryption == guaranteedEncryption
                && entry.Selector.Covers(protocol, localPort, remotePort))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Removes everything and zeroes all keys.</summary>
    public void Dispose()
    {
        foreach (var entry in _inbound.Values)
            entry.Dispose();
        _inbound.Clear();
        _outbound.Clear();
    }

    private bool TryFind(AddressPair addresses, Spi inbound, out SaEntry entry) =>
        _inbound.TryGetValue(inbound.Value, out entry!) && entry.Addresses == addresses;
}
