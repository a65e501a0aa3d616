/* SPDX-License-Identifier: MIT */
#include "dma.h"

#include <stdbool.h>
#include <stddef.h>

#include "sleep.h"

#define WORD 4u
/* Below this, a transfer that does not fit is not tried in smaller parts. */
#define SMALLEST_PART 1024u

uint32_t
dma_transfer(const struct dma_path *path, struct task_id lender, uint32_t near,
             uint32_t near_offset, uint32_t far_offset, uint32_t length,
             struct dma_result *result)
{
    uint32_t rc;

    for (;;) {
        rc = sys_dma_arm(path->channel, lender, near, near_offset,
                         SLUICE_DMA_NO_FAR, far_offset, length);
        if (rc != SLUICE_RC_BUSY) {
            break;
        }
        /* Ends: the kernel drains within its limit, or resets */
        (void)wait_for_bits(path->bit);
    }
    if (rc == SLUICE_RC_OK) {
        (void)wait_for_bits(path->bit);
        *result = sys_dma_result(path->channel);
    }
    return rc;
}

/* Returns: how much to move at once: whole words, or what is left of one. */
static uint32_t
part_of(uint32_t left, uint32_t limit)
{
    uint32_t part = left < limit ? left : limit;

    return part > WORD ? part - part % WORD : part;
}

/* Effect: one part by way of my own buffer; the client's memory is not pinned.
 * Returns: as dma_transfer(), or as the borrow that brings the bytes over. */
static uint32_t
bounce(const struct dma_path *path, const struct dma_move *move, uint32_t done,
       uint32_t length, struct dma_result *result)
{
    struct task_id me = sys_refresh((struct task_id){path->me});
    uint32_t rc = dma_transfer(path, me, path->bounce_region, 0,
                               move->far_offset + done, length, result);

    if (rc != SLUICE_RC_OK || result->status != SLUICE_DMA_OK) {
        return rc;
    }
    struct count count =
        sys_borrow_write(move->lender, move->lease, move->lease_offset + done,
                         slice_of(path->bounce, length));
    if (count.rc == SLUICE_RC_OK && count.bytes != length) {
        return SLUICE_RC_DEFECT;
    }
    return count.rc;
}

/* What the controller can do with the lease, as far as it is known. */
struct reach {
    uint32_t limit; /* bytes of one part */
    bool none;      /* not even a small part */
};

/* Effect: learns from RC_REACH: first smaller parts, for the narrow variants of
 * a binding move less at once; then none. */
static void
learn(struct reach *reach, uint32_t part)
{
    if (part <= SMALLEST_PART) {
        reach->none = true;
    } else {
        reach->limit = part / 2;
    }
}

static uint32_t
move_part(const struct dma_path *path, const struct dma_move *move,
          struct reach *reach, struct dma_moved *moved)
{
    uint32_t limit = reach->none ? path->bounce_length : reach->limit;
    uint32_t part = part_of(move->length - moved->bytes, limit);
    struct dma_result result = {0};
    uint32_t rc;

    if (reach->none) {
        rc = bounce(path, move, moved->bytes, part, &result);
    } else {
        rc = dma_transfer(path, move->lender, move->lease,
                          move->lease_offset + moved->bytes,
                          move->far_offset + moved->bytes, part, &result);
    }
    if (rc == SLUICE_RC_REACH && !reach->none) {
        learn(reach, part);
        return reach->none && path->bounce == NULL ? rc : SLUICE_RC_OK;
    }
    if (rc == SLUICE_RC_OK) {
        moved->transfers++;
        moved->status = result.status;
        moved->bytes += part - result.residue;
    }
    return rc;
}

struct dma_moved
dma_fill(const struct dma_path *path, const struct dma_move *move)
{
    struct dma_moved moved = {SLUICE_RC_OK, SLUICE_DMA_OK, 0, 0};
    struct reach reach = {path->max_length, false};

    /* Ends: each turn moves bytes, or halves the limit, or stops */
    while (moved.bytes < move->length && moved.rc == SLUICE_RC_OK &&
           moved.status == SLUICE_DMA_OK) {
        moved.rc = move_part(path, move, &reach, &moved);
    }
    return moved;
}
