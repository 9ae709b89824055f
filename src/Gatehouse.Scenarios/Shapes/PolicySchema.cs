using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>
/// The published JSON Schema (draft 7), printed from the same shapes the reader checks. What needs two places of the document at
/// once, such as AES-GCM beside an integrity algorithm, is beyond a schema: the reader alone finds it.
/// </summary>
public static class PolicySchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as indented JSON, with a newline at its end.</summary>
    public static string ToJson()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Gatehouse policy",
        };
        foreach (var (key, value) in Of(PolicyShape.Document).ToArray())
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Of(Shape shape) => shape switch
    {
        ChoiceShape choice => new JsonObject { ["type"] = "string", ["enum"] = Strings(choice.Words) },
        NumberShape number => new JsonObject { ["type"] = "integer", ["minimum"] = number.Minimum, ["maximum"] = number.Maximum },
        BooleanShape => new JsonObject { ["type"] = "boolean" },
        TextShape text => new JsonObject { ["type"] = "string", ["pattern"] = text.Pattern.ToString() },
        ListShape list => List(list),
        MappingShape mapping => Mapping(mapping),
        UnionShape union => new JsonObject { ["anyOf"] = new JsonArray([.. union.Options.Select(Of)]) },
        _ => throw new InvalidOperationException($"{shape.GetType().Name} has no schema"),
    };

    private static JsonObject List(ListShape list)
    {
        var schema = new JsonObject
        {
            ["type"] = "array",
            ["items"] = Of(list.Item),
            ["minItems"] = list.MinItems,
            ["maxItems"] = list.MaxItems,
        };
        if (list.Unique)
            schema["uniqueItems"] = true;
        return schema;
    }

    private static JsonObject Mapping(MappingShape mapping)
    {
        var properties = new JsonObject();
        foreach (var property in mapping.Properties)
            properties[property.Key] = Describe(property);
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = mapping.Properties.Where(property => property.Required).Select(property => property.Key).ToArray();
        if (required.Length > 0)
            schema["required"] = Strings(required);
        if (mapping.Properties.FirstOrDefault(property => property.RequiredUnless is not null) is { RequiredUnless: { } unless } conditional)
            schema["anyOf"] = new JsonArray(Needs(conditional.Key), HasWord(unless));
        if (mapping.MinKeys > 0)
            schema["minProperties"] = mapping.MinKeys;
        if (mapping.MaxKeys < int.MaxValue)
            schema["maxProperties"] = mapping.MaxKeys;
        return schema;
    }

    private static JsonObject Describe(Property property)
    {
        var schema = Of(property.Shape);
        schema["description"] = property.Description;
        if (property.Default is { } absent)
            schema["default"] = JsonNode.Parse(absent);
        return schema;
    }

    private static JsonObject Needs(string key) => new() { ["required"] = Strings([key]) };

    private static JsonObject HasWord(Neighbour neighbour) =>
        new() { ["properties"] = new JsonObject { [neighbour.Key] = new JsonObject { ["enum"] = Strings(neighbour.Words) } } };

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}
