namespace Gatehouse.Linux.Queue;

/// <summary>What went wrong between the kernel and the port. None of these ever lets a packet through.</summary>
/// <param name="KernelDrops">Packets the kernel dropped because the queue was full or nobody read it fast enough.</param>
/// <param name="Refused">Verdicts for packets the kernel no longer had, and messages that were no packets.</param>
/// <param name="SendFailures">Verdict messages that could not be sent.</param>
/// <param name="Cut">Packets too long for a queue message (over 65,531 bytes), or damaged in it: dropped, because half a packet cannot be judged.</param>
public readonly record struct PortCounters(long KernelDrops, long Refused, long SendFailures, long Cut);
