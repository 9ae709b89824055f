using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane;

/// <summary>What is told of a packet beside its verdict.</summary>
/// <param name="Addresses">Both ends.</param>
/// <param name="Traffic">Protocol and ports as classification saw them; default when they could not be read.</param>
/// <param name="Spi">The SPI it arrived with; 0 for one in clear, or one to be sent.</param>
/// <param name="BeginsConnection">It begins a connection that ALE authorised.</param>
public readonly record struct JudgedPacket(AddressPair Addresses, TrafficSelector Traffic, Spi Spi, bool BeginsConnection = false);
