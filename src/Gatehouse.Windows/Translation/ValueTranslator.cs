using System.Buffers.Binary;
using System.Numerics;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>
/// FWP_VALUE0 and FWP_CONDITION_VALUE0 (reference section 2.1): up to 32 bits stand inline, everything longer behind a pointer. IPv4 addresses are
/// in host order, IPv6 addresses are bytes in network order.
/// </summary>
internal static unsafe class ValueTranslator
{
    public static FWP_CONDITION_VALUE0 Write(NativeArena arena, FwpConditionValue value)
    {
        var native = new FWP_CONDITION_VALUE0 { type = (uint)value.Type };
        switch (value.Type)
        {
            case FwpDataType.V4AddrMask:
                native.v4AddrMask = arena.Copy(new FWP_V4_ADDR_AND_MASK { addr = (uint)value.Low, mask = Mask(value.PrefixLength) });
                break;
            case FwpDataType.V6AddrMask:
                native.v6AddrMask = arena.Allocate<FWP_V6_ADDR_AND_MASK>();
                BinaryPrimitives.WriteUInt128BigEndian(new Span<byte>(native.v6AddrMask->addr, 16), value.Low);
                native.v6AddrMask->prefixLength = value.PrefixLength;
                break;
            case FwpDataType.Range:
                native.rangeValue = arena.Copy(new FWP_RANGE0
                {
                    valueLow = WriteScalar(arena, value.ElementType, value.Low, null),
                    valueHigh = WriteScalar(arena, value.ElementType, value.High, null),
                });
                break;
            default:
                var scalar = WriteScalar(arena, value.Type, value.Low, value.Bytes);
                native.uint64 = scalar.uint64;
                break;
        }

        return native;
    }

    public static FwpConditionValue Read(FWP_CONDITION_VALUE0 native)
    {
        var type = (FwpDataType)native.type;
        switch (type)
        {
            case FwpDataType.V4AddrMask:
                return FwpConditionValue.Prefix(new IpAddr(IpFamily.V4, native.v4AddrMask->addr), PrefixLength(native.v4AddrMask->mask));
            case FwpDataType.V6AddrMask:
                var address = BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(native.v6AddrMask->addr, 16));
                return FwpConditionValue.Prefix(new IpAddr(IpFamily.V6, address), native.v6AddrMask->prefixLength);
            case FwpDataType.Range:
                var (low, high) = (ReadScalar(native.rangeValue->valueLow), ReadScalar(native.rangeValue->valueHigh));
                return FwpConditionValue.Range(low.Type, low.Low, high.Low);
            default:
                return ReadScalar(new FWP_VALUE0 { type = native.type, uint64 = native.uint64 });
        }
    }

    public static FWP_VALUE0 WriteWeight(NativeArena arena, FwpmWeight weight) => weight.Kind switch
    {
        FwpmWeightKind.Auto => default,
        FwpmWeightKind.Range => new FWP_VALUE0 { type = (uint)FwpDataType.UInt8, uint8 = checked((byte)weight.Value) },
        _ => new FWP_VALUE0 { type = (uint)FwpDataType.UInt64, uint64 = arena.Copy(weight.Value) },
    };

    public static FwpmWeight ReadWeight(FWP_VALUE0 native) => (FwpDataType)native.type switch
    {
        FwpDataType.Empty => FwpmWeight.Auto,
        FwpDataType.UInt8 => new FwpmWeight(FwpmWeightKind.Range, native.uint8),
        FwpDataType.UInt64 => new FwpmWeight(FwpmWeightKind.Exact, *native.uint64),
        _ => throw new TranslationException(FwpError.InvalidWeight, $"a weight of type {native.type}"),
    };

    private static FWP_VALUE0 WriteScalar(NativeArena arena, FwpDataType type, UInt128 number, FwpBytes? bytes)
    {
        var native = new FWP_VALUE0 { type = (uint)type };
        switch (type)
        {
            case FwpDataType.Empty:
                break;
            case FwpDataType.UInt8 or FwpDataType.Int8:
                native.uint8 = (byte)number;
                break;
            case FwpDataType.UInt16 or FwpDataType.Int16:
                native.uint16 = (ushort)number;
                break;
            case FwpDataType.UInt32 or FwpDataType.Int32 or FwpDataType.Float:
                native.uint32 = (uint)number;
                break;
            case FwpDataType.UInt64 or FwpDataType.Int64 or FwpDataType.Double:
                native.uint64 = arena.Copy((ulong)number);
                break;
            case FwpDataType.ByteArray16:
                native.byteArray16 = arena.Allocate<byte>(16);
                BinaryPrimitives.WriteUInt128BigEndian(new Span<byte>(native.byteArray16, 16), number);
                break;
            case FwpDataType.ByteBlob or FwpDataType.SecurityDescriptor or FwpDataType.TokenInformation or FwpDataType.TokenAccessInformation:
                native.byteBlob = arena.Copy(arena.Blob(Opaque(type, bytes)));
                break;
            case FwpDataType.Sid or FwpDataType.ByteArray6:
                native.sid = arena.Blob(Opaque(type, bytes)).data;
                break;
            case FwpDataType.UnicodeString:
                native.unicodeString = (char*)arena.Blob([.. Opaque(type, bytes), 0, 0]).data;
                break;
            default:
                throw new TranslationException(FwpError.TypeMismatch, $"a value of type {WfpNames.Of(type)} cannot be given to Windows");
        }

        return native;
    }

    private static FwpConditionValue ReadScalar(FWP_VALUE0 native)
    {
        var type = (FwpDataType)native.type;
        return type switch
        {
            FwpDataType.Empty => FwpConditionValue.Unknown,
            FwpDataType.UInt8 or FwpDataType.Int8 => Number(type, native.uint8),
            FwpDataType.UInt16 or FwpDataType.Int16 => Number(type, native.uint16),
            FwpDataType.UInt32 or FwpDataType.Int32 or FwpDataType.Float => Number(type, native.uint32),
            FwpDataType.UInt64 or FwpDataType.Int64 or FwpDataType.Double => Number(type, *native.uint64),
            FwpDataType.ByteArray16 => Number(type, BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(native.byteArray16, 16))),
            FwpDataType.ByteBlob or FwpDataType.SecurityDescriptor => Bytes(type, NativeArena.ReadBlob(*native.byteBlob)),
            FwpDataType.Sid => Bytes(type, new ReadOnlySpan<byte>(native.sid, 8 + (4 * native.sid[1]))),
            FwpDataType.ByteArray6 => Bytes(type, new ReadOnlySpan<byte>(native.byteArray6, 6)),
            FwpDataType.UnicodeString => Bytes(type, NativeArena.ReadStringBytes(native.unicodeString)),
            _ => throw new TranslationException(FwpError.TypeMismatch, $"a value of type {native.type} is not known"),
        };
    }

    private static ReadOnlySpan<byte> Opaque(FwpDataType type, FwpBytes? bytes) =>
        bytes is not null ? bytes.Value.AsSpan() : throw new TranslationException(FwpError.NullPointer, $"{WfpNames.Of(type)} needs bytes");

    private static FwpConditionValue Number(FwpDataType type, UInt128 number) => new(type, number, UInt128.Zero, 0, type);

    private static FwpConditionValue Bytes(FwpDataType type, ReadOnlySpan<byte> bytes) => FwpConditionValue.Opaque(type, new FwpBytes([.. bytes]));

    private static uint Mask(byte prefixLength) => prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);

    private static byte PrefixLength(uint mask)
    {
        var length = BitOperations.PopCount(mask);
        return Mask((byte)length) == mask ? (byte)length : throw new TranslationException(FwpError.InvalidNetMask, $"the mask {mask:x8} has holes");
    }
}
