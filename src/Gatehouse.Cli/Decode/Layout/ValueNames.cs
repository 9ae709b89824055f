using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode.Layout;

/// <summary>Names of numbers, from the enumerations that the messages themselves are read with.</summary>
internal static class ValueNames
{
    public static readonly IReadOnlyDictionary<ulong, string> Payloads = Of<PayloadType>();
    public static readonly IReadOnlyDictionary<ulong, string> Exchanges = Of<ExchangeType>();
    public static readonly IReadOnlyDictionary<ulong, string> HeaderFlags = Of<IsakmpFlags>();
    public static readonly IReadOnlyDictionary<ulong, string> Notifies = Of<NotifyType>();
    public static readonly IReadOnlyDictionary<ulong, string> Protocols = Of<ProtocolId>();
    public static readonly IReadOnlyDictionary<ulong, string> IdTypes = Of<IdType>();
    public static readonly IReadOnlyDictionary<ulong, string> Methods = Of<AuthIpMethod>();
    public static readonly IReadOnlyDictionary<ulong, string> GssFlags = Of<GssApiFlags>();
    public static readonly IReadOnlyDictionary<ulong, string> Subjects = Of<NotifySubject>();
    public static readonly IReadOnlyDictionary<ulong, string> NotifyFlags = Of<NotifyFlags>();
    public static readonly IReadOnlyDictionary<ulong, string> Errors = Of<WindowsError>();
    public static readonly IReadOnlyDictionary<ulong, string> EspTransforms = Of<EspTransformId>();
    public static readonly IReadOnlyDictionary<ulong, string> OakleyAttributes = Of<OakleyAttributeType>();
    public static readonly IReadOnlyDictionary<ulong, string> IpsecAttributes = Of<IpsecAttributeType>();
    public static readonly IReadOnlyDictionary<ulong, string> ExchangeInfo = Of<ExchangeInfoFlags>();
    public static readonly IReadOnlyDictionary<ulong, string> FragmentFlags = new Dictionary<ulong, string> { [1] = "Last" };
    public static readonly IReadOnlyDictionary<ulong, string> Domains = new Dictionary<ulong, string> { [1] = "Ipsec" };
    public static readonly IReadOnlyDictionary<ulong, string> Situations = new Dictionary<ulong, string> { [1] = "IdentityOnly" };
    public static readonly IReadOnlyDictionary<ulong, string> TransformIds = new Dictionary<ulong, string> { [1] = "KeyIke" };

    private static readonly IReadOnlyDictionary<ulong, string> LifeTypes = Of<LifeType>();
    private static readonly IReadOnlyDictionary<ulong, string> Groups = Of<OakleyGroup>();

    /// <summary>Values of the attributes of a main mode, by attribute.</summary>
    public static readonly IReadOnlyDictionary<ushort, IReadOnlyDictionary<ulong, string>> OakleyValues =
        new Dictionary<ushort, IReadOnlyDictionary<ulong, string>>
        {
            [(ushort)OakleyAttributeType.EncryptionAlgorithm] = Of<OakleyEncryption>(),
            [(ushort)OakleyAttributeType.HashAlgorithm] = Of<OakleyHash>(),
            [(ushort)OakleyAttributeType.AuthenticationMethod] = Of<OakleyAuthenticationMethod>(),
            [(ushort)OakleyAttributeType.GroupDescription] = Groups,
            [(ushort)OakleyAttributeType.LifeType] = LifeTypes,
        };

    /// <summary>Values of the attributes of a quick mode, by attribute.</summary>
    public static readonly IReadOnlyDictionary<ushort, IReadOnlyDictionary<ulong, string>> IpsecValues =
        new Dictionary<ushort, IReadOnlyDictionary<ulong, string>>
        {
            [(ushort)IpsecAttributeType.LifeType] = LifeTypes,
            [(ushort)IpsecAttributeType.GroupDescription] = Groups,
            [(ushort)IpsecAttributeType.EncapsulationMode] = Of<EncapsulationMode>(),
            [(ushort)IpsecAttributeType.AuthenticationAlgorithm] = Of<IpsecAuthenticationAlgorithm>(),
        };

    /// <summary>A number with its name.</summary>
    public static string Text(ulong value, IReadOnlyDictionary<ulong, string>? names) =>
        names is not null && names.TryGetValue(value, out var name) ? $"{value} {name}" : $"{value}";

    /// <summary>The bits that are set.</summary>
    public static string Bits(ulong value, IReadOnlyDictionary<ulong, string>? names)
    {
        var set = (names ?? new Dictionary<ulong, string>()).Where(bit => bit.Key != 0 && (value & bit.Key) != 0).Select(bit => bit.Value).ToArray();
        return set.Length == 0 ? $"0x{value:x2}" : $"0x{value:x2} {string.Join(", ", set)}";
    }

    private static SortedDictionary<ulong, string> Of<T>()
        where T : struct, Enum
    {
        var names = new SortedDictionary<ulong, string>();
        foreach (var value in Enum.GetValues<T>())
            names.TryAdd(Convert.ToUInt64(value, null), value.ToString());
        return names;
    }
}
