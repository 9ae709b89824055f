using System.Text.Json.Nodes;
using Gatehouse.Cli.Commands;

namespace Gatehouse.Cli.Rendering;

/// <summary>A list of objects, as a table and as JSON under one property.</summary>
/// <param name="Property">The name of the list in JSON.</param>
/// <param name="Header">The titles of the table.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Json">The objects.</param>
internal sealed record ObjectTable(string Property, string[] Header, IReadOnlyCollection<string[]> Rows, JsonArray Json)
{
    public void Write(TextWriter output, OutputFormat format)
    {
        if (format == OutputFormat.Json)
            output.WriteLine(JsonText.Write(new JsonObject { [Property] = Json }));
        else
            TextTable.Write(output, Header, Rows);
    }
}
