/* Security descriptors: read as winnt.h lays them out, kept with their objects, handed out with pointers into the descriptor. */
#include "recorder.h"

enum { OWNER, GROUP, DACL };

typedef struct { UINT8 revision, sbz1; UINT16 control; UINT32 at[4]; } SECURITY_DESCRIPTOR_RELATIVE; /* owner, group, SACL, DACL */

static descriptor containers[KINDS + 1]; /* what objects without a descriptor of their own have, and last the engine's */

void forget_descriptors(void) { memset(containers, 0, sizeof containers); }

static UINT32 size_of_sid(const UINT8 *sid) { return 8 + 4 * (UINT32)sid[1]; }

static UINT32 size_of_list(const UINT8 *list) { UINT16 size; memcpy(&size, list + 2, sizeof size); return size; }

static int is_sid(const UINT8 *sid) { return sid[0] == 1 && sid[1] <= 15; }

static int is_list(const UINT8 *list)
{
    UINT16 count, size;
    UINT32 at = 8;
    memcpy(&count, list + 4, sizeof count);
    if (list[0] != 2 && list[0] != 4)
        return 0;
    for (; count; count--, at += size) {
        memcpy(&size, list + at + 2, sizeof size);
        if (at + size > size_of_list(list) || !is_sid(list + at + 8) || size != 8 + size_of_sid(list + at + 8))
            return 0;
    }
    return at == size_of_list(list);
}

static void keep(descriptor *into, int part, const UINT8 *bytes, UINT32 size)
{
    into->part[part] = malloc(size);
    into->size[part] = size;
    memcpy(into->part[part], bytes, size);
}

/* ERROR_INVALID_SECURITY_DESCR, 1338, for what is none. */
UINT32 take_descriptor(descriptor *into, const UINT8 *self_relative)
{
    const SECURITY_DESCRIPTOR_RELATIVE *d = (const void *)self_relative;
    if (!d)
        return 0;
    if (d->revision != 1 || !(d->control & 0x8000))
        return 1338;
    for (int part = OWNER; part <= GROUP; part++)
        if (d->at[part]) {
            if (!is_sid(self_relative + d->at[part]))
                return 1338;
            keep(into, part, self_relative + d->at[part], size_of_sid(self_relative + d->at[part]));
        }
    if (d->control & 4 && d->at[3]) {
        if (!is_list(self_relative + d->at[3]))
            return 1338;
        keep(into, DACL, self_relative + d->at[3], size_of_list(self_relative + d->at[3]));
    }
    into->control = d->control;
    return 0;
}

static void json_hex(FILE *out, const char *name, const UINT8 *bytes, UINT32 size)
{
    fprintf(out, ",\"%s\":\"", name);
    for (UINT32 i = 0; bytes && i < size; i++)
        fprintf(out, "%02x", bytes[i]);
    fputc('"', out);
}

void json_descriptor(FILE *out, const UINT8 *self_relative)
{
    descriptor read = { 0 };
    if (!self_relative || take_descriptor(&read, self_relative)) {
        fputs(self_relative ? ",\"security\":\"none\"" : ",\"security\":null", out);
        return;
    }
    fprintf(out, ",\"security\":{\"control\":%u", read.control);
    json_hex(out, "owner", read.part[OWNER], read.size[OWNER]);
    json_hex(out, "group", read.part[GROUP], read.size[GROUP]);
    json_hex(out, "dacl", read.part[DACL], read.size[DACL]);
    fputc('}', out);
}

/* A container's descriptor: Windows' default, owned by SYSTEM, administrators all. */
static descriptor *container(int kind)
{
    static const UINT8 SYSTEM[] = { 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0 };
    static const UINT8 LIST[] = { 2, 0, 32, 0, 1, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0x10, 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0 };
    descriptor *d = &containers[kind];
    if (!d->part[OWNER]) {
        keep(d, OWNER, SYSTEM, sizeof SYSTEM);
        keep(d, GROUP, SYSTEM, sizeof SYSTEM);
        keep(d, DACL, LIST, sizeof LIST);
        d->control = 0x8004;
    }
    return d;
}

static UINT32 hand_out(const descriptor *own, const descriptor *inherited, UINT32 parts, UINT8 **owner, UINT8 **group, UINT8 **dacl, UINT8 **sacl, void **out)
{
    UINT8 **slots[3] = { owner, group, dacl };
    size_t size = sizeof(SECURITY_DESCRIPTOR_RELATIVE);
    for (int part = 0; part < 3; part++)
        size += own->part[part] ? own->size[part] : inherited->size[part];
    SECURITY_DESCRIPTOR_RELATIVE *d = give(size);
    UINT32 at = sizeof *d;
    d->revision = 1;
    d->control = (own->part[DACL] ? own : inherited)->control | 0x8000;
    for (int part = 0; part < 3; part++) {
        const descriptor *from = own->part[part] ? own : inherited;
        *slots[part] = NULL;
        if (!(parts & 1u << part))
            continue;
        memcpy((UINT8 *)d + at, from->part[part], from->size[part]);
        d->at[part == DACL ? 3 : part] = at;
        *slots[part] = (UINT8 *)d + at;
        at += from->size[part];
    }
    *sacl = NULL;
    *out = d;
    return 0;
}

static UINT32 change(descriptor *of, UINT32 parts, const UINT8 *owner, const UINT8 *group, const UINT8 *dacl)
{
    const UINT8 *given[3] = { owner, group, dacl };
    for (int part = 0; part < 3; part++)
        if (parts & 1u << part && (!given[part] || !(part == DACL ? is_list(given[part]) : is_sid(given[part]))))
            return given[part] ? 1336 + (part != DACL) : FWP_E(0x1c);
    for (int part = 0; part < 3; part++)
        if (parts & 1u << part)
            keep(of, part, given[part], part == DACL ? size_of_list(given[part]) : size_of_sid(given[part]));
    if (parts & 4)
        of->control |= 0x8004;
    return 0;
}

static UINT32 get_security(session *s, const char *name, int kind, const GUID *key, UINT32 parts, UINT8 **owner, UINT8 **group, UINT8 **dacl, UINT8 **sacl,
    void **out)
{
    static const descriptor NONE;
    UINT32 status = begin_call(name);
    int of_container = !key || same_key(key, &(GUID){ 0 });
    const object *o = of_container ? NULL : find_by_key(view(s), kind, key);
    *out = NULL;
    if (call_log())
        fprintf(call_log(), ",\"parts\":%u", parts);
    if (!status && !of_container && !o)
        status = missing(kind);
    if (!status)
        status = hand_out(o ? &o->security : &NONE, container(kind), parts, owner, group, dacl, sacl, out);
    return end_call(status);
}

static UINT32 set_security(session *s, const char *name, int kind, const GUID *key, UINT32 parts, const UINT8 *owner, const UINT8 *group,
    const UINT8 *dacl)
{
    UINT32 status = begin_call(name);
    int of_container = !key || same_key(key, &(GUID){ 0 });
    object *o = of_container ? NULL : find_by_key(view(s), kind, key);
    if (call_log()) {
        fprintf(call_log(), ",\"parts\":%u", parts);
        json_hex(call_log(), "owner", owner, owner ? size_of_sid(owner) : 0);
        json_hex(call_log(), "group", group, group ? size_of_sid(group) : 0);
        json_hex(call_log(), "dacl", dacl, dacl ? size_of_list(dacl) : 0);
    }
    if (!status && s->in_transaction)
        status = FWP_E(0x0e);
    if (!status && !of_container && !o)
        status = missing(kind);
    if (!status && o && o->owner && o->owner != s)
        status = FWP_E(0x0c);
    if (!status && s->flags & 1 && !(o && o->owner))
        status = FWP_E(0x0b);
    if (!status)
        status = change(o ? &o->security : container(kind), parts, owner, group, dacl);
    if (!status)
        written(s);
    return end_call(status);
}

API UINT32 FwpmEngineGetSecurityInfo0(session *s, UINT32 parts, UINT8 **owner, UINT8 **group, UINT8 **dacl, UINT8 **sacl, void **out)
{
    return get_security(s, "FwpmEngineGetSecurityInfo0", KINDS, NULL, parts, owner, group, dacl, sacl, out);
}

API UINT32 FwpmEngineSetSecurityInfo0(session *s, UINT32 parts, const UINT8 *owner, const UINT8 *group, const UINT8 *dacl, const UINT8 *sacl)
{
    (void)sacl;
    return set_security(s, "FwpmEngineSetSecurityInfo0", KINDS, NULL, parts, owner, group, dacl);
}

#define SECURITY(type, kind) \
    API UINT32 Fwpm##type##GetSecurityInfoByKey0(session *s, const GUID *key, UINT32 parts, UINT8 **owner, UINT8 **group, UINT8 **dacl, UINT8 **sacl, \
        void **out) \
    { return get_security(s, "Fwpm" #type "GetSecurityInfoByKey0", kind, key, parts, owner, group, dacl, sacl, out); } \
    API UINT32 Fwpm##type##SetSecurityInfoByKey0(session *s, const GUID *key, UINT32 parts, const UINT8 *owner, const UINT8 *group, const UINT8 *dacl, \
        const UINT8 *sacl) \
    { (void)sacl; return set_security(s, "Fwpm" #type "SetSecurityInfoByKey0", kind, key, parts, owner, group, dacl); }

SECURITY(Provider, PROVIDER)
SECURITY(SubLayer, SUBLAYER)
SECURITY(Callout, CALLOUT)
SECURITY(ProviderContext, CONTEXT)
SECURITY(Filter, FILTER)
