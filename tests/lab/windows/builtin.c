/*
 * The layers, sublayers and callouts that Windows has of its own; one layer that no IPsec policy uses, and one callout of another vendor for it.
 */
#include "recorder.h"

static WCHAR16 *wide(const char *prefix, const char *text)
{
    size_t length = strlen(prefix) + strlen(text);
    WCHAR16 *name = calloc(length + 1, sizeof *name);
    for (size_t i = 0; i < length; i++)
        name[i] = (WCHAR16)(i < strlen(prefix) ? prefix[i] : text[i - strlen(prefix)]);
    return name;
}

static void add_built(object_set *set, int kind, const void *native, UINT64 id)
{
    object *o = calloc(1, sizeof *o);
    o->kind = kind;
    o->key = *key_of(kind, native);
    o->id = id;
    o->copy = copy_object(kind, native);
    set_add(set, o);
}

/* Each with two fields of the documented list; which, depends on its place, so that no two layers beside each other have the same. */
static void add_layer(object_set *set, const char *name, const char *key, UINT16 id)
{
    size_t first = id % (COUNT(FIELDS) - 1);
    GUID keys[] = { parse_key(FIELDS[first].key), parse_key(FIELDS[first + 1].key) };
    FWPM_FIELD0 fields[] = { { .fieldKey = &keys[0], .dataType = 3 }, { .fieldKey = &keys[1], .type = 1, .dataType = 3 } };
    FWPM_LAYER0 native = { .layerKey = parse_key(key), .flags = 2 | 4, .numFields = COUNT(fields), .field = fields, .layerId = id };
    native.displayData.name = wide("Translated ", name);
    native.defaultSubLayerKey = UNIVERSAL;
    add_built(set, LAYER, &native, id);
}

static void add_layers(object_set *set)
{
    for (size_t i = 0; i < COUNT(LAYERS); i++)
        add_layer(set, LAYERS[i].name, LAYERS[i].key, (UINT16)(i + 1));
    add_layer(set, "STREAM_V4", "3b89653c-c170-49e4-b1cd-e0eeeee19a3e", COUNT(LAYERS) + 1);
}

const object_set *builtins(int kind)
{
    static object_set sets[SHOWN];
    object_set *set = &sets[kind];
    if (set->count)
        return set;
    for (size_t i = 0; kind == SUBLAYER && i < COUNT(SUBLAYERS); i++) {
        FWPM_SUBLAYER0 native = { .subLayerKey = parse_key(SUBLAYERS[i].key), .weight = (UINT16)SUBLAYERS[i].weight };
        native.displayData.name = wide("Translated ", SUBLAYERS[i].name);
        add_built(set, kind, &native, 0);
    }
    for (size_t i = 0; kind == CALLOUT && i < COUNT(CALLOUTS); i++) {
        FWPM_CALLOUT0 native = { .calloutKey = parse_key(CALLOUTS[i].key), .flags = 0x40000, .calloutId = (UINT32)i + 1 };
        for (size_t j = 0; j < COUNT(LAYERS); j++)
            if (!strcmp(LAYERS[j].name, CALLOUTS[i].layer))
                native.applicableLayer = parse_key(LAYERS[j].key);
        native.displayData.name = wide("Translated ", CALLOUTS[i].name);
        add_built(set, kind, &native, i + 1);
    }
    if (kind == CALLOUT) {
        FWPM_CALLOUT0 native = { .calloutKey = parse_key("00000000-0000-4000-b000-000000000001"), .calloutId = COUNT(CALLOUTS) + 1 };
        native.applicableLayer = parse_key("3b89653c-c170-49e4-b1cd-e0eeeee19a3e"); /* STREAM_V4 */
        native.displayData.name = wide("", "Somebody's stream inspection");
        add_built(set, kind, &native, native.calloutId);
    }
    if (kind == LAYER)
        add_layers(set);
    return set;
}
