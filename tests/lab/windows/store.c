/* The committed objects, in memory and in a file. */
#include "recorder.h"

object_set committed;
UINT64 next_id = 0x10001;

object *find_by_key(const object_set *set, int kind, const GUID *key)
{
    for (int i = 0; i < set->count; i++)
        if (set->items[i]->kind == kind && same_key(&set->items[i]->key, key))
            return set->items[i];
    return NULL;
}

object *find_by_id(const object_set *set, int kind, UINT64 id)
{
    for (int i = 0; i < set->count; i++)
        if (set->items[i]->kind == kind && set->items[i]->id == id)
            return set->items[i];
    return NULL;
}

void set_add(object_set *set, object *added)
{
    set->items = realloc(set->items, (set->count + 1) * sizeof *set->items);
    set->items[set->count++] = added;
}

void set_remove(object_set *set, const object *removed)
{
    int kept = 0;
    for (int i = 0; i < set->count; i++)
        if (set->items[i] != removed)
            set->items[kept++] = set->items[i];
    set->count = kept;
}

object_set set_copy(const object_set *set)
{
    object_set copy = { malloc((set->count + 1) * sizeof *copy.items), set->count };
    if (set->count)
        memcpy(copy.items, set->items, set->count * sizeof *copy.items);
    return copy;
}

void save_store(const char *path)
{
    if (!path || !*path)
        return;
    FILE *file = fopen(path, "wb");
    if (!file)
        return;
    fwrite(&next_id, sizeof next_id, 1, file);
    for (int i = 0; i < committed.count; i++) {
        const object *o = committed.items[i];
        UINT64 used = o->copy.used;
        if (o->owner)
            continue;
        fwrite(&o->kind, sizeof o->kind, 1, file);
        fwrite(&o->key, sizeof o->key, 1, file);
        fwrite(&o->id, sizeof o->id, 1, file);
        fwrite(&o->flags, sizeof o->flags, 1, file);
        fwrite(&o->copy.count, sizeof o->copy.count, 1, file);
        fwrite(o->copy.slots, sizeof(UINT32), o->copy.count, file);
        fwrite(&used, sizeof used, 1, file);
        fwrite(o->copy.bytes, 1, o->copy.used, file);
        fwrite(&o->security.control, sizeof o->security.control, 1, file);
        fwrite(o->security.size, sizeof o->security.size, 1, file);
        for (int part = 0; part < 3; part++)
            fwrite(o->security.part[part], 1, o->security.size[part], file);
    }
    fclose(file);
}

void load_store(const char *path)
{
    committed.count = 0;
    next_id = 0x10001;
    FILE *file = path && *path ? fopen(path, "rb") : NULL;
    if (!file)
        return;
    int kind;
    if (fread(&next_id, sizeof next_id, 1, file) == 1)
        while (fread(&kind, sizeof kind, 1, file) == 1) {
            object *o = calloc(1, sizeof *o);
            UINT64 used = 0;
            o->kind = kind;
            if (fread(&o->key, sizeof o->key, 1, file) + fread(&o->id, sizeof o->id, 1, file) + fread(&o->flags, sizeof o->flags, 1, file)
                    + fread(&o->copy.count, sizeof o->copy.count, 1, file) != 4)
                break;
            o->copy.slots = calloc(o->copy.count + 1, sizeof(UINT32));
            if (fread(o->copy.slots, sizeof(UINT32), o->copy.count, file) != o->copy.count || fread(&used, sizeof used, 1, file) != 1)
                break;
            o->copy.used = o->copy.room = (size_t)used;
            o->copy.bytes = malloc(o->copy.used);
            if (fread(o->copy.bytes, 1, o->copy.used, file) != o->copy.used
                    || fread(&o->security.control, sizeof o->security.control, 1, file) + fread(o->security.size, sizeof o->security.size, 1, file) != 2)
                break;
            for (int part = 0; part < 3; part++) {
                o->security.part[part] = o->security.size[part] ? malloc(o->security.size[part]) : NULL;
                if (fread(o->security.part[part], 1, o->security.size[part], file) != o->security.size[part])
                    break;
            }
            set_add(&committed, o);
        }
    fclose(file);
}
