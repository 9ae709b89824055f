/* What the engine has that nobody adds: its layers, and its open sessions beside one of a driver. */
#include "recorder.h"

static const UINT8 OPERATOR[] = { 1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0xf4, 1, 0, 0 };

static UINT32 opened_so_far;

/* What a client may not say of itself is filled in, as BFE does: key, process and user. */
UINT32 describe_session(session *s, const FWPM_SESSION0 *opened)
{
    static WCHAR16 user[] = { 'L', 'A', 'B', '\\', 'o', 'p', 'e', 'r', 'a', 't', 'o', 'r', 0 };
    FWPM_SESSION0 native = { 0 };
    if (opened)
        native = *opened;
    opened_so_far++;
    if (same_key(&native.sessionKey, &(GUID){ 0 }))
        native.sessionKey = (GUID){ .Data1 = opened_so_far, .Data4 = { 0x5e } };
    for (const session *other = open_sessions(); other; other = other->next)
        if (same_key(&other->key, &native.sessionKey))
            return FWP_E(0x09);
    native.processId = 4242;
    native.sid = (UINT8 *)OPERATOR;
    native.username = user;
    native.kernelMode = 0;
    s->flags = native.flags;
    s->key = native.sessionKey;
    s->shown = calloc(1, sizeof *s->shown);
    s->shown->kind = SESSION;
    s->shown->key = native.sessionKey;
    s->shown->copy = copy_object(SESSION, &native);
    return 0;
}

static object *drivers_session(void)
{
    static object shown;
    static WCHAR16 name[] = { 'd', 'r', 'i', 'v', 'e', 'r', 0 }, about[] = { 'a', 'b', 'o', 'u', 't', 0 };
    FWPM_SESSION0 native = { .displayData = { name, about }, .flags = 1, .txnWaitTimeoutInMSec = 2500, .processId = 4, .kernelMode = 1 };
    native.sessionKey = (GUID){ .Data1 = 4, .Data4 = { 0xd7 } };
    if (!shown.copy.used) {
        shown.kind = SESSION;
        shown.key = native.sessionKey;
        shown.copy = copy_object(SESSION, &native);
    }
    return &shown;
}

API UINT32 FwpmSessionCreateEnumHandle0(session *s, const void *template, void **handle)
{
    object_set seen = { 0 };
    (void)template;
    set_add(&seen, drivers_session());
    for (const session *open = open_sessions(); open; open = open->next)
        set_add(&seen, open->shown);
    UINT32 status = begin_enum(s, "FwpmSessionCreateEnumHandle0", SESSION, seen, handle);
    free(seen.items);
    return status;
}

API UINT32 FwpmSessionEnum0(session *s, enumeration *e, UINT32 requested, void ***entries, UINT32 *returned)
{
    (void)s;
    return enumerate("FwpmSessionEnum0", e, requested, entries, returned);
}

API UINT32 FwpmSessionDestroyEnumHandle0(session *s, enumeration *e) { (void)s; return destroy_enum("FwpmSessionDestroyEnumHandle0", e); }

API UINT32 FwpmLayerCreateEnumHandle0(session *s, const void *template, void **handle)
{
    (void)template;
    return begin_enum(s, "FwpmLayerCreateEnumHandle0", LAYER, *builtins(LAYER), handle);
}

API UINT32 FwpmLayerEnum0(session *s, enumeration *e, UINT32 requested, void ***entries, UINT32 *returned)
{
    (void)s;
    return enumerate("FwpmLayerEnum0", e, requested, entries, returned);
}

API UINT32 FwpmLayerDestroyEnumHandle0(session *s, enumeration *e) { (void)s; return destroy_enum("FwpmLayerDestroyEnumHandle0", e); }
