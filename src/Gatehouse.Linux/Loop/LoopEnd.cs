namespace Gatehouse.Linux.Loop;

/// <summary>How a loop ended.</summary>
/// <param name="Fault">Null after <see cref="NodeLoop.Stop"/>. Else what broke; the rules stay, so what they queue stays blocked.</param>
public sealed record LoopEnd(Exception? Fault);
