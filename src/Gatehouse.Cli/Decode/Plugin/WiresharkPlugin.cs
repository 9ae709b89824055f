using System.Text;
using Gatehouse.Cli.Decode.Layout;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode.Plugin;

/// <summary>
/// The dissector for Wireshark: the tables of this decoder written in Lua, put into the walker over them that stands in authip.lua.
/// </summary>
internal static class WiresharkPlugin
{
    private const string Resource = "authip.lua";
    private const string Mark = "--@TABLES";

    /// <summary>The whole plug-in.</summary>
    public static string Write()
    {
        using var stream = typeof(WiresharkPlugin).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in this program");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace(Mark, Tables(), StringComparison.Ordinal);
    }

    private static string Tables()
    {
        var lua = new StringBuilder();
        lua.Append("local names = {\n");
        foreach (var (name, values) in Named)
            lua.Append($"  {name} = {Values(values)},\n");
        lua.Append("}\n\n");
        lua.Append($"local oakleyValues = {Nested(ValueNames.OakleyValues)}\n");
        lua.Append($"local ipsecValues = {Nested(ValueNames.IpsecValues)}\n\n");
        lua.Append("local vendors = {\n");
        foreach (var vendor in VendorIds.All)
        {
            var prefix = vendor.ByPrefix ? "true" : "false";
            lua.Append($"  {{ name = {Text(vendor.Name)}, id = \"{Convert.ToHexStringLower(vendor.Id.AsSpan())}\", prefix = {prefix} }},\n");
        }

        lua.Append("}\n\n");
        lua.Append($"local header = {Fields(Layouts.Header)}\n\n");
        lua.Append($"local crypto = {{ name = {Text(Layouts.Crypto.Name)}, fields = {Fields(Layouts.Crypto.Fields)} }}\n\n");
        lua.Append("local payloads = {\n");
        foreach (var layout in Layouts.AuthIp.Values)
            lua.Append($"  [{layout.Number}] = {{ name = {Text(layout.Name)}, fields = {Fields(layout.Fields)} }}, -- {layout.Section}\n");
        return lua.Append('}').ToString();
    }

    private static readonly (string Name, IReadOnlyDictionary<ulong, string> Values)[] Named =
    [
        ("payloads", ValueNames.Payloads), ("exchanges", ValueNames.Exchanges), ("headerFlags", ValueNames.HeaderFlags), ("notifies", ValueNames.Notifies),
        ("protocols", ValueNames.Protocols), ("idTypes", ValueNames.IdTypes), ("methods", ValueNames.Methods), ("gssFlags", ValueNames.GssFlags),
        ("subjects", ValueNames.Subjects), ("notifyFlags", ValueNames.NotifyFlags), ("errors", ValueNames.Errors), ("oakley", ValueNames.OakleyAttributes),
        ("ipsec", ValueNames.IpsecAttributes), ("domains", ValueNames.Domains), ("situations", ValueNames.Situations),
    ];

    private static string Fields(IEnumerable<FieldLayout> fields) => $"{{ {string.Join(", ", fields.Select(Field))} }}";

    private static string Field(FieldLayout field)
    {
        var names = field.Names is null ? null : Array.Find(Named, named => ReferenceEquals(named.Values, field.Names)).Name;
        var suffix = names is null ? "" : $", \"{names}\"";
        return $"{{ {Text(field.Name)}, \"{Kind(field.Kind)}\", {field.Size}{suffix} }}";
    }

    private static string Kind(FieldKind kind) => kind switch
    {
        FieldKind.VendorId => "vendor",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Values(IReadOnlyDictionary<ulong, string> values) =>
        $"{{ {string.Join(", ", values.Select(value => $"[{value.Key}] = {Text(value.Value)}"))} }}";

    private static string Nested(IReadOnlyDictionary<ushort, IReadOnlyDictionary<ulong, string>> values) =>
        $"{{ {string.Join(", ", values.Select(value => $"[{value.Key}] = {Values(value.Value)}"))} }}";

    private static string Text(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)}\"";
}
