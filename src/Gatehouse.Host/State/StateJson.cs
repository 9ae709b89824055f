using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Host.State;

/// <summary>How an object stands in the store: JSON, enumerations by name, so that a person can read it and a renumbering cannot change it.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(IpAddrConverter), typeof(FwpBytesConverter)])]
[JsonSerializable(typeof(FwpmProvider))]
[JsonSerializable(typeof(FwpmSubLayer))]
[JsonSerializable(typeof(FwpmCalloutObject))]
[JsonSerializable(typeof(ProviderContext))]
[JsonSerializable(typeof(FwpmFilter))]
[JsonSerializable(typeof(WfpObjectSet))]
internal sealed partial class StateJson : JsonSerializerContext;

/// <summary>An address as text.</summary>
internal sealed class IpAddrConverter : JsonConverter<IpAddr>
{
    public override IpAddr Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IpAddr.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("an IP address was expected");

    public override void Write(Utf8JsonWriter writer, IpAddr value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Opaque bytes as base64.</summary>
internal sealed class FwpBytesConverter : JsonConverter<FwpBytes>
{
    public override FwpBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new([.. reader.GetBytesFromBase64()]);

    public override void Write(Utf8JsonWriter writer, FwpBytes value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Value.AsSpan());
}
