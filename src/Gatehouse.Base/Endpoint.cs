namespace Gatehouse.Base;

/// <summary>An address and a UDP or TCP port (host order).</summary>
public readonly record struct Endpoint(IpAddr Address, ushort Port)
{
    /// <inheritdoc/>
    public override string ToString() => Address.IsV4 ? $"{Address}:{Port}" : $"[{Address}]:{Port}";
}
