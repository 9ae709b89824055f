/* Native objects as JSON, member for member. */
#include "recorder.h"

void json_guid(FILE *out, const GUID *key)
{
    fprintf(out, "\"%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x\"", key->Data1, key->Data2, key->Data3, key->Data4[0], key->Data4[1], key->Data4[2],
        key->Data4[3], key->Data4[4], key->Data4[5], key->Data4[6], key->Data4[7]);
}

void json_text(FILE *out, const WCHAR16 *text)
{
    if (!text) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (; *text; text++)
        if (*text < 0x20 || *text > 0x7e || *text == '"' || *text == '\\')
            fprintf(out, "\\u%04x", *text);
        else
            fputc(*text, out);
    fputc('"', out);
}

static void json_bytes(FILE *out, const UINT8 *bytes, size_t size)
{
    fputc('"', out);
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%02x", bytes[i]);
    fputc('"', out);
}

static void json_key_or_null(FILE *out, const GUID *key)
{
    if (key)
        json_guid(out, key);
    else
        fputs("null", out);
}

static void json_value(FILE *out, const FWP_CONDITION_VALUE0 *v)
{
    fprintf(out, "{\"type\":%u,\"value\":", v->type);
    switch (v->type) {
    case 0: fputs("null", out); break;
    case 1: case 5: fprintf(out, "%u", v->uint8); break;
    case 2: case 6: fprintf(out, "%u", v->uint16); break;
    case 3: case 7: case 9: fprintf(out, "%u", v->uint32); break;
    case 4: case 8: case 10: fprintf(out, "%llu", (unsigned long long)*v->uint64); break;
    case 11: json_bytes(out, v->byteArray16, 16); break;
    case 12: case 14: case 15: case 16: json_bytes(out, v->byteBlob->data, v->byteBlob->size); break;
    case 13: json_bytes(out, v->sid, 8 + 4 * (size_t)v->sid[1]); break;
    case 17: json_text(out, v->unicodeString); break;
    case 18: json_bytes(out, v->byteArray6, 6); break;
    case 0x100: fprintf(out, "{\"addr\":%u,\"mask\":%u}", v->v4AddrMask->addr, v->v4AddrMask->mask); break;
    case 0x101:
        fputs("{\"addr\":", out);
        json_bytes(out, v->v6AddrMask->addr, 16);
        fprintf(out, ",\"prefixLength\":%u}", v->v6AddrMask->prefixLength);
        break;
    case 0x102:
        fputs("{\"low\":", out);
        json_value(out, (const FWP_CONDITION_VALUE0 *)&v->rangeValue->valueLow);
        fputs(",\"high\":", out);
        json_value(out, (const FWP_CONDITION_VALUE0 *)&v->rangeValue->valueHigh);
        fputc('}', out);
        break;
    default: fputs("\"?\"", out);
    }
    fputc('}', out);
}

static void json_display(FILE *out, const FWPM_DISPLAY_DATA0 *d)
{
    fputs("\"name\":", out);
    json_text(out, d->name);
    fputs(",\"description\":", out);
    json_text(out, d->description);
}

static void json_auth(FILE *out, const IPSEC_AUTH_TRANSFORM0 *a)
{
    fprintf(out, "\"authType\":%u,\"authConfig\":%u", a->authTransformId.authType, a->authTransformId.authConfig);
}

static void json_cipher(FILE *out, const IPSEC_CIPHER_TRANSFORM0 *c)
{
    fprintf(out, "\"cipherType\":%u,\"cipherConfig\":%u", c->cipherTransformId.cipherType, c->cipherTransformId.cipherConfig);
}

static void json_proposals(FILE *out, const IPSEC_PROPOSAL0 *p, UINT32 count)
{
    fputs("\"proposals\":[", out);
    for (UINT32 i = 0; i < count; i++, p++) {
        fprintf(out, "%s{\"seconds\":%u,\"kilobytes\":%u,\"packets\":%u,\"pfsGroup\":%u,\"transforms\":[", i ? "," : "", p->lifetime.lifetimeSeconds,
            p->lifetime.lifetimeKilobytes, p->lifetime.lifetimePackets, p->pfsGroup);
        for (UINT32 j = 0; j < p->numSaTransforms; j++) {
            const IPSEC_SA_TRANSFORM0 *t = &p->saTransforms[j];
            fprintf(out, "%s{\"type\":%u,", j ? "," : "", t->ipsecTransformType);
            switch (t->ipsecTransformType) {
            case 3: json_cipher(out, t->espCipherTransform); break;
            case 4:
                json_auth(out, &t->espAuthAndCipherTransform->authTransform);
                fputc(',', out);
                json_cipher(out, &t->espAuthAndCipherTransform->cipherTransform);
                break;
            default: json_auth(out, t->ahTransform);
            }
            fputc('}', out);
        }
        fputs("]}", out);
    }
    fputc(']', out);
}

static void json_criteria(FILE *out, const char *name, UINT32 type, const IKEEXT_CERTIFICATE_CRITERIA0 *c, UINT32 count)
{
    fprintf(out, ",\"%s\":{\"configType\":%u,\"roots\":[", name, type);
    for (UINT32 i = 0; i < count; i++) {
        if (i)
            fputc(',', out);
        json_bytes(out, c[i].certData.data, c[i].certData.size);
    }
    fputs("]}", out);
}

static void json_methods(FILE *out, const IKEEXT_AUTHENTICATION_METHOD2 *m, UINT32 count)
{
    fputs("\"authentication\":[", out);
    for (UINT32 i = 0; i < count; i++, m++) {
        const IKEEXT_CERTIFICATE_AUTHENTICATION2 *c = &m->certificateAuthentication;
        fprintf(out, "%s{\"type\":%u", i ? "," : "", m->authenticationMethodType);
        switch (m->authenticationMethodType) {
        case 0:
            fputs(",\"presharedKey\":", out);
            json_bytes(out, m->presharedKeyAuthentication.presharedKey.data, m->presharedKeyAuthentication.presharedKey.size);
            fprintf(out, ",\"flags\":%u", m->presharedKeyAuthentication.flags);
            break;
        case 1: case 4:
            json_criteria(out, "inbound", c->inboundConfigType, c->inboundRootCriteria, c->inboundRootArraySize);
            json_criteria(out, "outbound", c->outboundConfigType, c->outboundRootCriteria, c->outboundRootArraySize);
            fprintf(out, ",\"flags\":%u", c->flags);
            break;
        case 2: fprintf(out, ",\"flags\":%u", m->kerberosAuthentication.flags); break;
        case 5: fprintf(out, ",\"flags\":%u", m->ntlmV2Authentication.flags); break;
        }
        fputc('}', out);
    }
    fputc(']', out);
}

static void json_extended(FILE *out, const IKEEXT_EM_POLICY2 *p)
{
    fputs(",\"emPolicy\":", out);
    if (!p) {
        fputs("null", out);
        return;
    }
    fputc('{', out);
    json_methods(out, p->authenticationMethods, p->numAuthenticationMethods);
    fprintf(out, ",\"impersonation\":%u}", p->initiatorImpersonationType);
}

static void json_main_mode(FILE *out, const IKEEXT_POLICY2 *p)
{
    fprintf(out, "\"mainMode\":{\"softExpirationTime\":%u,", p->softExpirationTime);
    json_methods(out, p->authenticationMethods, p->numAuthenticationMethods);
    fprintf(out, ",\"impersonation\":%u,\"flags\":%u,\"maxDynamicFilters\":%u,\"retransmitDurationSecs\":%u,\"proposals\":[", p->initiatorImpersonationType,
        p->flags, p->maxDynamicFilters, p->retransmitDurationSecs);
    for (UINT32 i = 0; i < p->numIkeProposals; i++) {
        const IKEEXT_PROPOSAL0 *q = &p->ikeProposals[i];
        fprintf(out, "%s{\"cipher\":%u,\"keyLen\":%u,\"rounds\":%u,\"integrity\":%u,\"maxLifetimeSeconds\":%u,\"dhGroup\":%u,\"quickModeLimit\":%u}",
            i ? "," : "", q->cipherAlgorithm.algoIdentifier, q->cipherAlgorithm.keyLen, q->cipherAlgorithm.rounds, q->integrityAlgorithm.algoIdentifier,
            q->maxLifetimeSeconds, q->dhGroup, q->quickModeLimit);
    }
    fputs("]}", out);
}

static void json_idle(FILE *out, const IPSEC_SA_IDLE_TIMEOUT0 *idle)
{
    fprintf(out, ",\"idleTimeoutSeconds\":%u,\"idleTimeoutSecondsFailOver\":%u", idle->idleTimeoutSeconds, idle->idleTimeoutSecondsFailOver);
}

static void json_policy(FILE *out, const FWPM_PROVIDER_CONTEXT2 *c)
{
    switch (c->type) {
    case 0:
        fprintf(out, "\"keying\":{\"flags\":%u,\"modules\":[", c->keyingPolicy->flags);
        for (UINT32 i = 0; i < c->keyingPolicy->numKeyMods; i++) {
            if (i)
                fputc(',', out);
            json_guid(out, &c->keyingPolicy->keyModKeys[i]);
        }
        fputs("]}", out);
        break;
    case 1: case 3: case 12:
        fputs("\"quickMode\":{", out);
        json_proposals(out, c->ikeQmTransportPolicy->ipsecProposals, c->ikeQmTransportPolicy->numIpsecProposals);
        fprintf(out, ",\"flags\":%u,\"ndAllowClearTimeoutSeconds\":%u", c->ikeQmTransportPolicy->flags, c->ikeQmTransportPolicy->ndAllowClearTimeoutSeconds);
        json_idle(out, &c->ikeQmTransportPolicy->saIdleTimeout);
        json_extended(out, c->ikeQmTransportPolicy->emPolicy);
        fputc('}', out);
        break;
    case 2: case 4: case 9:
        fputs("\"tunnel\":{", out);
        json_proposals(out, c->ikeQmTunnelPolicy->ipsecProposals, c->ikeQmTunnelPolicy->numIpsecProposals);
        fprintf(out, ",\"flags\":%u,\"ipVersion\":%u,\"local\":", c->ikeQmTunnelPolicy->flags, c->ikeQmTunnelPolicy->tunnelEndpoints.ipVersion);
        json_bytes(out, c->ikeQmTunnelPolicy->tunnelEndpoints.localAddr.v6, 16);
        fputs(",\"remote\":", out);
        json_bytes(out, c->ikeQmTunnelPolicy->tunnelEndpoints.remoteAddr.v6, 16);
        json_idle(out, &c->ikeQmTunnelPolicy->saIdleTimeout);
        json_extended(out, c->ikeQmTunnelPolicy->emPolicy);
        fputc('}', out);
        break;
    case 5: case 6: case 10: json_main_mode(out, c->ikeMmPolicy); break;
    default: fputs("\"unknown\":true", out);
    }
}

static void json_filter(FILE *out, const FWPM_FILTER0 *f)
{
    fputs(",\"layer\":", out);
    json_guid(out, &f->layerKey);
    fprintf(out, ",\"layerName\":\"%s\",\"subLayer\":", layer_name(&f->layerKey));
    json_guid(out, &f->subLayerKey);
    fputs(",\"weight\":", out);
    json_value(out, (const FWP_CONDITION_VALUE0 *)&f->weight);
    fprintf(out, ",\"action\":%u,\"callout\":", f->action.type);
    json_guid(out, &f->action.calloutKey);
    fprintf(out, ",\"calloutName\":\"%s\"", callout_name(&f->action.calloutKey));
    if (f->flags & 4) {
        fputs(",\"rawContext\":null,\"providerContext\":", out);
        json_guid(out, &f->providerContextKey);
    } else
        fprintf(out, ",\"rawContext\":%llu,\"providerContext\":null", (unsigned long long)f->rawContext);
    fputs(",\"conditions\":[", out);
    for (UINT32 i = 0; i < f->numFilterConditions; i++) {
        fputs(i ? ",{\"field\":" : "{\"field\":", out);
        json_guid(out, &f->filterCondition[i].fieldKey);
        fprintf(out, ",\"fieldName\":\"%s\"", field_name(&f->filterCondition[i].fieldKey));
        fprintf(out, ",\"match\":%u,\"value\":", f->filterCondition[i].matchType);
        json_value(out, &f->filterCondition[i].conditionValue);
        fputc('}', out);
    }
    fputc(']', out);
}

void json_object(FILE *out, int kind, const void *native)
{
    static const char *const NAMES[KINDS] = { "provider", "subLayer", "callout", "providerContext", "filter" };
    const FWPM_PROVIDER_CONTEXT2 *c = native;
    fprintf(out, "{\"kind\":\"%s\",\"key\":", NAMES[kind]);
    json_guid(out, key_of(kind, native));
    fputc(',', out);
    /* Key, display data and flags stand at the same place in every object. */
    json_display(out, &c->displayData);
    fprintf(out, ",\"flags\":%u,\"provider\":", c->flags);
    json_key_or_null(out, provider_of(kind, native));
    switch (kind) {
    case PROVIDER: fputs(",\"serviceName\":", out); json_text(out, ((const FWPM_PROVIDER0 *)native)->serviceName); break;
    case SUBLAYER: fprintf(out, ",\"weight\":%u", ((const FWPM_SUBLAYER0 *)native)->weight); break;
    case CALLOUT: fputs(",\"layer\":", out); json_guid(out, &((const FWPM_CALLOUT0 *)native)->applicableLayer); break;
    case CONTEXT: fprintf(out, ",\"type\":%u,", c->type); json_policy(out, c); break;
    case FILTER: json_filter(out, native); break;
    }
    fputc('}', out);
}
