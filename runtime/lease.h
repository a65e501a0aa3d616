/* SPDX-License-Identifier: MIT */
/*
 * Leases: building the table that goes with a message, and looking at one that
 * came with it. The table itself must not lie in a buffer for DMA.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "syscall.h"

static inline struct lease
lease_of(const void *base, uint32_t length, uint32_t attributes)
{
    return (struct lease){(uint32_t)(uintptr_t)base, length, attributes};
}

/* Returns: an entry that lets the peer read these bytes. */
static inline struct lease
lease_read(const void *base, uint32_t length)
{
    return lease_of(base, length, SLUICE_LEASE_READ);
}

/* Returns: an entry that lets the peer write these bytes. */
static inline struct lease
lease_write(void *base, uint32_t length)
{
    return lease_of(base, length, SLUICE_LEASE_WRITE);
}

/*
 * Returns: true if the client, which waits on me, lends with all of `need`
 * at least `length` bytes from `offset`. It may still die or lie later: borrows
 * and arms tell again.
 * Faults: no such lease (look at request->leases first).
 */
static inline bool
lease_allows(struct task_id client, uint32_t lease, uint32_t need,
             uint32_t offset, uint32_t length)
{
    struct info info = sys_borrow_info(client, lease);

    return info.rc == SLUICE_RC_OK && (info.attributes & need) == need &&
           offset <= info.length && length <= info.length - offset;
}
