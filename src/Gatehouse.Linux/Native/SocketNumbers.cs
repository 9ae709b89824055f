namespace Gatehouse.Linux.Native;

/// <summary>Numbers of the Linux socket interface (the generic numbering, which x86-64 and arm64 share).</summary>
internal static class SocketNumbers
{
    public const int AfInet = 2;
    public const int AfInet6 = 10;
    public const int AfNetlink = 16;

    public const int SockDgram = 2;
    public const int SockRaw = 3;
    public const int SockNonBlock = 0x800;
    public const int SockCloseOnExec = 0x80000;

    public const int SolSocket = 1;
    public const int SoSndBufForce = 32;
    public const int SoRcvBufForce = 33;
    public const int SoMark = 36;

    public const int SolIp = 0;
    public const int IpPktInfo = 8;
    public const int SolIpv6 = 41;
    public const int Ipv6V6Only = 26;
    public const int Ipv6RecvPktInfo = 49;
    public const int Ipv6PktInfo = 50;

    public const int SolNetlink = 270;
    public const int NetlinkNoEnobufs = 5;

    public const int MsgTrunc = 0x20;
    public const int MsgDontWait = 0x40;

    public const short PollIn = 1;

    public const int EfdNonBlock = 0x800;
    public const int EfdCloseOnExec = 0x80000;
    public const int OpenReadOnlyCloseOnExec = 0x80000;
    public const int CloneNewNet = 0x40000000;
}
