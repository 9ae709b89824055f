/* What an operator looks at: two net events, one pair of SAs, one main mode, and statistics whose members are all different. */
#include "recorder.h"

typedef struct { int next; } cursor;

static UINT32 create(const char *name, void **handle)
{
    UINT32 status = begin_call(name);
    *handle = status ? NULL : calloc(1, sizeof(cursor));
    return end_call(status);
}

static UINT32 destroy(const char *name, void *handle)
{
    UINT32 status = begin_call(name);
    if (!status)
        free(handle);
    return end_call(status);
}

static void fill_header(FWPM_NET_EVENT1 *e)
{
    /* 2026-01-02 03:04:05 UTC as FILETIME. */
    UINT64 ticks = 134117966450000000ull;
    e->header.timeStampLow = (UINT32)ticks;
    e->header.timeStampHigh = (UINT32)(ticks >> 32);
    e->header.flags = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x100;
    e->header.ipVersion = 0;
    e->header.ipProtocol = 6;
    e->header.localAddr.v4 = 0xc0000201;
    e->header.remoteAddr.v4 = 0xc0000202;
    e->header.localPort = 49152;
    e->header.remotePort = 445;
}

API UINT32 FwpmNetEventCreateEnumHandle0(void *s, const void *template, void **handle)
{
    (void)s, (void)template;
    return create("FwpmNetEventCreateEnumHandle0", handle);
}

API UINT32 FwpmNetEventEnum1(void *s, cursor *at, UINT32 requested, void ***entries, UINT32 *returned)
{
    UINT32 status = begin_call("FwpmNetEventEnum1");
    (void)s, (void)requested;
    *returned = 0;
    *entries = NULL;
    if (!status && !at->next++) {
        UINT8 *memory = give(2 * sizeof(void *) + 2 * sizeof(FWPM_NET_EVENT1) + 64);
        FWPM_NET_EVENT1 *events = (FWPM_NET_EVENT1 *)(memory + 2 * sizeof(void *));
        FWPM_NET_EVENT_CLASSIFY_DROP1 *drop = (FWPM_NET_EVENT_CLASSIFY_DROP1 *)(events + 2);
        FWPM_NET_EVENT_IPSEC_KERNEL_DROP0 *kernel = (FWPM_NET_EVENT_IPSEC_KERNEL_DROP0 *)(drop + 1);
        fill_header(&events[0]);
        events[0].type = 3;
        events[0].classifyDrop = drop;
        drop->filterId = 77;
        drop->layerId = 12;
        drop->msFwpDirection = 0x3901;
        fill_header(&events[1]);
        events[1].type = 4;
        events[1].ipsecDrop = kernel;
        kernel->failureStatus = (INT32)0xc0360007;
        kernel->direction = 1;
        kernel->filterId = 78;
        ((void **)memory)[0] = &events[0];
        ((void **)memory)[1] = &events[1];
        *entries = (void **)memory;
        *returned = 2;
    }
    return end_call(status);
}

API UINT32 FwpmNetEventDestroyEnumHandle0(void *s, void *handle) { (void)s; return destroy("FwpmNetEventDestroyEnumHandle0", handle); }

API UINT32 FwpmNetEventSubscribe0(void *s, const void *subscription, void (*callback)(void *, const FWPM_NET_EVENT1 *), void *context, void **handle)
{
    UINT32 status = begin_call("FwpmNetEventSubscribe0");
    FWPM_NET_EVENT_IKEEXT_MM_FAILURE1 failure = { .failureErrorCode = 13801, .failurePoint = 2, .mmFilterId = 79 };
    FWPM_NET_EVENT1 event = { 0 };
    (void)s, (void)subscription;
    *handle = NULL;
    if (!status) {
        *handle = calloc(1, 1);
        fill_header(&event);
        event.type = 0;
        event.ikeMmFailure = &failure;
        callback(context, &event);
    }
    return end_call(status);
}

API UINT32 FwpmNetEventUnsubscribe0(void *s, void *handle) { (void)s; return destroy("FwpmNetEventUnsubscribe0", handle); }

static void fill_details(IPSEC_SA_DETAILS1 *d, IPSEC_SA0 *sa, IPSEC_SA_AUTH_AND_CIPHER_INFORMATION0 *info, UINT32 direction, UINT32 spi)
{
    d->saDirection = direction;
    d->traffic.localAddr.v4 = 0xc0000201;
    d->traffic.remoteAddr.v4 = 0xc0000202;
    d->traffic.ipProtocol = 6;
    d->traffic.localPort = 0;
    d->traffic.remotePort = 445;
    d->traffic.ipsecFilterId = 77;
    d->saBundle.flags = 0x1 | 0x8;
    d->saBundle.lifetime = (IPSEC_SA_LIFETIME0){ 3600, 100000, 0x7fffffff };
    d->saBundle.mmSaId = 5;
    d->saBundle.numSAs = 1;
    d->saBundle.saList = sa;
    sa->spi = spi;
    sa->saTransformType = 4;
    sa->espAuthAndCipherInformation = info;
    info->saCipherInformation.cipherTransform.cipherTransformId = (IPSEC_CIPHER_TRANSFORM_ID0){ 3, 6 };
    info->saAuthInformation.authTransform.authTransformId = (IPSEC_AUTH_TRANSFORM_ID0){ 3, 3 };
}

API UINT32 IPsecSaContextCreateEnumHandle0(void *s, const void *template, void **handle)
{
    (void)s, (void)template;
    return create("IPsecSaContextCreateEnumHandle0", handle);
}

API UINT32 IPsecSaContextEnum1(void *s, cursor *at, UINT32 requested, void ***entries, UINT32 *returned)
{
    struct { void *first; IPSEC_SA_CONTEXT1 context; IPSEC_SA_DETAILS1 in, out; IPSEC_SA0 in_sa, out_sa; IPSEC_SA_AUTH_AND_CIPHER_INFORMATION0 info; } *m;
    UINT32 status = begin_call("IPsecSaContextEnum1");
    (void)s, (void)requested;
    *returned = 0;
    *entries = NULL;
    if (!status && !at->next++) {
        m = give(sizeof *m);
        m->first = &m->context;
        m->context.saContextId = 9;
        m->context.inboundSa = &m->in;
        m->context.outboundSa = &m->out;
        fill_details(&m->in, &m->in_sa, &m->info, 1, 0x1001);
        fill_details(&m->out, &m->out_sa, &m->info, 0, 0x2002);
        *entries = &m->first;
        *returned = 1;
    }
    return end_call(status);
}

API UINT32 IPsecSaContextDestroyEnumHandle0(void *s, void *handle) { (void)s; return destroy("IPsecSaContextDestroyEnumHandle0", handle); }

API UINT32 IkeextSaCreateEnumHandle0(void *s, const void *template, void **handle)
{
    (void)s, (void)template;
    return create("IkeextSaCreateEnumHandle0", handle);
}

API UINT32 IkeextSaEnum2(void *s, cursor *at, UINT32 requested, void ***entries, UINT32 *returned)
{
    struct { void *first; IKEEXT_SA_DETAILS2 details; } *m;
    UINT32 status = begin_call("IkeextSaEnum2");
    (void)s, (void)requested;
    *returned = 0;
    *entries = NULL;
    if (!status && !at->next++) {
        m = give(sizeof *m);
        m->first = &m->details;
        m->details.saId = 5;
        m->details.keyModuleType = 1;
        m->details.ikeTraffic.localAddr.v4 = 0xc0000201;
        m->details.ikeTraffic.remoteAddr.v4 = 0xc0000202;
        m->details.ikeProposal = (IKEEXT_PROPOSAL0){ { 2, 0, 0 }, { 1 }, 28800, 2, 0 };
        m->details.cookiePair = (IKEEXT_COOKIE_PAIR0){ 0x0102030405060708ull, 0x1112131415161718ull };
        *entries = &m->first;
        *returned = 1;
    }
    return end_call(status);
}

API UINT32 IkeextSaDestroyEnumHandle0(void *s, void *handle) { (void)s; return destroy("IkeextSaDestroyEnumHandle0", handle); }

API UINT32 IPsecGetStatistics1(void *s, IPSEC_STATISTICS1 *statistics)
{
    UINT32 status = begin_call("IPsecGetStatistics1");
    UINT32 *drops = (UINT32 *)statistics;
    UINT64 *traffic = (UINT64 *)&statistics->inboundTrafficStatistics;
    (void)s;
    for (UINT32 i = 0; !status && i < 26; i++)
        drops[i] = i + 1;
    for (UINT32 i = 0; !status && i < 14; i++)
        traffic[i] = 1000 + i;
    return end_call(status);
}

API UINT32 IkeextGetStatistics1(void *s, IKEEXT_STATISTICS1 *statistics)
{
    UINT32 status = begin_call("IkeextGetStatistics1");
    UINT32 *each = (UINT32 *)statistics;
    (void)s;
    for (UINT32 i = 0; !status && i < sizeof *statistics / 4; i++)
        each[i] = i + 1;
    return end_call(status);
}
