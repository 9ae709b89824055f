/* Deep copies of native objects, read by the same rules as Windows reads them: unions by their type, arrays by their count, strings to their zero. */
#include "recorder.h"

typedef void (*deepener)(blob *, size_t);

static size_t put(blob *b, const void *source, size_t size)
{
    size_t at = (b->used + 7) & ~(size_t)7;
    if (at + size > b->room) {
        b->room = (at + size) * 2 + 1024;
        b->bytes = realloc(b->bytes, b->room);
    }
    memset(b->bytes + b->used, 0, at - b->used);
    memcpy(b->bytes + at, source, size);
    b->used = at + size;
    return at;
}

static void *slot_value(const blob *b, size_t slot) { void *p; memcpy(&p, b->bytes + slot, sizeof p); return p; }

static void set_slot(blob *b, size_t slot, UINT64 value) { memcpy(b->bytes + slot, &value, sizeof value); }

/* Copies what the pointer in a slot points at, and each element's own pointers. */
static void follow(blob *b, size_t slot, size_t size, size_t count, deepener deep)
{
    void *source = slot_value(b, slot);
    if (!source || !count) {
        set_slot(b, slot, 0);
        return;
    }
    size_t at = put(b, source, size * count);
    set_slot(b, slot, at);
    if (b->count == b->slot_room) {
        b->slot_room = b->slot_room * 2 + 64;
        b->slots = realloc(b->slots, b->slot_room * sizeof *b->slots);
    }
    b->slots[b->count++] = (UINT32)slot;
    if (deep)
        for (size_t i = 0; i < count; i++)
            deep(b, at + i * size);
}

static void follow_text(blob *b, size_t slot)
{
    const WCHAR16 *text = slot_value(b, slot);
    size_t length = 0;
    if (text)
        while (text[length])
            length++;
    follow(b, slot, sizeof(WCHAR16), text ? length + 1 : 0, NULL);
}

#define AT(type, field) (at + offsetof(type, field))
#define NUMBER(type, field) (*(const UINT32 *)(b->bytes + AT(type, field)))

static void deep_blob(blob *b, size_t at) { follow(b, AT(FWP_BYTE_BLOB, data), 1, NUMBER(FWP_BYTE_BLOB, size), NULL); }

static void deep_range(blob *b, size_t at);

static void deep_value(blob *b, size_t at)
{
    size_t slot = AT(FWP_CONDITION_VALUE0, uint64);
    const UINT8 *sid;
    switch (NUMBER(FWP_CONDITION_VALUE0, type)) {
    case 4: case 8: case 10: follow(b, slot, 8, 1, NULL); break;
    case 11: follow(b, slot, 16, 1, NULL); break;
    case 12: case 14: case 15: case 16: follow(b, slot, sizeof(FWP_BYTE_BLOB), 1, deep_blob); break;
    case 13: sid = slot_value(b, slot); follow(b, slot, sid ? 8 + 4 * (size_t)sid[1] : 0, 1, NULL); break;
    case 17: follow_text(b, slot); break;
    case 18: follow(b, slot, 6, 1, NULL); break;
    case 0x100: follow(b, slot, sizeof(FWP_V4_ADDR_AND_MASK), 1, NULL); break;
    case 0x101: follow(b, slot, sizeof(FWP_V6_ADDR_AND_MASK), 1, NULL); break;
    case 0x102: follow(b, slot, sizeof(FWP_RANGE0), 1, deep_range); break;
    }
}

static void deep_range(blob *b, size_t at)
{
    deep_value(b, AT(FWP_RANGE0, valueLow));
    deep_value(b, AT(FWP_RANGE0, valueHigh));
}

static void deep_condition(blob *b, size_t at) { deep_value(b, AT(FWPM_FILTER_CONDITION0, conditionValue)); }

static void deep_display(blob *b, size_t at)
{
    follow_text(b, AT(FWPM_DISPLAY_DATA0, name));
    follow_text(b, AT(FWPM_DISPLAY_DATA0, description));
}

static void deep_auth(blob *b, size_t at) { follow(b, AT(IPSEC_AUTH_TRANSFORM0, cryptoModuleId), sizeof(GUID), 1, NULL); }

static void deep_cipher(blob *b, size_t at) { follow(b, AT(IPSEC_CIPHER_TRANSFORM0, cryptoModuleId), sizeof(GUID), 1, NULL); }

static void deep_auth_and_cipher(blob *b, size_t at)
{
    deep_auth(b, AT(IPSEC_AUTH_AND_CIPHER_TRANSFORM0, authTransform));
    deep_cipher(b, AT(IPSEC_AUTH_AND_CIPHER_TRANSFORM0, cipherTransform));
}

static void deep_transform(blob *b, size_t at)
{
    size_t slot = AT(IPSEC_SA_TRANSFORM0, ahTransform);
    switch (NUMBER(IPSEC_SA_TRANSFORM0, ipsecTransformType)) {
    case 1: case 2: case 5: follow(b, slot, sizeof(IPSEC_AUTH_TRANSFORM0), 1, deep_auth); break;
    case 3: follow(b, slot, sizeof(IPSEC_CIPHER_TRANSFORM0), 1, deep_cipher); break;
    case 4: follow(b, slot, sizeof(IPSEC_AUTH_AND_CIPHER_TRANSFORM0), 1, deep_auth_and_cipher); break;
    }
}

static void deep_proposal(blob *b, size_t at)
{
    follow(b, AT(IPSEC_PROPOSAL0, saTransforms), sizeof(IPSEC_SA_TRANSFORM0), NUMBER(IPSEC_PROPOSAL0, numSaTransforms), deep_transform);
}

static void deep_criteria(blob *b, size_t at)
{
    deep_blob(b, AT(IKEEXT_CERTIFICATE_CRITERIA0, certData));
    deep_blob(b, AT(IKEEXT_CERTIFICATE_CRITERIA0, certHash));
}

static void deep_method(blob *b, size_t at)
{
    size_t certificate = AT(IKEEXT_AUTHENTICATION_METHOD2, certificateAuthentication);
    switch (NUMBER(IKEEXT_AUTHENTICATION_METHOD2, authenticationMethodType)) {
    case 0: deep_blob(b, AT(IKEEXT_AUTHENTICATION_METHOD2, presharedKeyAuthentication.presharedKey)); break;
    case 2: follow_text(b, AT(IKEEXT_AUTHENTICATION_METHOD2, kerberosAuthentication.proxyServer)); break;
    case 1: case 4: case 7: case 8: case 9: case 10:
        at = certificate;
        follow(b, AT(IKEEXT_CERTIFICATE_AUTHENTICATION2, inboundRootCriteria), sizeof(IKEEXT_CERTIFICATE_CRITERIA0),
            NUMBER(IKEEXT_CERTIFICATE_AUTHENTICATION2, inboundRootArraySize), deep_criteria);
        follow(b, AT(IKEEXT_CERTIFICATE_AUTHENTICATION2, outboundRootCriteria), sizeof(IKEEXT_CERTIFICATE_CRITERIA0),
            NUMBER(IKEEXT_CERTIFICATE_AUTHENTICATION2, outboundRootArraySize), deep_criteria);
        deep_blob(b, AT(IKEEXT_CERTIFICATE_AUTHENTICATION2, localCertLocationUrl));
        break;
    }
}

static void deep_extended(blob *b, size_t at)
{
    follow(b, AT(IKEEXT_EM_POLICY2, authenticationMethods), sizeof(IKEEXT_AUTHENTICATION_METHOD2), NUMBER(IKEEXT_EM_POLICY2, numAuthenticationMethods),
        deep_method);
}

static void deep_main_mode(blob *b, size_t at)
{
    follow(b, AT(IKEEXT_POLICY2, authenticationMethods), sizeof(IKEEXT_AUTHENTICATION_METHOD2), NUMBER(IKEEXT_POLICY2, numAuthenticationMethods),
        deep_method);
    follow(b, AT(IKEEXT_POLICY2, ikeProposals), sizeof(IKEEXT_PROPOSAL0), NUMBER(IKEEXT_POLICY2, numIkeProposals), NULL);
}

static void deep_transport(blob *b, size_t at)
{
    follow(b, AT(IPSEC_TRANSPORT_POLICY2, ipsecProposals), sizeof(IPSEC_PROPOSAL0), NUMBER(IPSEC_TRANSPORT_POLICY2, numIpsecProposals), deep_proposal);
    follow(b, AT(IPSEC_TRANSPORT_POLICY2, emPolicy), sizeof(IKEEXT_EM_POLICY2), 1, deep_extended);
}

static void deep_tunnel(blob *b, size_t at)
{
    follow(b, AT(IPSEC_TUNNEL_POLICY2, ipsecProposals), sizeof(IPSEC_PROPOSAL0), NUMBER(IPSEC_TUNNEL_POLICY2, numIpsecProposals), deep_proposal);
    follow_text(b, AT(IPSEC_TUNNEL_POLICY2, tunnelEndpoints.remoteFqdn));
    follow(b, AT(IPSEC_TUNNEL_POLICY2, tunnelEndpoints.remoteAddresses), sizeof(IPSEC_TUNNEL_ENDPOINT0),
        NUMBER(IPSEC_TUNNEL_POLICY2, tunnelEndpoints.numAddresses), NULL);
    follow(b, AT(IPSEC_TUNNEL_POLICY2, emPolicy), sizeof(IKEEXT_EM_POLICY2), 1, deep_extended);
}

static void deep_keying(blob *b, size_t at)
{
    follow(b, AT(IPSEC_KEYING_POLICY1, keyModKeys), sizeof(GUID), NUMBER(IPSEC_KEYING_POLICY1, numKeyMods), NULL);
}

static void deep_provider(blob *b, size_t at)
{
    deep_display(b, AT(FWPM_PROVIDER0, displayData));
    deep_blob(b, AT(FWPM_PROVIDER0, providerData));
    follow_text(b, AT(FWPM_PROVIDER0, serviceName));
}

static void deep_sublayer(blob *b, size_t at)
{
    deep_display(b, AT(FWPM_SUBLAYER0, displayData));
    follow(b, AT(FWPM_SUBLAYER0, providerKey), sizeof(GUID), 1, NULL);
    deep_blob(b, AT(FWPM_SUBLAYER0, providerData));
}

static void deep_callout(blob *b, size_t at)
{
    deep_display(b, AT(FWPM_CALLOUT0, displayData));
    follow(b, AT(FWPM_CALLOUT0, providerKey), sizeof(GUID), 1, NULL);
    deep_blob(b, AT(FWPM_CALLOUT0, providerData));
}

static void deep_context(blob *b, size_t at)
{
    size_t slot = AT(FWPM_PROVIDER_CONTEXT2, keyingPolicy);
    deep_display(b, AT(FWPM_PROVIDER_CONTEXT2, displayData));
    follow(b, AT(FWPM_PROVIDER_CONTEXT2, providerKey), sizeof(GUID), 1, NULL);
    deep_blob(b, AT(FWPM_PROVIDER_CONTEXT2, providerData));
    switch (NUMBER(FWPM_PROVIDER_CONTEXT2, type)) {
    case 0: follow(b, slot, sizeof(IPSEC_KEYING_POLICY1), 1, deep_keying); break;
    case 1: case 3: case 12: follow(b, slot, sizeof(IPSEC_TRANSPORT_POLICY2), 1, deep_transport); break;
    case 2: case 4: case 9: follow(b, slot, sizeof(IPSEC_TUNNEL_POLICY2), 1, deep_tunnel); break;
    case 5: case 6: case 10: follow(b, slot, sizeof(IKEEXT_POLICY2), 1, deep_main_mode); break;
    case 8: follow(b, slot, sizeof(FWP_BYTE_BLOB), 1, deep_blob); break;
    }
}

static void deep_filter(blob *b, size_t at)
{
    deep_display(b, AT(FWPM_FILTER0, displayData));
    follow(b, AT(FWPM_FILTER0, providerKey), sizeof(GUID), 1, NULL);
    deep_blob(b, AT(FWPM_FILTER0, providerData));
    deep_value(b, AT(FWPM_FILTER0, weight));
    follow(b, AT(FWPM_FILTER0, filterCondition), sizeof(FWPM_FILTER_CONDITION0), NUMBER(FWPM_FILTER0, numFilterConditions), deep_condition);
    deep_value(b, AT(FWPM_FILTER0, effectiveWeight));
}

static void deep_field(blob *b, size_t at) { follow(b, AT(FWPM_FIELD0, fieldKey), sizeof(GUID), 1, NULL); }

static void deep_layer(blob *b, size_t at)
{
    deep_display(b, AT(FWPM_LAYER0, displayData));
    follow(b, AT(FWPM_LAYER0, field), sizeof(FWPM_FIELD0), NUMBER(FWPM_LAYER0, numFields), deep_field);
}

static void deep_session(blob *b, size_t at)
{
    const UINT8 *sid = slot_value(b, AT(FWPM_SESSION0, sid));
    deep_display(b, AT(FWPM_SESSION0, displayData));
    follow(b, AT(FWPM_SESSION0, sid), sid ? 8 + 4 * (size_t)sid[1] : 0, 1, NULL);
    follow_text(b, AT(FWPM_SESSION0, username));
}

static const struct { size_t size; deepener deep; } TYPES[SHOWN] = {
    { sizeof(FWPM_PROVIDER0), deep_provider }, { sizeof(FWPM_SUBLAYER0), deep_sublayer }, { sizeof(FWPM_CALLOUT0), deep_callout },
    { sizeof(FWPM_PROVIDER_CONTEXT2), deep_context }, { sizeof(FWPM_FILTER0), deep_filter },
    { sizeof(FWPM_LAYER0), deep_layer }, { sizeof(FWPM_SESSION0), deep_session },
};

blob copy_object(int kind, const void *native)
{
    blob b = { 0 };
    TYPES[kind].deep(&b, put(&b, native, TYPES[kind].size));
    return b;
}

/* One allocation, as FwpmFreeMemory0 frees it: the object, or an array of pointers and the objects behind it. */
void *materialise(const blob *const *each, UINT32 count, int as_array)
{
    size_t size = as_array ? count * sizeof(void *) : 0;
    for (UINT32 i = 0; i < count; i++)
        size += (each[i]->used + 7) & ~(size_t)7;
    UINT8 *memory = give(size);
    UINT8 *at = memory + (as_array ? count * sizeof(void *) : 0);
    for (UINT32 i = 0; i < count; i++) {
        memcpy(at, each[i]->bytes, each[i]->used);
        for (UINT32 j = 0; j < each[i]->count; j++) {
            UINT64 pointer;
            memcpy(&pointer, at + each[i]->slots[j], sizeof pointer);
            pointer += (UINT64)(uintptr_t)at;
            memcpy(at + each[i]->slots[j], &pointer, sizeof pointer);
        }
        if (as_array)
            ((void **)memory)[i] = at;
        at += (each[i]->used + 7) & ~(size_t)7;
    }
    return memory;
}
