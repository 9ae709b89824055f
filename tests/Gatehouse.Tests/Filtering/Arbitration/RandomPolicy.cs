using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;
using Gatehouse.Oracles.Filtering;
using F = Gatehouse.Model.Wfp.FwpmConditionField;

namespace Gatehouse.Tests.Filtering.Arbitration;

/// <summary>
/// Seeded policies and packets that are as hard as they get: equal and extreme weights, sublayers of equal weight, prefixes of every length,
/// ranges, runs of alternatives, hard and soft actions, callouts of every kind, registered and not.
/// </summary>
internal sealed class RandomPolicy
{
    private static readonly FwpmLayer[] Layers =
    [
        FwpmLayer.InboundTransportV4, FwpmLayer.InboundTransportV6, FwpmLayer.OutboundTransportV4, FwpmLayer.OutboundTransportV6,
        FwpmLayer.OutboundTransportV4, FwpmLayer.OutboundTransportV6,
        FwpmLayer.AleAuthRecvAcceptV4, FwpmLayer.AleAuthConnectV6, FwpmLayer.IpForwardV4, FwpmLayer.IpForwardV6, FwpmLayer.InboundTransportV4Discard,
    ];

    private static readonly F[] Tested =
    [
        F.IpLocalAddress, F.IpRemoteAddress, F.IpProtocol, F.IpLocalPort, F.IpRemotePort, F.IpLocalAddressType, F.IpDestinationAddressType,
        F.InterfaceIndex, F.Flags, F.IpLocalInterface, F.IpSourceAddress, F.IpDestinationAddress, F.AleAppId, F.AleRemoteMachineId,
    ];

    private static readonly FwpmSubLayer[] SubLayers =
    [
        FwpmSubLayer.Universal, FwpmSubLayer.IpsecTunnel, FwpmSubLayer.Teredo,
        new(new Guid(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), "as heavy as UNIVERSAL", 0x8000),
        new(new Guid(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), "heaviest", ushort.MaxValue),
    ];

    private readonly SeededEntropy _entropy;
    private readonly IpFamily _family;
    private readonly int _subLayers;
    private readonly bool _isPlain;
    private int _named;

    public RandomPolicy(ulong seed)
    {
        _entropy = new SeededEntropy(seed);
        Layer = Layers[Next(Layers.Length)];
        _family = FwpmLayers.Info(Layer).Family;
        _subLayers = 1 + Next(SubLayers.Length);
        _isPlain = Next(3) == 0;
        Options = new ArbitrationOptions
        {
            FilterVeto = Next(2) == 0,
            CalloutBlocksAreHard = Next(2) == 0,
            PrefixTestsEnd = Next(4) == 0,
            Unregistered = Next(4) == 0 ? [.. ArbitrationOptions.WithoutCode, FwpmCallout.IpsecInboundTransportV4] : ArbitrationOptions.WithoutCode,
        };
        var count = Next(8) == 0 ? 150 : Next(40);
        Filters = [.. Enumerable.Range(0, count).Select(_ => Filter())];
    }

    public FwpmLayer Layer { get; }

    public ArbitrationOptions Options { get; }

    public ImmutableArray<FwpmFilter> Filters { get; }

    public SlowSwitches Switches =>
        new(Options.FilterVeto, Options.CalloutBlocksAreHard, Options.PrefixTestsEnd, Options.Unregistered.ToHashSet());

    public int Next(int bound) => (int)(_entropy.NextUInt64() % (uint)bound);

    public FwpmFilter Filter()
    {
        var conditions = ImmutableArray.CreateBuilder<FwpmFilterCondition>();
        foreach (var field in Tested.Where(FwpmLayers.Info(Layer).Fields.Contains))
        {
            var isTuple = field <= F.IpRemotePort && field is not (F.IpLocalAddressType or F.IpDestinationAddressType);
            if (Next(isTuple ? 2 : 5) != 0 || (_isPlain && !isTuple))
                continue;
            for (var n = !_isPlain && Next(4) == 0 ? 2 + Next(4) : 1; n > 0; n--)
                conditions.Add(Condition(field));
        }

        var callouts = FwpmCallouts.All.Where(row => row.Layer == Layer).Select(row => row.Callout).ToArray();
        FwpActionType[] actions =
        [
            FwpActionType.Permit, FwpActionType.Block, FwpActionType.CalloutTerminating, FwpActionType.CalloutUnknown, FwpActionType.CalloutInspection,
        ];
        var action = actions[Next(actions.Length)];
        var isCallout = action is not (FwpActionType.Permit or FwpActionType.Block);
        var flags = Next(4) == 0 ? FwpmFilterFlags.ClearActionRight : FwpmFilterFlags.None;
        if (action is FwpActionType.CalloutTerminating or FwpActionType.CalloutUnknown && Next(3) == 0)
            flags |= FwpmFilterFlags.PermitIfCalloutUnregistered;
        if (Next(6) == 0)
            flags |= FwpmFilterFlags.IpsecNoAcquireInitiate;
        var isForeign = isCallout && (callouts.Length == 0 || Next(8) == 0);
        var key = new byte[16];
        _entropy.Fill(key);
        return new FwpmFilter(
            new Guid(key),
            $"f{++_named}",
            Layer,
            conditions.ToImmutable(),
            action,
            Weight(),
            isCallout && !isForeign ? callouts[Next(callouts.Length)] : null,
            isCallout && Next(3) != 0 ? (ulong)(Next(2) == 0 ? 1 : Next(8)) : null,
            Flags: flags)
        {
            ForeignCallout = isForeign ? new Guid(9, (short)Next(100), 0, 0, 0, 0, 0, 0, 0, 0, 0) : null,
            SubLayer = SubLayers[Next(_subLayers)],
        };
    }

    public (ClassifyFields Fields, CalloutFacts Facts, SlowPacket Slow) Packet()
    {
        bool Flip() => Next(2) == 0;
        var fields = new ClassifyFields
        {
            Local = Address(),
            Remote = Address(),
            Protocol = (byte)(Next(8) == 0 ? 255 : Next(4)),
            LocalPort = Port(),
            RemotePort = Port(),
            LocalAddressType = (NlAddressType)Next(5),
            DestinationAddressType = (NlAddressType)Next(5),
        };
        var numbers = new Dictionary<F, BigInteger>();
        foreach (var field in Tested)
        {
            if (fields.TryGet(field, out var value))
                numbers[field] = value;
        }

        var bytes = new Dictionary<F, byte[]>();
        var others = new FieldValues();
        foreach (var field in new[] { F.InterfaceIndex, F.Flags, F.IpLocalInterface }.Where(_ => Flip()))
        {
            numbers[field] = Next(6);
            others.With(field, (UInt128)numbers[field]);
        }

        foreach (var field in new[] { F.IpSourceAddress, F.IpDestinationAddress }.Where(_ => Next(4) != 0))
        {
            var address = Address().Value;
            numbers[field] = address;
            others.With(field, address);
        }

        if (Flip())
        {
            var token = Descriptors.Token([.. Enumerable.Range(0, 5).Where(_ => Flip()).Select(sid => (uint)sid)]);
            bytes[F.AleRemoteMachineId] = [.. token.Value];
            others.With(F.AleRemoteMachineId, token);
        }

        if (Flip())
        {
            bytes[F.AleAppId] = [.. Blob().Value];
            others.With(F.AleAppId, new FwpBytes([.. bytes[F.AleAppId]]));
        }

        fields.Others = numbers.Count + bytes.Count == 7 && Flip() ? null : others;
        var facts = new CalloutFacts(Next(6) == 0, Next(6) == 0, Flip(), Flip(), Flip(), Flip());
        var slow = new SlowFacts(facts.Loopback, facts.GroupDestination, facts.ArrivedProtected, facts.KeyingMark, facts.FlowSecured, facts.InGrace);
        return (fields, facts, new SlowPacket(numbers, bytes, slow));
    }

    private FwpmWeight Weight() => Next(5) switch
    {
        0 => FwpmWeight.Auto,
        1 => new(FwpmWeightKind.Range, (ulong)Next(16)),
        2 => new(FwpmWeightKind.Exact, Next(2) == 0 ? ulong.MaxValue : 0),
        _ => new(FwpmWeightKind.Exact, (ulong)Next(4) << 59),
    };

    private FwpmFilterCondition Condition(F field)
    {
        var type = FwpmConditionFields.Info(field).TypeFor(_family);
        if (!_isPlain && Next(12) == 0)
            return FwpmFilterCondition.Equal(field, FwpConditionValue.Unknown);
        if (field == F.AleRemoteMachineId)
            return FwpmFilterCondition.Equal(field, FwpConditionValue.Opaque(FwpDataType.SecurityDescriptor, Descriptor()));
        if (field == F.AleAppId && Next(6) == 0)
        {
            var ends = new[] { Blob(), Blob() }.OrderBy(blob => Encoding.ASCII.GetString(blob.Value.AsSpan()), StringComparer.Ordinal).ToArray();
            return new(field, FwpMatchType.Range, FwpConditionValue.Range(type, ends[0], ends[1]));
        }

        if (field == F.AleAppId)
        {
            FwpMatchType[] forBytes =
            [
                FwpMatchType.Equal, FwpMatchType.NotEqual, FwpMatchType.Prefix, FwpMatchType.NotPrefix, FwpMatchType.Greater, FwpMatchType.LessOrEqual,
            ];
            return new(field, forBytes[Next(forBytes.Length)], FwpConditionValue.Opaque(type, Blob()));
        }

        var isAddress = field is F.IpLocalAddress or F.IpRemoteAddress or F.IpSourceAddress or F.IpDestinationAddress;
        if (isAddress && Next(4) != 0)
            return new(
                field,
                !_isPlain && Next(6) == 0 ? FwpMatchType.NotEqual : FwpMatchType.Equal,
                FwpConditionValue.Prefix(Address(), (byte)Next(_family == IpFamily.V4 ? 33 : 129)));
        var low = isAddress ? Address().Value : field is F.IpLocalPort or F.IpRemotePort ? Port() : (uint)Next(5);
        if (Next(4) == 0)
            return new(field, FwpMatchType.Range, FwpConditionValue.Range(type, low, low + UInt128.Min(Maximum(type) - low, (uint)Next(5))));
        FwpMatchType[] matches =
        [
            FwpMatchType.Equal, FwpMatchType.NotEqual, FwpMatchType.Greater, FwpMatchType.Less, FwpMatchType.GreaterOrEqual, FwpMatchType.LessOrEqual,
            FwpMatchType.FlagsAllSet, FwpMatchType.FlagsAnySet, FwpMatchType.FlagsNoneSet,
        ];
        return new(
            field,
            _isPlain ? FwpMatchType.Equal : matches[Next(type == FwpDataType.ByteArray16 ? 6 : matches.Length)],
            new FwpConditionValue(type, low, UInt128.Zero, 0, type));
    }

    private static UInt128 Maximum(FwpDataType type) => type switch
    {
        FwpDataType.UInt8 => byte.MaxValue,
        FwpDataType.UInt16 => ushort.MaxValue,
        FwpDataType.UInt32 => uint.MaxValue,
        FwpDataType.UInt64 => ulong.MaxValue,
        _ => UInt128.MaxValue,
    };

    private FwpBytes Blob() => new([.. Encoding.ASCII.GetBytes(new[] { "a", "ab", "abab", "b", "bab" }[Next(5)])]);

    private FwpBytes Descriptor() => Next(8) == 0
        ? Descriptors.Open()
        : Descriptors.With([.. Enumerable.Range(0, Next(4)).Select(_ =>
            Descriptors.Ace((byte)(Next(3) == 0 ? 1 : 0), (uint)Next(5), Next(4) == 0 ? 2u : 1u, (byte)(Next(6) == 0 ? 8 : 0)))]);

    private ushort Port() => (ushort)(Next(6) == 0 ? 65535 : Next(5));

    // Few hosts in nested networks, and the two ends of the address space.
    private IpAddr Address()
    {
        var host = (uint)Next(4);
        var net = (uint)Next(3);
        if (Next(16) == 0)
            return new IpAddr(_family, Next(2) == 0 ? 0 : _family == IpFamily.V4 ? uint.MaxValue : UInt128.MaxValue);
        return _family == IpFamily.V4
            ? new IpAddr(_family, 0x0A000000u + (net << 8) + host)
            : new IpAddr(_family, ((UInt128)0xFD99 << 112) + ((UInt128)net << 60) + host);
    }
}
