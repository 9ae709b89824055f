/* The exported functions on objects, sessions and transactions. */
#include "recorder.h"

static struct { char log[1024], store[1024]; unsigned fail_at, fail_code; int configured; } settings;
static FILE *log_file;
static unsigned calls;
static long unfreed, handles;
static session *sessions;
static struct subscription { int kind; session *by; void (*callback)(void *, const void *); void *context; struct subscription *next; } *subscriptions;

struct enumeration { object_set seen; int kind, next; session *by; struct enumeration *rest; };

static enumeration *enumerations;

static void drop(enumeration *e)
{
    for (enumeration **at = &enumerations; *at; at = &(*at)->rest)
        if (*at == e) {
            *at = e->rest;
            break;
        }
    free(e->seen.items);
    free(e);
    handles--;
}

static void configure(const char *log, const char *store, const char *fail)
{
    snprintf(settings.log, sizeof settings.log, "%s", log ? log : "");
    snprintf(settings.store, sizeof settings.store, "%s", store ? store : "");
    settings.fail_at = 0;
    if (fail && *fail)
        sscanf(fail, "%u:%x", &settings.fail_at, &settings.fail_code);
    if (log_file)
        fclose(log_file);
    log_file = *settings.log ? fopen(settings.log, "ab") : NULL;
    calls = 0;
    unfreed = handles = 0;
    sessions = NULL;
    enumerations = NULL;
    settings.configured = 1;
    forget_descriptors();
    load_store(settings.store);
}

/* For a test that has loaded the recorder into its own process, where the environment cannot be changed from managed code. */
API void GatehouseRecorder_Configure(const char *log, const char *store, const char *fail) { configure(log, store, fail); }

/* Memory handed out and not freed, and handles not closed. */
API int GatehouseRecorder_Outstanding(void) { return (int)(unfreed + handles); }

FILE *call_log(void) { return log_file; }

session *open_sessions(void) { return sessions; }

void *give(size_t size)
{
    unfreed++;
    return calloc(1, size ? size : 1);
}

UINT32 begin_call(const char *name)
{
    if (!settings.configured)
        configure(getenv("GATEHOUSE_WFP_LOG"), getenv("GATEHOUSE_WFP_STORE"), getenv("GATEHOUSE_WFP_FAIL"));
    calls++;
    if (log_file)
        fprintf(log_file, "{\"n\":%u,\"call\":\"%s\"", calls, name);
    return calls == settings.fail_at ? settings.fail_code : 0;
}

UINT32 end_call(UINT32 status)
{
    if (log_file) {
        fprintf(log_file, ",\"status\":%u}\n", status);
        fflush(log_file);
    }
    return status;
}

object_set *view(session *s) { return s->in_transaction ? &s->working : &committed; }

static UINT32 may_write(const session *s) { return s->in_transaction && s->read_only ? FWP_E(0x11) : 0; }

static void tell(session *by, int kind, UINT32 change, const object *o)
{
    FWPM_FILTER_CHANGE0 news = { change, o->key, o->id };
    for (struct subscription *s = subscriptions; s; s = s->next)
        if (s->kind == kind && s->by != by)
            s->callback(s->context, &news);
}

void written(session *s)
{
    if (!s->in_transaction)
        save_store(settings.store);
}

API UINT32 FwpmEngineOpen0(const WCHAR16 *server, UINT32 authn, void *identity, const FWPM_SESSION0 *opened, void **engine)
{
    UINT32 status = begin_call("FwpmEngineOpen0");
    (void)identity;
    if (log_file && opened) {
        fputs(",\"session\":", log_file);
        json_text(log_file, opened->displayData.name);
        fprintf(log_file, ",\"flags\":%u,\"txnWait\":%u", opened->flags, opened->txnWaitTimeoutInMSec);
    }
    *engine = NULL;
    if (!status && (server || (authn != 10 && authn != 0xffffffffu)))
        status = 87;
    /* Another process may have committed meanwhile. */
    if (!status && !sessions)
        load_store(settings.store);
    if (!status) {
        session *s = calloc(1, sizeof *s);
        status = describe_session(s, opened);
        if (!status) {
            s->next = sessions;
            sessions = s;
            handles++;
            *engine = s;
        } else
            free(s);
    }
    return end_call(status);
}

API UINT32 FwpmEngineClose0(session *s)
{
    UINT32 status = begin_call("FwpmEngineClose0");
    if (!status && !s)
        status = 6;
    if (!status) {
        s->in_transaction = 0;
        /* Enumerations that were not ended go with their session. */
        for (enumeration *e = enumerations, *rest; e; e = rest) {
            rest = e->rest;
            if (e->by == s)
                drop(e);
        }
        for (int i = committed.count - 1; i >= 0; i--)
            if (committed.items[i]->owner == s)
                set_remove(&committed, committed.items[i]);
        for (session **at = &sessions; *at; at = &(*at)->next)
            if (*at == s) {
                *at = s->next;
                break;
            }
        free(s);
        handles--;
    }
    if (log_file)
        fprintf(log_file, ",\"unfreed\":%ld,\"handles\":%ld", unfreed, handles);
    return end_call(status);
}

API void FwpmFreeMemory0(void **memory)
{
    if (memory && *memory) {
        free(*memory);
        *memory = NULL;
        unfreed--;
    }
}

static UINT32 options[8] = { 1 };

API UINT32 FwpmEngineGetOption0(session *s, UINT32 option, FWP_VALUE0 **value)
{
    UINT32 status = begin_call("FwpmEngineGetOption0");
    (void)s;
    if (!status && option >= 8)
        status = FWP_E(0x1d);
    if (!status) {
        *value = give(sizeof **value);
        (*value)->type = 3;
        (*value)->uint32 = options[option];
    }
    return end_call(status);
}

API UINT32 FwpmEngineSetOption0(session *s, UINT32 option, const FWP_VALUE0 *value)
{
    UINT32 status = begin_call("FwpmEngineSetOption0");
    if (!status)
        status = s->in_transaction ? FWP_E(0x0e) : s->flags & 1 ? FWP_E(0x0b) : option >= 8 ? FWP_E(0x1d) : value->type != 3 ? FWP_E(0x27) : 0;
    if (!status)
        options[option] = value->uint32;
    return end_call(status);
}

API UINT32 FwpmTransactionBegin0(session *s, UINT32 flags)
{
    UINT32 status = begin_call("FwpmTransactionBegin0");
    if (log_file)
        fprintf(log_file, ",\"flags\":%u", flags);
    if (!status && s->in_transaction)
        status = FWP_E(0x0e);
    for (session *other = sessions; !status && other && !(flags & 1); other = other->next)
        if (other != s && other->in_transaction)
            status = FWP_E(0x12);
    if (!status) {
        s->in_transaction = 1;
        s->read_only = flags & 1;
        s->working = set_copy(&committed);
    }
    return end_call(status);
}

API UINT32 FwpmTransactionCommit0(session *s)
{
    UINT32 status = begin_call("FwpmTransactionCommit0");
    if (!status && !s->in_transaction)
        status = FWP_E(0x0d);
    if (!status) {
        object_set before = committed;
        committed = s->working;
        s->in_transaction = 0;
        save_store(settings.store);
        for (int i = 0; i < before.count; i++)
            if (!find_by_key(&committed, before.items[i]->kind, &before.items[i]->key))
                tell(s, before.items[i]->kind, 2, before.items[i]);
        for (int i = 0; i < committed.count; i++)
            if (!find_by_key(&before, committed.items[i]->kind, &committed.items[i]->key))
                tell(s, committed.items[i]->kind, 1, committed.items[i]);
    }
    return end_call(status);
}

API UINT32 FwpmTransactionAbort0(session *s)
{
    UINT32 status = begin_call("FwpmTransactionAbort0");
    if (!status && !s->in_transaction)
        status = FWP_E(0x0d);
    if (!status)
        s->in_transaction = 0;
    return end_call(status);
}

/* The copy of an object, with what Windows fills in. The weight is right in its top four bits and grows with the number of conditions. */
static void take_copy(object *o, int kind, const void *native)
{
    FWPM_FILTER0 weighed;
    UINT64 weight;
    if (kind == FILTER) {
        weighed = *(const FWPM_FILTER0 *)native;
        weight = weighed.weight.type == 4 ? *weighed.weight.uint64 : weighed.numFilterConditions;
        if (weighed.weight.type == 1)
            weight |= (UINT64)weighed.weight.uint8 << 60;
        weighed.effectiveWeight.type = 4;
        weighed.effectiveWeight.uint64 = &weight;
        native = &weighed;
    }
    o->copy = copy_object(kind, native);
    memcpy(o->copy.bytes, &o->key, sizeof o->key);
    FWPM_FILTER0 *f = (FWPM_FILTER0 *)o->copy.bytes;
    if (kind == CALLOUT)
        ((FWPM_CALLOUT0 *)o->copy.bytes)->calloutId = (UINT32)o->id;
    if (kind == CONTEXT)
        ((FWPM_PROVIDER_CONTEXT2 *)o->copy.bytes)->providerContextId = o->id;
    if (kind != FILTER)
        return;
    f->filterId = o->id;
    if (same_key(&f->subLayerKey, &(GUID){ 0 }))
        f->subLayerKey = UNIVERSAL;
}

static UINT32 add(session *s, const char *name, int kind, const void *native, const void *sd, UINT64 *id)
{
    UINT32 status = begin_call(name);
    if (!native)
        return end_call(FWP_E(0x1c));
    if (log_file) {
        fputs(",\"object\":", log_file);
        json_object(log_file, kind, native);
        json_descriptor(log_file, sd);
    }
    descriptor security = { 0 };
    if (!status)
        status = may_write(s);
    if (!status)
        status = check_object(view(s), kind, native, s);
    if (!status)
        status = take_descriptor(&security, sd);
    if (!status) {
        object *o = calloc(1, sizeof *o);
        o->security = security;
        o->kind = kind;
        o->key = *key_of(kind, native);
        o->id = next_id++;
        o->flags = ((const FWPM_PROVIDER0 *)native)->flags;
        o->owner = s->flags & 1 ? s : NULL;
        if (same_key(&o->key, &(GUID){ 0 }))
            o->key.Data1 = (UINT32)o->id;
        take_copy(o, kind, native);
        set_add(view(s), o);
        written(s);
        if (!s->in_transaction)
            tell(s, kind, 1, o);
        if (id)
            *id = o->id;
    }
    return end_call(status);
}

UINT32 missing(int kind)
{
    static const UINT32 CODES[KINDS] = { 0x05, 0x07, 0x01, 0x06, 0x03 };
    return FWP_E(CODES[kind]);
}

static UINT32 delete_it(session *s, const char *name, int kind, const GUID *key, UINT64 id)
{
    UINT32 status = begin_call(name);
    object *o = key ? find_by_key(view(s), kind, key) : find_by_id(view(s), kind, id);
    if (log_file && key) {
        fputs(",\"key\":", log_file);
        json_guid(log_file, key);
    } else if (log_file)
        fprintf(log_file, ",\"id\":%llu", (unsigned long long)id);
    if (!status)
        status = may_write(s);
    if (!status && !o && (key ? find_by_key(builtins(kind), kind, key) : find_by_id(builtins(kind), kind, id)))
        status = FWP_E(0x17);
    if (!status && !o)
        status = missing(kind);
    if (!status && o->owner && o->owner != s)
        status = FWP_E(0x0c);
    if (!status && !o->owner && s->flags & 1)
        status = FWP_E(0x0b);
    if (!status)
        status = check_unused(view(s), o);
    if (!status) {
        set_remove(view(s), o);
        written(s);
        if (!s->in_transaction)
            tell(s, kind, 2, o);
    }
    return end_call(status);
}

static UINT32 get(session *s, const char *name, int kind, const GUID *key, UINT64 id, void **found)
{
    UINT32 status = begin_call(name);
    object *o = key ? find_by_key(view(s), kind, key) : find_by_id(view(s), kind, id);
    if (!o)
        o = key ? find_by_key(builtins(kind), kind, key) : find_by_id(builtins(kind), kind, id);
    *found = NULL;
    if (!status && !o)
        status = missing(kind);
    if (!status) {
        const blob *copy = &o->copy;
        *found = materialise(&copy, 1, 0);
    }
    return end_call(status);
}


UINT32 begin_enum(session *s, const char *name, int kind, object_set seen, void **handle)
{
    UINT32 status = begin_call(name);
    if (!status) {
        enumeration *e = calloc(1, sizeof *e);
        e->seen = set_copy(&seen);
        e->kind = kind;
        e->by = s;
        e->rest = enumerations;
        enumerations = e;
        handles++;
        *handle = e;
    }
    return end_call(status);
}

static UINT32 create_enum(session *s, const char *name, int kind, void **handle)
{
    object_set seen = set_copy(builtins(kind));
    for (int i = 0; i < view(s)->count; i++)
        set_add(&seen, view(s)->items[i]);
    UINT32 status = begin_enum(s, name, kind, seen, handle);
    free(seen.items);
    return status;
}

UINT32 enumerate(const char *name, enumeration *e, UINT32 requested, void ***entries, UINT32 *returned)
{
    UINT32 status = begin_call(name);
    *entries = NULL;
    *returned = 0;
    if (!status) {
        const blob **copies = calloc(requested + 1, sizeof *copies);
        while (e->next < e->seen.count && *returned < requested) {
            object *o = e->seen.items[e->next++];
            if (o->kind == e->kind)
                copies[(*returned)++] = &o->copy;
        }
        if (*returned)
            *entries = materialise(copies, *returned, 1);
        free(copies);
    }
    return end_call(status);
}

UINT32 destroy_enum(const char *name, enumeration *e)
{
    UINT32 status = begin_call(name);
    if (!status)
        drop(e);
    return end_call(status);
}

static UINT32 subscribe(session *s, const char *name, int kind, void (*callback)(void *, const void *), void *context, void **handle)
{
    UINT32 status = begin_call(name);
    if (!status) {
        struct subscription *added = calloc(1, sizeof *added);
        *added = (struct subscription){ kind, s, callback, context, subscriptions };
        subscriptions = added;
        handles++;
        *handle = added;
    }
    return end_call(status);
}

static UINT32 unsubscribe(const char *name, struct subscription *handle)
{
    UINT32 status = begin_call(name);
    for (struct subscription **at = &subscriptions; *at; at = &(*at)->next)
        if (*at == handle) {
            *at = handle->next;
            free(handle);
            handles--;
            break;
        }
    return end_call(status);
}

#define BY_KEY(type, kind, version) \
    API UINT32 Fwpm##type##DeleteByKey0(session *s, const GUID *key) { return delete_it(s, "Fwpm" #type "DeleteByKey0", kind, key, 0); } \
    API UINT32 Fwpm##type##GetByKey##version(session *s, const GUID *key, void **found) \
    { return get(s, "Fwpm" #type "GetByKey" #version, kind, key, 0, found); } \
    API UINT32 Fwpm##type##CreateEnumHandle0(session *s, const void *template, void **handle) \
    { (void)template; return create_enum(s, "Fwpm" #type "CreateEnumHandle0", kind, handle); } \
    API UINT32 Fwpm##type##Enum##version(session *s, enumeration *e, UINT32 requested, void ***entries, UINT32 *returned) \
    { (void)s; return enumerate("Fwpm" #type "Enum" #version, e, requested, entries, returned); } \
    API UINT32 Fwpm##type##DestroyEnumHandle0(session *s, enumeration *e) { (void)s; return destroy_enum("Fwpm" #type "DestroyEnumHandle0", e); } \
    API UINT32 Fwpm##type##SubscribeChanges0(session *s, const void *subscription, void (*callback)(void *, const void *), void *context, void **handle) \
    { (void)subscription; return subscribe(s, "Fwpm" #type "SubscribeChanges0", kind, callback, context, handle); } \
    API UINT32 Fwpm##type##UnsubscribeChanges0(session *s, struct subscription *handle) \
    { (void)s; return unsubscribe("Fwpm" #type "UnsubscribeChanges0", handle); }

#define BY_ID(type, kind, version, number) \
    API UINT32 Fwpm##type##DeleteById0(session *s, number id) { return delete_it(s, "Fwpm" #type "DeleteById0", kind, NULL, id); } \
    API UINT32 Fwpm##type##GetById##version(session *s, number id, void **found) \
    { return get(s, "Fwpm" #type "GetById" #version, kind, NULL, id, found); }

BY_KEY(Provider, PROVIDER, 0)
BY_KEY(SubLayer, SUBLAYER, 0)
BY_KEY(Callout, CALLOUT, 0)
BY_KEY(ProviderContext, CONTEXT, 2)
BY_KEY(Filter, FILTER, 0)
BY_ID(Callout, CALLOUT, 0, UINT32)
BY_ID(ProviderContext, CONTEXT, 2, UINT64)
BY_ID(Filter, FILTER, 0, UINT64)

API UINT32 FwpmProviderAdd0(session *s, const FWPM_PROVIDER0 *o, void *sd) { return add(s, "FwpmProviderAdd0", PROVIDER, o, sd, NULL); }

API UINT32 FwpmSubLayerAdd0(session *s, const FWPM_SUBLAYER0 *o, void *sd) { return add(s, "FwpmSubLayerAdd0", SUBLAYER, o, sd, NULL); }

API UINT32 FwpmCalloutAdd0(session *s, const FWPM_CALLOUT0 *o, void *sd, UINT32 *id)
{
    UINT64 given = 0;
    UINT32 status = add(s, "FwpmCalloutAdd0", CALLOUT, o, sd, &given);
    if (id)
        *id = (UINT32)given;
    return status;
}

API UINT32 FwpmProviderContextAdd2(session *s, const FWPM_PROVIDER_CONTEXT2 *o, void *sd, UINT64 *id)
{
    return add(s, "FwpmProviderContextAdd2", CONTEXT, o, sd, id);
}

/* For tests: puts a filter among the committed objects that no record of the product can say; its condition field is nobody's. */
API void GatehouseRecorder_AddFilterBeyondTheModel(const GUID *provider)
{
    WCHAR16 name[] = { 'b', 'e', 'y', 'o', 'n', 'd', ' ', 't', 'h', 'e', ' ', 'm', 'o', 'd', 'e', 'l', 0 };
    GUID owner = *provider;
    FWPM_FILTER_CONDITION0 condition = { .fieldKey = { .Data1 = 7 }, .conditionValue = { .type = 1 } };
    FWPM_FILTER0 filter = { .displayData = { name, NULL }, .providerKey = &owner, .numFilterConditions = 1, .filterCondition = &condition };
    object *o = calloc(1, sizeof *o);
    filter.layerKey = parse_key("5926dfc8-e3cf-4426-a283-dc393f5d0f9d");
    filter.subLayerKey = UNIVERSAL;
    filter.action.type = 0x1001;
    o->kind = FILTER;
    o->id = next_id++;
    o->key.Data1 = (UINT32)o->id;
    take_copy(o, FILTER, &filter);
    set_add(&committed, o);
    save_store(settings.store);
}

API UINT32 FwpmFilterAdd0(session *s, const FWPM_FILTER0 *o, void *sd, UINT64 *id) { return add(s, "FwpmFilterAdd0", FILTER, o, sd, id); }

/* Kept as the tunnel's provider context; the filters that Windows would make of it are not imitated. */
API UINT32 FwpmIPsecTunnelAdd2(session *s, UINT32 flags, const FWPM_PROVIDER_CONTEXT2 *main_mode, const FWPM_PROVIDER_CONTEXT2 *tunnel, UINT32 count,
    const FWPM_FILTER_CONDITION0 *conditions, const GUID *module, void *sd)
{
    UINT32 status = begin_call("FwpmIPsecTunnelAdd2");
    descriptor security = { 0 };
    if (log_file) {
        fprintf(log_file, ",\"flags\":%u,\"mainMode\":", flags);
        if (main_mode)
            json_object(log_file, CONTEXT, main_mode);
        else
            fputs("null", log_file);
        fputs(",\"object\":", log_file);
        json_object(log_file, CONTEXT, tunnel);
        fputs(",\"module\":", log_file);
        if (module)
            json_guid(log_file, module);
        else
            fputs("null", log_file);
        fputs(",\"fields\":[", log_file);
        for (UINT32 i = 0; i < count; i++)
            fprintf(log_file, "%s\"%s\"", i ? "," : "", field_name(&conditions[i].fieldKey));
        fputs("]", log_file);
        json_descriptor(log_file, sd);
    }
    for (UINT32 i = 0; !status && i < count && !(flags & 1); i++)
        if (!strstr(field_name(&conditions[i].fieldKey), "_ADDRESS"))
            status = FWP_E(0x35);
    if (!status)
        status = may_write(s);
    if (!status)
        status = check_object(view(s), CONTEXT, tunnel, s);
    if (!status)
        status = take_descriptor(&security, sd);
    if (!status) {
        object *o = calloc(1, sizeof *o);
        o->security = security;
        o->kind = CONTEXT;
        o->key = tunnel->providerContextKey;
        o->id = next_id++;
        o->flags = tunnel->flags;
        o->owner = s->flags & 1 ? s : NULL;
        take_copy(o, CONTEXT, tunnel);
        set_add(view(s), o);
        written(s);
    }
    return end_call(status);
}

API UINT32 FwpmIPsecTunnelDeleteByKey0(session *s, const GUID *key) { return delete_it(s, "FwpmIPsecTunnelDeleteByKey0", CONTEXT, key, 0); }
