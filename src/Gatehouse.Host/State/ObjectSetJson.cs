using System.Text.Json;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Host.State;

/// <summary>The objects of a node on their way to a client, which shows or compares them with the code that serves files too.</summary>
public static class ObjectSetJson
{
    /// <summary>The objects as a JSON value.</summary>
    public static JsonElement Write(WfpObjectSet objects) => JsonSerializer.SerializeToElement(objects, StateJson.Default.WfpObjectSet);

    /// <summary>The objects again; null when the value is none, as of a node of another version.</summary>
    public static WfpObjectSet? Read(JsonElement json)
    {
        try
        {
            return json.Deserialize(StateJson.Default.WfpObjectSet);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
