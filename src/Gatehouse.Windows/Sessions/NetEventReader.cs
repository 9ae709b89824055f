using Gatehouse.Base;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>FWPM_NET_EVENT1 (reference section 7.5). Which members of the header are set, its flags tell.</summary>
internal static unsafe class NetEventReader
{
    private const uint IpProtocolSet = 0x1;
    private const uint LocalAddressSet = 0x2;
    private const uint RemoteAddressSet = 0x4;
    private const uint LocalPortSet = 0x8;
    private const uint RemotePortSet = 0x10;

    /// <summary>msFwpDirection of a classify drop: FWP_DIRECTION_OUT; FWP_DIRECTION_OUTBOUND of a kernel drop is 0.</summary>
    private const uint OutDirection = 0x3901;

    /// <summary>STATUS_IPSEC_BAD_SPI, whose Win32 twin is ERROR_IPSEC_BAD_SPI, 13910; the next eight follow in step.</summary>
    private const uint FirstKernelStatus = 0xC0360001;

    private const int FirstKernelError = 13910;

    /// <summary>The event, or null for a type that the model does not have.</summary>
    public static FwpmNetEvent? Read(FWPM_NET_EVENT1* native, ulong number)
    {
        var type = (FwpmNetEventType)native->type;
        var header = &native->header;
        var read = new FwpmNetEvent(number, TimeOf(header), type)
        {
            Local = (header->flags & LocalAddressSet) != 0 ? ContextTranslator.ReadAddress(header->ipVersion, &header->localAddr) : null,
            Remote = (header->flags & RemoteAddressSet) != 0 ? ContextTranslator.ReadAddress(header->ipVersion, &header->remoteAddr) : null,
            Protocol = (header->flags & IpProtocolSet) != 0 ? header->ipProtocol : null,
            LocalPort = (header->flags & LocalPortSet) != 0 ? header->localPort : null,
            RemotePort = (header->flags & RemotePortSet) != 0 ? header->remotePort : null,
        };
        return type switch
        {
            FwpmNetEventType.IkeextMmFailure => read with
            {
                ErrorCode = (int)native->ikeMmFailure->failureErrorCode,
                FilterId = native->ikeMmFailure->mmFilterId,
                Reason = Point(native->ikeMmFailure->failurePoint),
            },
            FwpmNetEventType.IkeextQmFailure => read with
            {
                ErrorCode = (int)native->ikeQmFailure->failureErrorCode,
                FilterId = native->ikeQmFailure->qmFilterId,
                Reason = Point(native->ikeQmFailure->failurePoint),
            },
            FwpmNetEventType.IkeextEmFailure => read with
            {
                ErrorCode = (int)native->ikeEmFailure->failureErrorCode,
                FilterId = native->ikeEmFailure->qmFilterId,
                Reason = Point(native->ikeEmFailure->failurePoint),
            },
            FwpmNetEventType.ClassifyDrop => read with
            {
                FilterId = native->classifyDrop->filterId,
                Outbound = native->classifyDrop->msFwpDirection == OutDirection,
            },
            FwpmNetEventType.IpsecKernelDrop => read with
            {
                ErrorCode = KernelError((uint)native->ipsecDrop->failureStatus),
                Spi = native->ipsecDrop->spi,
                FilterId = native->ipsecDrop->filterId,
                Outbound = native->ipsecDrop->direction == 0,
            },
            _ => null,
        };
    }

    /// <summary>FILETIME, 100 ns since 1601, kept as nanoseconds since 1970.</summary>
    private static Instant TimeOf(FWPM_NET_EVENT_HEADER1* header)
    {
        var ticks = ((long)header->timeStampHigh << 32) | header->timeStampLow;
        return new Instant((ticks - DateTime.UnixEpoch.ToFileTimeUtc()) * 100);
    }

    private static string Point(uint failurePoint) => failurePoint switch
    {
        1 => "failed at this host",
        2 => "failed at the peer",
        _ => "",
    };

    private static int KernelError(uint status) => status - FirstKernelStatus < 9 ? FirstKernelError + (int)(status - FirstKernelStatus) : 0;
}
