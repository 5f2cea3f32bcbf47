/* SPDX-License-Identifier: Apache-2.0 */
/* Many elements in one call. Tokens: hash types have a bucket of 4 bytes (kernel:
 * __htab_map_lookup_and_delete_batch), others the last key (generic_map_lookup_batch). */
#include "bpf-aot/host.h"
#include "bytes.h"
#include "host/values.h"

/* kernel: bpf_map_do_batch, then the beginning of the generic and the hash functions. 0, or 1 when
 * nothing is left to do. */
static int begin(const struct bpf_aot_map *map, uint32_t operation, uint32_t *count,
                 const struct bpf_aot_batch_opts *opts) {
    bool reads = operation & (BATCH_LOOKUP | BATCH_TAKE);
    bool writes = operation != BATCH_LOOKUP;
    const struct host_type *type = bpf_aot_host_type(map->type);
    int status = bpf_aot_host_permits(map, (reads ? HOST_WRONLY : 0) | (writes ? HOST_RDONLY : 0));
    if (status) {
        return status;
    }
    if (!type || !(type->batch & operation)) {
        return -RT_ENOTSUPP;
    }
    bool is_hash_walk = reads && type->batch & BATCH_TAKE;
    if (opts && (opts->elem_flags & ~(uint64_t)HOST_LOCK || (is_hash_walk && opts->flags) ||
                 bpf_aot_host_check_lock(map, opts->elem_flags))) {
        return -RT_EINVAL;
    }
    return *count == 0;
}

static int finish(int status) {
    return status == 1 ? 0 : status;
}

int bpf_aot_map_update_batch(struct bpf_aot_map *map, const void *keys, const void *values,
                             uint32_t *count, const struct bpf_aot_batch_opts *opts) {
    int status = begin(map, BATCH_UPDATE, count, opts);
    if (status) {
        return finish(status);
    }
    size_t value_bytes = bpf_aot_map_value_bytes(map);
    uint32_t wanted = *count;
    uint32_t done = 0;
    for (; done < wanted; done++) {
        const char *key = (const char *)keys + (size_t)done * map->key_size;
        status = bpf_aot_host_store(map, key, (const char *)values + done * value_bytes,
                                    opts ? opts->elem_flags : RT_ANY);
        if (status) {
            break;
        }
    }
    *count = done;
    return status;
}

int bpf_aot_map_delete_batch(struct bpf_aot_map *map, const void *keys, uint32_t *count,
                             const struct bpf_aot_batch_opts *opts) {
    int status = begin(map, BATCH_DELETE, count, opts);
    if (status) {
        return finish(status);
    }
    uint32_t wanted = *count;
    uint32_t done = 0;
    for (; done < wanted; done++) {
        status = bpf_aot_host_remove(map, (const char *)keys + (size_t)done * map->key_size);
        if (status) {
            break;
        }
    }
    *count = done;
    return status;
}

struct batch {
    struct bpf_aot_map *map;
    char *keys, *values;
    size_t value_bytes;
    uint32_t wanted, done;
    uint64_t flags;
    int (*get)(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags);
};

/* Adds the element unless it is gone: then it is no error. */
static int add(struct batch *batch, const void *key) {
    char *to = batch->keys + (size_t)batch->done * batch->map->key_size;
    memmove(to, key, batch->map->key_size);
    int status =
        batch->get(batch->map, to, batch->values + batch->done * batch->value_bytes, batch->flags);
    if (status == 0) {
        batch->done++;
    }
    return status == -RT_ENOENT ? 0 : status;
}

/* Copies the keys of the bucket to the end of those done; their number, or -1: there are more. */
static int64_t collect(struct batch *batch, uint32_t bucket, const void *key) {
    uint32_t key_size = batch->map->key_size;
    uint32_t room = batch->wanted - batch->done;
    uint32_t found = 0;
    for (; key; key = batch->map->ops->walk(batch->map, &bucket, key)) {
        if (found == room) {
            return -1;
        }
        memcpy(batch->keys + (size_t)(batch->done + found++) * key_size, key, key_size);
    }
    return found;
}

/* Whole buckets from `*bucket` on, which becomes the one to go on with. */
static int walk(struct batch *batch, uint32_t *bucket) {
    for (;; ++*bucket) {
        const void *first = batch->map->ops->walk(batch->map, bucket, NULL);
        if (!first) {
            return -RT_ENOENT;
        }
        uint32_t begin_at = batch->done;
        int64_t found = collect(batch, *bucket, first);
        if (found < 0) {
            return batch->done ? 0 : -RT_ENOSPC;
        }
        for (uint32_t i = 0; i < found; i++) {
            size_t at = (size_t)(begin_at + i) * batch->map->key_size;
            int status = add(batch, batch->keys + at);
            if (status) {
                return status;
            }
        }
    }
}

static int walk_buckets(struct batch *batch, const void *in, void *out) {
    uint32_t bucket = in ? rt_load32(in) : 0;
    int status = walk(batch, &bucket);
    memcpy(out, &bucket, sizeof(bucket));
    return status;
}

/* The generic walk stops when it has what was wanted, and does not look further. */
static int walk_keys(struct batch *batch, const void *in, void *out) {
    const void *key = in;
    uint32_t key_size = batch->map->key_size;
    int status = 0;
    while (status == 0 && batch->done < batch->wanted) {
        key = batch->map->ops->next_key(batch->map, key);
        status = key ? add(batch, key) : -RT_ENOENT;
    }
    if (batch->done) {
        memmove(out, batch->keys + (size_t)(batch->done - 1) * key_size, key_size);
    }
    return status;
}

static int lookup(struct batch *batch, const void *in, void *out, uint32_t *count) {
    batch->wanted = *count;
    batch->value_bytes = bpf_aot_map_value_bytes(batch->map);
    int status = (batch->map->ops->walk ? walk_buckets : walk_keys)(batch, in, out);
    *count = batch->done;
    return status;
}

int bpf_aot_map_lookup_batch(struct bpf_aot_map *map, const void *in_batch, void *out_batch,
                             void *keys, void *values, uint32_t *count,
                             const struct bpf_aot_batch_opts *opts) {
    struct batch batch = {.map = map, .keys = keys, .values = values, .get = bpf_aot_host_copy};
    batch.flags = opts ? opts->elem_flags : 0;
    int status = begin(map, BATCH_LOOKUP, count, opts);
    return status ? finish(status) : lookup(&batch, in_batch, out_batch, count);
}

int bpf_aot_map_lookup_and_delete_batch(struct bpf_aot_map *map, const void *in_batch,
                                        void *out_batch, void *keys, void *values, uint32_t *count,
                                        const struct bpf_aot_batch_opts *opts) {
    struct batch batch = {.map = map, .keys = keys, .values = values, .get = bpf_aot_host_take};
    batch.flags = opts ? opts->elem_flags : 0;
    int status = begin(map, BATCH_TAKE, count, opts);
    return status ? finish(status) : lookup(&batch, in_batch, out_batch, count);
}
