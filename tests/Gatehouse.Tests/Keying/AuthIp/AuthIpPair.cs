using System.Buffers.Binary;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Ipsec;
using Gatehouse.Tests.Keying.Ikev1;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>Two AuthIP modules on the virtual clock and network of the IKEv1 tests.</summary>
internal static class AuthIpPair
{
    public static Pair New(
        ulong seed = 1, bool v6 = false, Weather? weather = null, AuthIpOptions? options = null, IGssMechanisms? mechanisms = null,
        params AuthenticationMethodType[] methods)
    {
        var pair = new Pair(seed, v6, weather, module: (policy, entropy) =>
            new AuthIpModule(policy, mechanisms ?? new AnonymousMechanism(), entropy, options ?? new AuthIpOptions()));
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Main = MainModeOf(methods is [] ? [AuthenticationMethodType.Anonymous] : methods);
        return pair;
    }

    public static MainModePolicy MainModeOf(AuthenticationMethodType[] methods, params MainModeProposal[] proposals) => new(
        [.. methods.Select(method => new AuthenticationMethod(method))],
        proposals is [] ? [new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800)] : [.. proposals]);

    public static MainModePolicy Anonymous(params MainModeProposal[] proposals) => MainModeOf([AuthenticationMethodType.Anonymous], proposals);

    public static AuthIpContext Context(this TestNode node) => ((AuthIpModule)node.Module).Context;

    public static long Count(this TestNode node, string counter) => node.Context().Counters.Snapshot().GetValueOrDefault(counter);

    /// <summary>Every datagram as "A243", "B243*", an asterisk for encrypted.</summary>
    public static string[] Flow(this Pair pair) => [.. pair.Wire.Select(entry => Describe(pair, entry.From, entry.Data))];

    public static string Describe(Pair pair, TestNode from, byte[] data) =>
        $"{(from == pair.A ? 'A' : 'B')}{data[18]}{((data[19] & 1) != 0 ? "*" : "")}";

    /// <summary>The CRYPTO payload's sequence number of a datagram.</summary>
    public static uint Sequence(byte[] data) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(IsakmpHeader.Size + 4));

    public static uint MessageId(byte[] data) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(20));

    public static AuthIpMessage ReadClear(byte[] data) =>
        AuthIpMessageReader.TryReadClear(data, out var message, out var error) ? message : throw new InvalidOperationException(error.ToString());
}
