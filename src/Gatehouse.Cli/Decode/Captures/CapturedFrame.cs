namespace Gatehouse.Cli.Decode.Captures;

/// <summary>A packet of a capture file as the link layer had it.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="LinkType">LINKTYPE_… of its interface.</param>
/// <param name="Data">Its bytes, as many as were captured.</param>
internal readonly record struct CapturedFrame(int Number, int LinkType, ReadOnlyMemory<byte> Data);
