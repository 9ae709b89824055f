using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.AuthIp;
using Gatehouse.Tests.Keying.Ikev1;

namespace Gatehouse.Tests.Keying.Coexistence;

/// <summary>What a host's policy has.</summary>
[Flags]
public enum Speaks
{
    Nothing = 0,
    Ike = 1,
    AuthIp = 2,
    Both = Ike | AuthIp,
}

/// <summary>Two hosts with both keying modules each, whose policies have one of them or both.</summary>
internal static class CoexistingPair
{
    /// <summary>Without mechanisms AuthIP is anonymous, with them it authenticates by Kerberos.</summary>
    public static Pair New(
        Speaks a, Speaks b, ulong seed = 1, bool v6 = false, Weather? weather = null, IGssMechanisms? mechanisms = null, AuthIpOptions? options = null)
    {
        var pair = new Pair(seed, v6, weather, module: (policy, entropy) => new CoexistingModules(
            policy, new Ikev1Module(policy, policy, entropy, new Ikev1Options()),
            new AuthIpModule(policy, mechanisms ?? new AnonymousMechanism(), entropy, options ?? new AuthIpOptions())));
        var method = mechanisms is null ? AuthenticationMethodType.Anonymous : AuthenticationMethodType.Kerberos;
        pair.A.Speak(a, method);
        pair.B.Speak(b, method);
        return pair;
    }

    /// <summary>Sets what a host's policy has; it is told nothing.</summary>
    public static void Speak(this TestNode node, Speaks speaks, AuthenticationMethodType method = AuthenticationMethodType.Anonymous)
    {
        node.Policy.MainOf[KeyingModule.Ike] = (speaks & Speaks.Ike) != 0 ? node.Policy.Main : null;
        node.Policy.MainOf[KeyingModule.AuthIp] = (speaks & Speaks.AuthIp) != 0 ? AuthIpPair.MainModeOf([method]) : null;
    }

    /// <summary>The modules that have an established main mode, in order of preference.</summary>
    public static KeyingModule[] MainModes(this Pair pair, TestNode node) =>
        [.. node.Module.Snapshot(pair.Now).MainModes.Select(sa => sa.Module)];

    /// <summary>Texts of suppressions.</summary>
    public static string[] Suppressed(this TestNode node) =>
        [.. node.Events.Where(news => news.Kind == KeyingEventKind.NegotiationSuppressed).Select(news => news.Text)];

    public static long Count(this Pair pair, TestNode node, string counter) => node.Module.Snapshot(pair.Now).Counters.GetValueOrDefault(counter);

    /// <summary>True for a datagram of AuthIP.</summary>
    public static bool IsAuthIp(byte[] data) => data[18] >= 243;

    /// <summary>True for a main-mode message of IKEv1.</summary>
    public static bool IsIkeMainMode(byte[] data) => data[18] == 2;

    /// <summary>True for the first message of a main mode of either module.</summary>
    public static bool IsFirst(byte[] data) => data.AsSpan(8, 8).IndexOfAnyExcept((byte)0) < 0;
}
