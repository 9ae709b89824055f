using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>
/// What an example looks like where nothing says otherwise: TCP between two hosts of the documentation prefixes (RFC 5737, RFC 3849) from
/// ports nobody listens on.
/// </summary>
internal static class LikelyPacket
{
    private const byte Tcp = 6;
    private const ushort LocalPort = 49152;
    private const ushort RemotePort = 49153;

    public static ClassifyFields Fields(IpFamily family) => new()
    {
        Local = Address(family, 1),
        Remote = Address(family, 2),
        Protocol = Tcp,
        LocalPort = LocalPort,
        RemotePort = RemotePort,
        LocalAddressType = NlAddressType.Unicast,
        DestinationAddressType = NlAddressType.Unicast,
    };

    /// <summary>True when the usual value of the field is among those of the atom.</summary>
    public static bool IsLikely(FwpmConditionField field, IpFamily family, in Atom atom) =>
        Usual(field, family) is { } usual && atom.Has(usual);

    /// <summary>A value of the atom: the usual one, a host rather than a network, or the lowest.</summary>
    public static UInt128 Choose(FwpmConditionField field, IpFamily family, in Atom atom)
    {
        if (IsLikely(field, family, atom))
            return Usual(field, family)!.Value;
        var isAddress = field is FwpmConditionField.IpLocalAddress or FwpmConditionField.IpRemoteAddress;
        return isAddress && atom.High > atom.Low && atom.Has(atom.Low + 1) ? atom.Low + 1 : atom.Low;
    }

    public static void Set(ref ClassifyFields fields, FwpmConditionField field, IpFamily family, UInt128 value)
    {
        switch (field)
        {
            case FwpmConditionField.IpProtocol:
                fields.Protocol = (byte)value;
                break;
            case FwpmConditionField.IpLocalAddress:
                fields.Local = new IpAddr(family, value);
                break;
            case FwpmConditionField.IpRemoteAddress:
                fields.Remote = new IpAddr(family, value);
                break;
            case FwpmConditionField.IpLocalAddressType:
                fields.LocalAddressType = (NlAddressType)(byte)value;
                break;
            case FwpmConditionField.IpDestinationAddressType:
                fields.DestinationAddressType = (NlAddressType)(byte)value;
                break;
            case FwpmConditionField.IpLocalPort:
                fields.LocalPort = (ushort)value;
                break;
            default:
                fields.RemotePort = (ushort)value;
                break;
        }
    }

    // The numbers of all fields that every packet has; flags and the like have no usual value.
    private static UInt128? Usual(FwpmConditionField field, IpFamily family)
    {
        var usual = Fields(family);
        return usual.TryGet(field, out var value) ? value : null;
    }

    private static IpAddr Address(IpFamily family, uint host) =>
        family == IpFamily.V4 ? new IpAddr(family, 0xC000_0200u + host) : new IpAddr(family, (new UInt128(0x2001_0db8_0000_0000, 0)) + host);
}
