/* What the Base Filtering Engine refuses. */
#include "recorder.h"

const GUID UNIVERSAL = { 0xeebecc03, 0xced4, 0x4380, { 0x81, 0x9a, 0x27, 0x34, 0x39, 0x7b, 0x2b, 0x74 } };
static const GUID ZERO;

int same_key(const GUID *left, const GUID *right) { return memcmp(left, right, sizeof *left) == 0; }

GUID parse_key(const char *text)
{
    GUID key;
    unsigned d1, d2, d3, d4[8];
    sscanf(text, "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x", &d1, &d2, &d3, d4, d4 + 1, d4 + 2, d4 + 3, d4 + 4, d4 + 5, d4 + 6, d4 + 7);
    key.Data1 = d1;
    key.Data2 = (UINT16)d2;
    key.Data3 = (UINT16)d3;
    for (int i = 0; i < 8; i++)
        key.Data4[i] = (UINT8)d4[i];
    return key;
}

const GUID *key_of(int kind, const void *native) { (void)kind; return native; }

const GUID *provider_of(int kind, const void *native) { return kind == PROVIDER ? NULL : ((const FWPM_SUBLAYER0 *)native)->providerKey; }

static const builtin_layer *layer_of(const GUID *key)
{
    for (size_t i = 0; i < COUNT(LAYERS); i++) {
        GUID candidate = parse_key(LAYERS[i].key);
        if (same_key(&candidate, key))
            return &LAYERS[i];
    }
    return NULL;
}

static const builtin_callout *callout_of(const GUID *key)
{
    for (size_t i = 0; i < COUNT(CALLOUTS); i++) {
        GUID candidate = parse_key(CALLOUTS[i].key);
        if (same_key(&candidate, key))
            return &CALLOUTS[i];
    }
    return NULL;
}

/* Documented names, so that what is recorded can be compared with documented rows. */
const char *layer_name(const GUID *key)
{
    const builtin_layer *layer = layer_of(key);
    return layer ? layer->name : "";
}

const char *callout_name(const GUID *key)
{
    const builtin_callout *callout = callout_of(key);
    return callout ? callout->name : "";
}

const char *field_name(const GUID *key)
{
    for (size_t i = 0; i < COUNT(FIELDS); i++) {
        GUID candidate = parse_key(FIELDS[i].key);
        if (same_key(&candidate, key))
            return FIELDS[i].name;
    }
    return "";
}

static int sublayer_is_builtin(const GUID *key)
{
    for (size_t i = 0; i < COUNT(SUBLAYERS); i++) {
        GUID candidate = parse_key(SUBLAYERS[i].key);
        if (same_key(&candidate, key))
            return 1;
    }
    return 0;
}

/* A reference may only point to what lives at least as long. */
static UINT32 check_lifetime(const object *target, UINT32 persistent, const session *by)
{
    if (target->owner && (target->owner != (void *)by || persistent))
        return FWP_E(0x16);
    return persistent && !(target->flags & 1) ? FWP_E(0x16) : 0;
}

static UINT32 check_condition(const builtin_layer *layer, const FWPM_FILTER_CONDITION0 *c)
{
    const FWP_CONDITION_VALUE0 *v = &c->conditionValue;
    for (size_t i = 0; i < COUNT(FIELDS); i++) {
        GUID key = parse_key(FIELDS[i].key);
        int type = layer->family == 6 ? FIELDS[i].v6 : FIELDS[i].v4;
        if (!same_key(&key, &c->fieldKey))
            continue;
        if (v->type == 0x102)
            return (int)v->rangeValue->valueLow.type != type || v->rangeValue->valueHigh.type != v->rangeValue->valueLow.type ? FWP_E(0x27) : 0;
        if (v->type == 0x100) {
            UINT32 gap = ~v->v4AddrMask->mask;
            return type != 3 ? FWP_E(0x27) : gap & (gap + 1) ? FWP_E(0x1f) : 0;
        }
        if (v->type == 0x101)
            return type != 11 ? FWP_E(0x27) : v->v6AddrMask->prefixLength > 128 ? FWP_E(0x1f) : 0;
        if (type == 16 || type == 15)
            return v->type == 14 || v->type == 0 ? 0 : FWP_E(0x27);
        return (int)v->type == type || v->type == 0 ? 0 : FWP_E(0x27);
    }
    return FWP_E(0x02);
}

static UINT32 check_filter(const object_set *set, const FWPM_FILTER0 *f, const session *by)
{
    const builtin_layer *layer = layer_of(&f->layerKey);
    UINT32 status;
    if (!layer)
        return FWP_E(0x04);
    if (!same_key(&f->subLayerKey, &ZERO) && !sublayer_is_builtin(&f->subLayerKey)) {
        const object *sublayer = find_by_key(set, SUBLAYER, &f->subLayerKey);
        if (!sublayer)
            return FWP_E(0x07);
        if ((status = check_lifetime(sublayer, f->flags & 1, by)))
            return status;
    }
    if (f->flags & ~0xfffu || f->flags & 0x60)
        return FWP_E(0x1e);
    if (f->reserved)
        return FWP_E(0x29);
    if (!(f->weight.type == 0 || f->weight.type == 4 || (f->weight.type == 1 && f->weight.uint8 <= 15)))
        return FWP_E(0x25);
    switch (f->action.type) {
    case 0x1001: case 0x1002: break;
    case 0x5003: case 0x4005: case 0x6004: {
        const builtin_callout *callout = callout_of(&f->action.calloutKey);
        if (!callout)
            return FWP_E(0x01);
        if (strcmp(callout->layer, layer->name) != 0)
            return FWP_E(0x14);
        break;
    }
    default: return FWP_E(0x24);
    }
    if (f->flags & 4) {
        const object *context = find_by_key(set, CONTEXT, &f->providerContextKey);
        if (!context)
            return FWP_E(0x06);
        if ((status = check_lifetime(context, f->flags & 1, by)))
            return status;
    }
    if (f->numFilterConditions && !f->filterCondition)
        return FWP_E(0x1c);
    for (UINT32 i = 0; i < f->numFilterConditions; i++)
        if ((status = check_condition(layer, &f->filterCondition[i])))
            return status;
    return 0;
}

static UINT32 check_proposals(const IPSEC_PROPOSAL0 *p, UINT32 count)
{
    if (!count || !p)
        return FWP_E(0x22);
    for (UINT32 i = 0; i < count; i++, p++) {
        if (!p->lifetime.lifetimeSeconds || !p->lifetime.lifetimeKilobytes || !p->lifetime.lifetimePackets)
            return FWP_E(0x28);
        if (p->numSaTransforms < 1 || p->numSaTransforms > 2)
            return FWP_E(0x3b);
        for (UINT32 j = 0; j < p->numSaTransforms; j++)
            if (!p->saTransforms[j].ahTransform)
                return FWP_E(0x1c);
    }
    return 0;
}

static UINT32 check_context(const FWPM_PROVIDER_CONTEXT2 *c)
{
    if (!c->keyingPolicy)
        return FWP_E(0x1c);
    switch (c->type) {
    case 0: return c->keyingPolicy->numKeyMods ? 0 : FWP_E(0x22);
    case 1: case 12: if (c->ikeQmTransportPolicy->emPolicy) return FWP_E(0x32); /* fall through */
    case 3: return check_proposals(c->ikeQmTransportPolicy->ipsecProposals, c->ikeQmTransportPolicy->numIpsecProposals);
    case 2: case 4: case 9: return check_proposals(c->ikeQmTunnelPolicy->ipsecProposals, c->ikeQmTunnelPolicy->numIpsecProposals);
    case 5: case 6: case 10:
        if (c->ikeMmPolicy->softExpirationTime)
            return FWP_E(0x29);
        return c->ikeMmPolicy->numAuthenticationMethods && c->ikeMmPolicy->numIkeProposals ? 0 : FWP_E(0x22);
    default: return FWP_E(0x1d);
    }
}

UINT32 check_object(const object_set *set, int kind, const void *native, const session *by)
{
    const FWPM_PROVIDER_CONTEXT2 *o = native;
    const GUID *provider = provider_of(kind, native);
    UINT32 persistent = kind == CALLOUT ? o->flags >> 16 & 1 : o->flags & 1, status;
    if (!o->displayData.name || !*o->displayData.name)
        return FWP_E(0x23);
    if (find_by_key(set, kind, key_of(kind, native)) || find_by_key(builtins(kind), kind, key_of(kind, native)))
        return FWP_E(0x09);
    if (persistent && by->flags & 1)
        return FWP_E(0x16);
    if (provider) {
        const object *owner = find_by_key(set, PROVIDER, provider);
        if (!owner)
            return FWP_E(0x05);
        if ((status = check_lifetime(owner, persistent, by)))
            return status;
    }
    switch (kind) {
    case CONTEXT: return check_context(o);
    case FILTER: return check_filter(set, native, by);
    case CALLOUT: return layer_of(&((const FWPM_CALLOUT0 *)native)->applicableLayer) ? 0 : FWP_E(0x04);
    default: return 0;
    }
}

UINT32 check_unused(const object_set *set, const object *candidate)
{
    for (int i = 0; i < set->count; i++) {
        const object *o = set->items[i];
        const FWPM_FILTER0 *f = (const FWPM_FILTER0 *)o->copy.bytes;
        UINT64 provider = 0;
        if (o == candidate)
            continue;
        if (candidate->kind == PROVIDER && o->kind != PROVIDER) {
            memcpy(&provider, o->copy.bytes + offsetof(FWPM_SUBLAYER0, providerKey), sizeof provider);
            if (provider && same_key((const GUID *)(o->copy.bytes + provider), &candidate->key))
                return FWP_E(0x0a);
        }
        if (candidate->kind == CONTEXT && o->kind == FILTER && f->flags & 4 && same_key(&f->providerContextKey, &candidate->key))
            return FWP_E(0x0a);
        if (candidate->kind == SUBLAYER && o->kind == FILTER && same_key(&f->subLayerKey, &candidate->key))
            return FWP_E(0x0a);
    }
    return 0;
}
