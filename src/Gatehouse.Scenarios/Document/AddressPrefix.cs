using Gatehouse.Base;

namespace Gatehouse.Scenarios.Document;

/// <summary>An address with the number of leading bits that count; a single address has all of them.</summary>
/// <param name="Address">The address; host bits are kept as written.</param>
/// <param name="Length">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
public readonly record struct AddressPrefix(IpAddr Address, byte Length)
{
    /// <summary>True when every bit counts.</summary>
    public bool IsSingle => Length == Address.Length * 8;

    /// <summary>True when every address of the other prefix is in this one; host bits do not count.</summary>
    public bool Includes(AddressPrefix other)
    {
        if (Address.Family != other.Address.Family || Length > other.Length)
            return false;
        var hostBits = (Address.Length * 8) - Length;
        return hostBits == 128 || (Address.Value ^ other.Address.Value) >> hostBits == UInt128.Zero;
    }

    /// <summary>Reads an address or address/length.</summary>
    public static bool TryParse(string? text, out AddressPrefix prefix)
    {
        prefix = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (!IpAddr.TryParse(slash < 0 ? text : text![..slash], out var address))
            return false;
        var bits = address.Length * 8;
        if (slash >= 0 && (!byte.TryParse(text.AsSpan(slash + 1), out var length) || (bits = length) > address.Length * 8))
            return false;
        prefix = new AddressPrefix(address, (byte)bits);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => IsSingle ? Address.ToString() : $"{Address}/{Length}";
}
