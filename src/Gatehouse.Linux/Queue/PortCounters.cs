namespace Gatehouse.Linux.Queue;

/// <summary>What went wrong between the kernel and the port. None of these ever lets a packet through.</summary>
/// <param name="Overruns">Times the kernel dropped packets because nobody read the queue fast enough.</param>
/// <param name="Refused">Verdicts for packets the kernel no longer had, and messages that were no packets.</param>
/// <param name="SendFailures">Verdict messages that could not be sent.</param>
public readonly record struct PortCounters(long Overruns, long Refused, long SendFailures);
