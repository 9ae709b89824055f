using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// Protection against floods of first messages ([MS-AIPS] 3.1.7.6, [MS-IKEE] 3.9): while too many main modes are unfinished, a first message is
/// answered with a cookie that only its true sender receives, and state is made only for one that brings it back. A cookie is good for one to two
/// slots of time.
/// </summary>
internal sealed class DosGuard(AuthIpContext context)
{
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(150);

    private byte[]? _secret;
    private bool _active;

    /// <summary>Looks at the number of unfinished main modes. Once active it stays so until the flood is over.</summary>
    public bool IsActive(int unfinished)
    {
        _active = unfinished >= (_active ? AuthIpLimits.DosProtectionUntil : AuthIpLimits.DosProtectionFrom);
        return _active;
    }

    /// <summary>True for a cookie this host gave to this sender.</summary>
    public bool IsValid(ulong cookie, ulong cookieI, Endpoint local, Endpoint remote)
    {
        var slot = CurrentSlot;
        return cookie == Cookie(cookieI, local, remote, slot) || cookie == Cookie(cookieI, local, remote, slot - 1);
    }

    /// <summary>Asks the sender of a first message to begin again with a cookie.</summary>
    public void Ask(ulong cookieI, Endpoint local, Endpoint remote)
    {
        var header = IsakmpHeader.Create(cookieI, 0, ExchangeType.AuthIpNotify, messageId: context.Notifier.NewMessageId());
        var answer = AuthIpMessageWriter.WriteDosCookie(header, Cookie(cookieI, local, remote, CurrentSlot));
        context.Act(new KeyingAction.SendDatagram(local, remote, answer));
    }

    private long CurrentSlot => (long)(context.Now.Seconds / Slot.TotalSeconds);

    private ulong Cookie(ulong cookieI, Endpoint local, Endpoint remote, long slot)
    {
        _secret ??= context.Entropy.NextBytes(32);
        Span<byte> numbers = stackalloc byte[20];
        BinaryPrimitives.WriteUInt64BigEndian(numbers, cookieI);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], slot);
        BinaryPrimitives.WriteUInt16BigEndian(numbers[16..], remote.Port);
        BinaryPrimitives.WriteUInt16BigEndian(numbers[18..], local.Port);
        using var prf = Prf.Begin(PrfAlgorithm.Sha256, _secret);
        var digest = prf.Append(numbers).Append(remote.Address.ToBytes()).Append(local.Address.ToBytes()).Finish();
        // 0 means that there is no cookie.
        return BinaryPrimitives.ReadUInt64BigEndian(digest) | 1;
    }
}
