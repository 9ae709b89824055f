using Gatehouse.Base;

namespace Gatehouse.Cli.Decode;

/// <summary>A field of a message.</summary>
/// <param name="Offset">From the first byte of the ISAKMP header; inside what was encrypted, where it stands once decrypted.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Depth">0 for the header and payloads, more for what is inside.</param>
/// <param name="Name">As the specification calls it.</param>
/// <param name="Value">In full.</param>
/// <param name="Section">Where it is specified.</param>
internal sealed record DecodedField(int Offset, int Length, int Depth, string Name, string Value, string Section);

/// <summary>What is wrong with a message, and where.</summary>
/// <param name="Offset">The first byte that does not fit.</param>
/// <param name="Reason">The reader's name for it, and a sentence.</param>
internal sealed record DecodeFault(int Offset, string Reason);

/// <summary>Where a message came from.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Packet">Number of the packet in the capture file; 0 without.</param>
/// <param name="Source">Sender; null without.</param>
/// <param name="Destination">Receiver; null without.</param>
internal sealed record MessageOrigin(int Number, int Packet = 0, Endpoint? Source = null, Endpoint? Destination = null);

/// <summary>A decoded message.</summary>
/// <param name="Origin">Where it came from.</param>
/// <param name="Protocol">IKEv1, AuthIP, or the version when it is neither.</param>
/// <param name="Fields">In the order of the bytes.</param>
/// <param name="Fault">Null when nothing is wrong.</param>
/// <param name="Note">What could not be shown, without anything being wrong; null for nothing.</param>
internal sealed record DecodedMessage(MessageOrigin Origin, string Protocol, IReadOnlyList<DecodedField> Fields, DecodeFault? Fault, string? Note);
