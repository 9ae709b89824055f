using Gatehouse.Base;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_NET_EVENT_TYPE.</summary>
public enum FwpmNetEventType
{
    /// <summary>FWPM_NET_EVENT_TYPE_IKEEXT_MM_FAILURE.</summary>
    IkeextMmFailure = 0,

    /// <summary>FWPM_NET_EVENT_TYPE_IKEEXT_QM_FAILURE.</summary>
    IkeextQmFailure = 1,

    /// <summary>FWPM_NET_EVENT_TYPE_IKEEXT_EM_FAILURE.</summary>
    IkeextEmFailure = 2,

    /// <summary>FWPM_NET_EVENT_TYPE_CLASSIFY_DROP.</summary>
    ClassifyDrop = 3,

    /// <summary>FWPM_NET_EVENT_TYPE_IPSEC_KERNEL_DROP.</summary>
    IpsecKernelDrop = 4,

    /// <summary>FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW.</summary>
    ClassifyAllow = 6,

    /// <summary>The watchdog: a transaction lasted longer than the engine's option allows. Windows writes this one to its event log.</summary>
    LongTransaction = 0x10000,
}

/// <summary>FWPM_NET_EVENT: one thing that happened. Members that do not apply are null or 0.</summary>
/// <param name="Number">Ascending; a gap tells that the bounded log lost some.</param>
/// <param name="Time">When.</param>
/// <param name="Type">What.</param>
public sealed record FwpmNetEvent(ulong Number, Instant Time, FwpmNetEventType Type)
{
    /// <summary>This host's address.</summary>
    public IpAddr? Local { get; init; }

    /// <summary>The peer's address.</summary>
    public IpAddr? Remote { get; init; }

    /// <summary>IP protocol, or null where it is not known.</summary>
    public byte? Protocol { get; init; }

    /// <summary>This host's port, or null.</summary>
    public ushort? LocalPort { get; init; }

    /// <summary>The peer's port, or null.</summary>
    public ushort? RemotePort { get; init; }

    /// <summary>True for a packet this host wanted to send.</summary>
    public bool Outbound { get; init; }

    /// <summary>The filter that decided, or 0.</summary>
    public ulong FilterId { get; init; }

    /// <summary>The layer it stands at, or null.</summary>
    public FwpmLayer? Layer { get; init; }

    /// <summary>failureErrorCode (Win32, 138xx) of a keying failure, the Win32 twin of failureStatus of a kernel drop; else 0.</summary>
    public int ErrorCode { get; init; }

    /// <summary>The SPI of a kernel drop; 0 for a clear packet.</summary>
    public uint Spi { get; init; }

    /// <summary>Why, in this project's own words: a verdict reason or a keying error.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How many alike this one stands for.</summary>
    public long Count { get; init; } = 1;
}

/// <summary>FWPM_NET_EVENT_ENUM_TEMPLATE0: which events.</summary>
public sealed record FwpmNetEventTemplate
{
    /// <summary>All of them.</summary>
    public static readonly FwpmNetEventTemplate All = new();

    /// <summary>Not before; null from the oldest on.</summary>
    public Instant? Start { get; init; }

    /// <summary>Not after; null up to the newest. FWP_E_INVALID_INTERVAL when before <see cref="Start"/>.</summary>
    public Instant? End { get; init; }

    /// <summary>Of one type, or null.</summary>
    public FwpmNetEventType? Type { get; init; }

    /// <summary>With one peer, or null.</summary>
    public IpAddr? Remote { get; init; }

    /// <summary>FWP_E_INVALID_INTERVAL when the template ends before it starts.</summary>
    public FwpResult Check() => End is { } end && Start is { } start && end < start
        ? new FwpResult(FwpError.InvalidInterval, $"the template ends at {end}, before it starts at {start}")
        : FwpResult.Success;

    /// <summary>Whether the template wants the event.</summary>
    public bool Fits(FwpmNetEvent candidate) =>
        (Start is not { } start || candidate.Time >= start)
        && (End is not { } end || candidate.Time <= end)
        && (Type is null || candidate.Type == Type)
        && (Remote is null || candidate.Remote == Remote);
}
