using System.Globalization;
using Gatehouse.Bfe;
using Gatehouse.Host.State;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

// The victim of StateStoreKillTests: commits one generation of filters after the other and says each number once its commit is answered.
// Usage: Gatehouse.StateWriter DIRECTORY. It ends when it is killed, or with exit code 1 and a sentence when the store cannot be used.
using var store = StateStore.Open(args[0], out var failure);
if (store is null)
{
    await Console.Error.WriteLineAsync(failure);
    return 1;
}

var present = store.Objects.ToList();
var generation = present.Count == 0 ? 0 : int.Parse(present[0].Object.Name, CultureInfo.InvariantCulture);
var id = present.Select(entry => entry.Id).DefaultIfEmpty(100ul).Max();
await Console.Out.WriteLineAsync($"found {generation}");
while (true)
{
    generation++;
    // Sizes vary, so that a death meets journals of one page and of many.
    var count = 1 + (generation * 7 % 40);
    var added = Enumerable.Range(0, count).Select(i => new BfeChange(
        FwpmChangeType.Add,
        new FwpmFilter(
            new Guid(generation, (short)i, 0, new byte[8]), $"{generation}", FwpmLayer.OutboundTransportV4, [], FwpActionType.Permit, FwpmWeight.Auto),
        ++id,
        FwpmLifetime.Static)).ToList();
    var result = store.Save([.. present.Select(entry => entry with { Type = FwpmChangeType.Delete }), .. added], new StoredPolicy($"{generation}", $"{count}"));
    if (!result.Ok)
    {
        await Console.Error.WriteLineAsync(result.ToString());
        return 1;
    }

    present = added;
    await Console.Out.WriteLineAsync($"kept {generation}");
}
