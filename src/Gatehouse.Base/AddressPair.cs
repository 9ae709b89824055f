namespace Gatehouse.Base;

/// <summary>This host's address and the peer's. Local and remote are relative to this host, whatever way a packet travels.</summary>
public readonly record struct AddressPair(IpAddr Local, IpAddr Remote)
{
    /// <summary>The common family of both ends.</summary>
    public IpFamily Family => Local.Family;

    /// <summary>The same pair as the peer sees it.</summary>
    public AddressPair Reverse => new(Remote, Local);

    /// <inheritdoc/>
    public override string ToString() => $"{Local} <-> {Remote}";
}
