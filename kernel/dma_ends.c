/* SPDX-License-Identifier: MIT */
/*
 * The ends of a transfer. Who is to blame: the owner for what it names (region,
 * lease number, offset, length); the lender for a lease of memory that it does
 * not hold. A lease that is true but does not suit gives a code, and nobody
 * faults.
 *
 * Spec: docs/spec/dma.md#refusals.
 */
#include "dma_ends.h"

#include <stdbool.h>
#include <stddef.h>

#include "compiler.h"
#include "fault.h"
#include "handoff.h"
#include "kernel.h"
#include "lease.h"
#include "umem.h"

static bool
fits(const struct region *region, uint32_t offset, uint32_t length)
{
    return offset <= region->size && length <= region->size - offset;
}

/* Returns: true if an engine may be aimed at this memory. */
static bool
suits(const struct region *region, bool written)
{
    uint32_t need =
        written ? REGION_DMA | REGION_WRITE : REGION_DMA | REGION_READ;
    uint32_t forbidden = written
                             ? REGION_DEVICE | REGION_EXECUTE | REGION_SHARED
                             : REGION_DEVICE;

    return (region->attributes & (need | forbidden)) == need;
}

/* The end must have `written` and `lender` already. */
static uint32_t
end_in_region(struct pin *end, const struct region *region, uint32_t offset,
              uint32_t length)
{
    if (!fits(region, offset, length)) {
        return SLUICE_USAGE_OFFSET;
    }
    end->base = region->base + offset;
    end->length = length;
    end->region = region->index;
    return DMA_CHECKED;
}

/* Any of the task's regions, or the one that the manifest names. */
static uint32_t
end_own(struct task *me, const struct channel_desc *desc, struct pin *end,
        const struct dma_request *request)
{
    const struct region *region;

    if (request->near >= me->desc->region_count) {
        return SLUICE_USAGE_DMA;
    }
    region = &me->desc->regions[request->near];
    end->lender = NULL;
    if (!suits(region, end->written) ||
        umem_region(me, region->base) != region ||
        (desc->near_region != NEAR_ANY && desc->near_region != region->index)) {
        return SLUICE_USAGE_DMA;
    }
    return end_in_region(end, region, request->near_offset, request->length);
}

/*
 * The lease names memory that no engine may be aimed at. If the lender holds
 * it all the same, a copy will do; if not, the lender has lied.
 */
static COLD uint32_t
lease_unfit(struct task *lender, const struct slice *range, bool written)
{
    if (umem_allows(lender, range, written ? REGION_WRITE : REGION_READ,
                    REGION_DEVICE)) {
        return SLUICE_RC_REACH;
    }
    fault_peer_memory(lender, range->base);
    return SLUICE_RC_DEFECT;
}

static COLD uint32_t
lease_failed(enum lease_result found)
{
    if (found == LEASE_FAULTED) {
        return DMA_FAULTED;
    }
    return found == LEASE_DEAD ? SLUICE_RC_DEAD : SLUICE_RC_DEFECT;
}

/* Effect: also tells the lease's attributes, for both ends together. */
static uint32_t
end_lent(struct task *me, const struct dma_request *request, struct pin *end,
         uint32_t index, uint32_t offset, uint32_t *attributes)
{
    uint32_t right = end->written ? SLUICE_LEASE_WRITE : SLUICE_LEASE_READ;
    struct lease lease;
    enum lease_result found =
        lease_find(me, request->lender, index, offset, &lease);

    if (unlikely(found != LEASE_OK)) {
        return lease_failed(found);
    }
    if (unlikely(request->length > lease.length)) {
        return SLUICE_USAGE_OFFSET;
    }
    *attributes = lease.attributes;
    if (unlikely((lease.attributes & right) == 0)) {
        return SLUICE_RC_DEFECT;
    }
    struct slice range = {lease.base, request->length};
    end->lender = &task_table[request->lender & SLUICE_ID_INDEX_MASK];
    const struct region *region = umem_region(end->lender, lease.base);
    if (unlikely(region == NULL || !suits(region, end->written) ||
                 !fits(region, lease.base - region->base, range.length))) {
        return lease_unfit(end->lender, &range, end->written);
    }
    return end_in_region(end, region, lease.base - region->base, range.length);
}

static uint32_t
check_near(struct task *me, const struct channel_desc *desc, struct pin *end,
           const struct dma_request *request, uint32_t *attributes)
{
    bool own = request->lender == me->id;

    if (unlikely((desc->near_kinds & (own ? NEAR_OWN : NEAR_LEASE)) == 0)) {
        return SLUICE_USAGE_DMA;
    }
    end->written = desc->direction == CHANNEL_FILLS_NEAR;
    return own ? end_own(me, desc, end, request)
               : end_lent(me, request, end, request->near, request->near_offset,
                          attributes);
}

/* What is handed on may be another's by now. */
static bool
has_far(const struct task *me, const struct region *far)
{
    return likely((far->attributes & REGION_HANDOFF) == 0) ||
           handoff_is_held(me, far);
}

static uint32_t
check_far(struct task *me, const struct channel_desc *desc, struct pin *end,
          const struct dma_request *request, uint32_t *attributes)
{
    end->written = desc->direction != CHANNEL_FILLS_NEAR;
    if (desc->far_kind == FAR_LEASE) {
        return request->lender == me->id
                   ? SLUICE_USAGE_DMA
                   : end_lent(me, request, end, request->far,
                              request->far_offset, attributes);
    }
    /* A slot that no table of a paced binding uses; if one does, it is harmless
     */
    end->lender = NULL;
    end->base = image.sink;
    end->length = 0;
    if (unlikely(request->far != SLUICE_DMA_NO_FAR ||
                 (desc->far_kind == FAR_REGION && !has_far(me, desc->far)))) {
        return SLUICE_USAGE_DMA;
    }
    return desc->far_kind == FAR_NONE
               ? DMA_CHECKED
               : end_in_region(end, desc->far, request->far_offset,
                               request->length);
}

/*
 * Returns: false if bytes that only hardware may see would come to memory that
 * the driver can borrow.
 */
static bool
keeps_secrets(const struct channel *channel, uint32_t near, uint32_t far)
{
    uint32_t source = channel->near.written ? far : near;
    uint32_t target = channel->near.written ? near : far;

    return (source & SLUICE_LEASE_DEVICE_ONLY) == 0 ||
           (target & SLUICE_LEASE_DEVICE_ONLY) != 0 || channel->far.length == 0;
}

uint32_t
dma_ends_check(struct task *me, struct channel *channel,
               const struct dma_request *request)
{
    const struct channel_desc *desc = channel->desc;
    struct pin *near = &channel->near, *far = &channel->far;
    uint32_t of_near = 0, of_far = 0;
    uint32_t answer = check_near(me, desc, near, request, &of_near);

    if (likely(answer == DMA_CHECKED)) {
        answer = check_far(me, desc, far, request, &of_far);
    }
    if (unlikely(answer != DMA_CHECKED)) {
        return answer;
    }
    channel->slots[DMA_SLOT_SRC] = near->written ? far->base : near->base;
    channel->slots[DMA_SLOT_DST] = near->written ? near->base : far->base;
    channel->slots[DMA_SLOT_LEN] =
        desc->deadline_us != 0 ? request->length : request->length / 2;
    return likely(keeps_secrets(channel, of_near, of_far)) ? DMA_CHECKED
                                                           : SLUICE_RC_DEFECT;
}
