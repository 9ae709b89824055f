using System.Collections.Immutable;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>
/// Reads what netsh wfp show state (root wfpstate) and netsh wfp show filters (root wfpdiag) write on Windows. Any bytes are survived; nothing is
/// looked up, and a file is taken whole or not at all. What is well-formed and not known is told once, with its line.
/// </summary>
public static class NetshImport
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = XmlTreeReader.MaxBytes;

    private const ushort UnknownSubLayerWeight = 0x1000;

    /// <summary>The objects of a file.</summary>
    public static ImportResult Read(ReadOnlySpan<byte> file)
    {
        var log = new ImportLog();
        if (XmlTreeReader.Read(file, log.Errors) is not { } roots)
            return new ImportResult(null, [.. log.Errors], []);
        var states = new List<XmlElementNode>();
        foreach (var root in roots)
        {
            if (root.Name is "wfpstate" or "wfpdiag")
                states.Add(root);
            else if (root.Name == "firewallState")
                log.Skipped(root, "the state of the Windows Firewall service is not read; its filters are in the other part of the file");
            else
                log.Error(root, "this is not what netsh wfp writes", "<wfpstate> or <wfpdiag>");
        }

        if (states.Count == 0 && log.Errors.Count == 0)
            log.Errors.Add(new ImportRemark(1, 1, "", "the file has no state", "<wfpstate> or <wfpdiag>"));
        var objects = log.Errors.Count == 0 ? Objects(states, log) : WfpObjectSet.Empty;
        return new ImportResult(log.Errors.Count == 0 ? objects : null, [.. log.Errors], [.. log.Notices]);
    }

    private static WfpObjectSet Objects(List<XmlElementNode> states, ImportLog log)
    {
        var contexts = new Dictionary<Guid, ProviderContext>();
        var subLayers = new Dictionary<string, FwpmSubLayer>(StringComparer.OrdinalIgnoreCase);
        foreach (var state in states)
        {
            CheckSections(state, log);
            foreach (var item in state.Items("subLayers"))
                AddSubLayer(item, subLayers, log);
            foreach (var item in state.Items("providerContexts"))
            {
                if (ContextImport.Read(item, log) is { } context && !contexts.TryAdd(context.Key, context))
                    log.Notice(item, $"twice {context.Key}", $"the provider context {context.Key} is there twice; the first one is taken");
            }
        }

        var filters = new Dictionary<Guid, FwpmFilter>();
        var order = ImmutableArray.CreateBuilder<FwpmFilter>();
        var import = new FilterImport(log, node => SubLayer(node, subLayers, log), contexts);
        foreach (var item in states.SelectMany(Filters))
        {
            if (import.Read(item) is not { } filter)
                continue;
            if (filters.TryAdd(filter.Key, filter))
                order.Add(filter);
            else
                log.Notice(item, $"twice {filter.Key}", $"the filter {filter.Key} is there twice; the first one is taken");
        }

        var set = new WfpObjectSet([.. contexts.Values], order.ToImmutable());
        return Compiles(set, states[0], log) ? set : WfpObjectSet.Empty;
    }

    private static IEnumerable<XmlElementNode> Filters(XmlElementNode state) =>
        state.Items("layers").SelectMany(layer => layer.Items("filters")).Concat(state.Items("filters"));

    private static void CheckSections(XmlElementNode state, ImportLog log)
    {
        log.Unknown(
            state, "timeStamp", "sessions", "providers", "subLayers", "layers", "providerContexts", "callouts", "filters", "numItems");
        foreach (var section in state.Children.Where(child => child.Name is "subLayers" or "layers" or "providerContexts" or "filters"))
            log.Unknown(section, "item");
        foreach (var layer in state.Items("layers"))
            log.Unknown(layer, "layer", "callouts", "filters");
    }

    private static void AddSubLayer(XmlElementNode item, Dictionary<string, FwpmSubLayer> subLayers, ImportLog log)
    {
        log.Unknown(item, "subLayerKey", "displayData", "flags", "providerKey", "providerData", "weight");
        var text = item.TextOf("subLayerKey");
        if (text.Length == 0 || !NumberText.TryRead(item.TextOf("weight"), FwpDataType.UInt16, out var weight))
        {
            log.Error(item["weight"] ?? item, "the sublayer has no key or no weight", "<subLayerKey>, and <weight> of 0 to 65535");
            return;
        }

        // The engine's own record stands for a built-in sublayer, also where this Windows made room for another one.
        var known = KeyText.SubLayer(text);
        if (known is not null && FwpmSubLayer.BuiltIns.Contains(known))
        {
            if (known.Weight != weight)
                log.Notice(item, $"weight {known.Key}", $"{known.Name} weighs {weight} in the file and {known.Weight} here");
            subLayers[text] = known;
            return;
        }

        var name = item["displayData"]?.TextOf("name") is { Length: > 0 } given ? given : text;
        var key = KeyText.TryGuid(text, out var guid) ? guid : KeyText.OfName(text);
        subLayers[text] = new FwpmSubLayer(key, known?.Name ?? name, (ushort)weight);
    }

    private static FwpmSubLayer SubLayer(XmlElementNode node, Dictionary<string, FwpmSubLayer> subLayers, ImportLog log)
    {
        var text = node.Name == "subLayerKey" ? node.Text : "";
        if (subLayers.TryGetValue(text, out var listed))
            return listed;
        if (KeyText.SubLayer(text) is { } known)
            return known;
        log.Notice(
            node,
            $"sublayer {text}",
            $"the file does not say how heavy the sublayer '{ConditionImport.Quote(text)}' is; {UnknownSubLayerWeight} is assumed, below UNIVERSAL");
        var key = KeyText.TryGuid(text, out var guid) ? guid : KeyText.OfName(text);
        return subLayers[text] = new FwpmSubLayer(key, text, UnknownSubLayerWeight);
    }

    private static bool Compiles(WfpObjectSet set, XmlElementNode root, ImportLog log)
    {
        try
        {
            FilterSnapshot.Compile(set);
            return true;
        }
        catch (FilterRuleException exception)
        {
            log.Error(root, $"the objects do not go together: {exception.Message}");
            return false;
        }
    }
}
