/*
 * A stand-in for fwpuclnt.dll that belongs to the tests: it reads every call as Windows would, records it as one JSON line, and emulates transactions,
 * lookups, references, lifetimes and enumeration. Committed objects outlive the process in a file, as they outlive it in Windows.
 *
 * Environment (or GatehouseRecorder_Configure): GATEHOUSE_WFP_LOG, GATEHOUSE_WFP_STORE: files. GATEHOUSE_WFP_FAIL=N:CODE makes the Nth call of the
 * process fail with a hexadecimal code.
 */
#ifndef GATEHOUSE_RECORDER_H
#define GATEHOUSE_RECORDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "wfp.h"
#include "builtin.h"

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

#define FWP_E(code) (0x80320000u + (code))

/* What is added and deleted, then what is only enumerated. */
enum { PROVIDER, SUBLAYER, CALLOUT, CONTEXT, FILTER, KINDS, LAYER = KINDS, SESSION, SHOWN };

/* Bytes whose pointers are offsets into themselves, so that they can be kept in a file and handed out at any address. */
typedef struct { UINT8 *bytes; size_t used, room; UINT32 *slots; UINT32 count, slot_room; } blob;

/* Owner, group and DACL of a SECURITY_DESCRIPTOR, each in its own bytes. */
typedef struct { UINT32 size[3]; UINT8 *part[3]; UINT16 control; } descriptor;

typedef struct {
    int kind;
    GUID key;
    UINT64 id;
    UINT32 flags;
    void *owner; /* the dynamic session it dies with, or null */
    descriptor security;
    blob copy;
} object;

typedef struct { object **items; int count; } object_set;

typedef struct session { UINT32 flags; GUID key; int in_transaction, read_only; object_set working; object *shown; struct session *next; } session;

typedef struct enumeration enumeration;

/* copy.c */
blob copy_object(int kind, const void *native);
void *materialise(const blob *const *each, UINT32 count, int as_array);
size_t native_size(int kind);

/* json.c */
void json_guid(FILE *out, const GUID *key);
void json_object(FILE *out, int kind, const void *native);
void json_text(FILE *out, const WCHAR16 *text);

/* store.c */
extern object_set committed;
extern UINT64 next_id;
void load_store(const char *path);
void save_store(const char *path);
object *find_by_key(const object_set *set, int kind, const GUID *key);
object *find_by_id(const object_set *set, int kind, UINT64 id);
void set_add(object_set *set, object *added);
void set_remove(object_set *set, const object *removed);
object_set set_copy(const object_set *set);

/* builtin.c */
const object_set *builtins(int kind);

/* check.c */
UINT32 check_object(const object_set *set, int kind, const void *native, const session *by);
UINT32 check_unused(const object_set *set, const object *candidate);
const GUID *key_of(int kind, const void *native);
const GUID *provider_of(int kind, const void *native);
int same_key(const GUID *left, const GUID *right);
GUID parse_key(const char *text);
const char *layer_name(const GUID *key);
const char *callout_name(const GUID *key);
const char *field_name(const GUID *key);
extern const GUID UNIVERSAL;

/* security.c */
void forget_descriptors(void);
UINT32 take_descriptor(descriptor *into, const UINT8 *self_relative);
void json_descriptor(FILE *out, const UINT8 *self_relative);

/* calls.c */
object_set *view(session *s);
UINT32 missing(int kind);
void written(session *s);
UINT32 begin_call(const char *name);
UINT32 end_call(UINT32 status);
FILE *call_log(void);
void *give(size_t size);
UINT32 begin_enum(session *s, const char *name, int kind, object_set seen, void **handle);
UINT32 enumerate(const char *name, enumeration *e, UINT32 requested, void ***entries, UINT32 *returned);
UINT32 destroy_enum(const char *name, enumeration *e);
session *open_sessions(void);

/* engine.c */
UINT32 describe_session(session *s, const FWPM_SESSION0 *opened);

#endif
