/* SPDX-License-Identifier: MIT */
/* The model: transfers (docs/spec: dma). */
#include "model.h"

#include "expect.h"

bool
m_live(const struct m_channel *channel)
{
    return channel->state == SLUICE_DMA_ARMED ||
           channel->state == SLUICE_DMA_DRAINING;
}

static void
unpin(const struct m_end *end)
{
    if (end->length != 0 && end->lender >= 0) {
        m_tasks[end->lender].lent--;
    }
}

static void
close(uint32_t number)
{
    struct m_channel *channel = &m_channels[number];
    struct m_task *owner = &m_tasks[image.channels[number].owner];
    int lenders[2] = {channel->near.lender, channel->far.lender};

    channel->state = SLUICE_DMA_IDLE;
    unpin(&channel->near);
    unpin(&channel->far);
    owner->own--;
    if (owner->id == channel->armed_for && m_alive(owner)) {
        m_post(owner, image.channels[number].notify_bit);
    }
    for (uint32_t i = 0; i < 2; i++) {
        if (lenders[i] >= 0) {
            m_unpinned(&m_tasks[lenders[i]]);
        }
    }
    m_unpinned(owner);
}

/*
 * The channel was looked at, or stopped. Whether its engine is at rest now is
 * the hardware's; that a transfer which was to be stopped does not go on, and
 * what its end comes to, is ours.
 */
void
m_channel_event(uint32_t number, bool may_stay_armed)
{
    struct m_channel *channel = &m_channels[number];
    uint32_t now = channel_table[number].state;

    if (now == SLUICE_DMA_IDLE && channel->arm == channel_table[number].arm) {
        close(number);
    } else if (now == SLUICE_DMA_DRAINING || !may_stay_armed) {
        channel->state = SLUICE_DMA_DRAINING;
    }
}

/* The near or far end by lease. Returns: 0, a code, or M_FAULTED. */
static uint32_t
end_by_lease(struct m_task *me, const uint32_t *ask, uint32_t index,
             uint32_t offset, struct m_end *end, uint32_t *attributes)
{
    struct lease lease;
    uint32_t rc = m_lease(me, ask[1], index, offset, &lease);
    struct m_task *lender = m_find(ask[1]);
    uint32_t right = end->written ? REGION_WRITE : REGION_READ;
    uint32_t unfit = end->written
                         ? REGION_DEVICE | REGION_EXECUTE | REGION_SHARED
                         : REGION_DEVICE;
    const struct region *region;

    if (rc != SLUICE_RC_OK) {
        return rc;
    }
    if (ask[6] > lease.length) {
        USAGE(me, SLUICE_USAGE_OFFSET);
        return M_FAULTED;
    }
    *attributes = lease.attributes;
    if ((lease.attributes &
         (end->written ? SLUICE_LEASE_WRITE : SLUICE_LEASE_READ)) == 0) {
        return SLUICE_RC_DEFECT;
    }
    if (!m_holds(lender, lease.base, ask[6], right, REGION_DEVICE)) {
        MEMORY(lender);
        return SLUICE_RC_DEFECT;
    }
    region = m_region(lender, lease.base);
    end->base = lease.base;
    end->length = ask[6];
    end->lender = (int)m_index(lender);
    return (region->attributes & REGION_DMA) == 0 ||
                   (region->attributes & unfit) != 0 ||
                   lease.base - region->base + ask[6] > region->size
               ? SLUICE_RC_REACH
               : SLUICE_RC_OK;
}

static uint32_t
usage(struct m_task *me, uint32_t reason)
{
    USAGE(me, reason);
    return M_FAULTED;
}

static uint32_t
end_own(struct m_task *me, const uint32_t *ask, struct m_end *end)
{
    const struct task_desc *desc = &image.tasks[m_index(me)];
    const struct region *region = &desc->regions[ask[2]];
    uint32_t right = end->written ? REGION_WRITE : REGION_READ;

    if (ask[2] >= desc->region_count ||
        (region->attributes & (right | REGION_DMA)) != (right | REGION_DMA) ||
        (region->attributes & REGION_DEVICE) != 0 ||
        (end->written &&
         (region->attributes & (REGION_EXECUTE | REGION_SHARED)) != 0)) {
        return usage(me, SLUICE_USAGE_DMA);
    }
    if ((uint64_t)ask[3] + ask[6] > region->size) {
        return usage(me, SLUICE_USAGE_OFFSET);
    }
    *end = (struct m_end){region->base + ask[3], ask[6], -1, end->written};
    return SLUICE_RC_OK;
}

static uint32_t
end_far(struct m_task *me, const uint32_t *ask, struct m_end *end,
        uint32_t *attributes)
{
    const struct channel_desc *desc = &image.channels[ask[0]];

    if (desc->far_kind == FAR_LEASE) {
        return ask[1] == me->id
                   ? usage(me, SLUICE_USAGE_DMA)
                   : end_by_lease(me, ask, ask[4], ask[5], end, attributes);
    }
    if (ask[4] != SLUICE_DMA_NO_FAR) {
        return usage(me, SLUICE_USAGE_DMA);
    }
    *end = (struct m_end){image.sink, 0, -1, end->written};
    if (desc->far_kind == FAR_REGION) {
        if ((uint64_t)ask[5] + ask[6] > desc->far->size) {
            return usage(me, SLUICE_USAGE_OFFSET);
        }
        end->base = desc->far->base + ask[5];
        end->length = ask[6];
    }
    return SLUICE_RC_OK;
}

static bool
reached(const struct channel_desc *desc, const struct m_end *end)
{
    bool found = end->length == 0;

    for (uint32_t i = 0; i < desc->reach_count; i++) {
        found |= end->base >= desc->reach[i].base &&
                 (uint64_t)end->base + end->length <=
                     (uint64_t)desc->reach[i].base + desc->reach[i].size;
    }
    return found;
}

static bool
has_variant(const struct channel_desc *desc, const struct m_end *near,
            const struct m_end *far, uint32_t length)
{
    bool found = false;

    for (uint32_t i = 0; i < desc->binding->variant_count; i++) {
        const struct dma_variant *variant = &desc->binding->variants[i];

        found |= near->base % variant->unit == 0 &&
                 far->base % variant->unit == 0 &&
                 length % variant->unit == 0 && length <= variant->max_length;
    }
    return found;
}

static bool
meets_another(const struct m_end *end)
{
    for (uint32_t i = 0; i < 2 * CHANNELS; i++) {
        const struct m_channel *channel = &m_channels[i / 2];
        const struct m_end *other = i % 2 != 0 ? &channel->far : &channel->near;

        if (m_live(channel) && (end->written || other->written) &&
            end->base < (uint64_t)other->base + other->length &&
            other->base < (uint64_t)end->base + end->length) {
            return true;
        }
    }
    return false;
}

static uint32_t
arm(struct m_task *me, const uint32_t *ask)
{
    const struct channel_desc *desc = &image.channels[ask[0]];
    uint32_t near_attributes = 0, far_attributes = 0, rc;

    if (ask[0] >= CHANNELS || desc->owner != m_index(me) ||
        m_channels[ask[0]].state == SLUICE_DMA_ARMED) {
        return usage(me, SLUICE_USAGE_CHANNEL);
    }
    struct m_channel *channel = &m_channels[ask[0]];
    bool fills = desc->direction == CHANNEL_FILLS_NEAR, own = ask[1] == me->id;
    struct m_end near = {0, 0, -1, fills}, far = {0, 0, -1, !fills};
    if (channel->state != SLUICE_DMA_IDLE) {
        return channel->state == SLUICE_DMA_BROKEN ? SLUICE_RC_BROKEN
                                                   : SLUICE_RC_BUSY;
    }
    if (ask[6] == 0 || ask[6] > desc->max_length ||
        (desc->near_kinds & (own ? NEAR_OWN : NEAR_LEASE)) == 0) {
        return usage(me, SLUICE_USAGE_DMA);
    }
    rc = own ? end_own(me, ask, &near)
             : end_by_lease(me, ask, ask[2], ask[3], &near, &near_attributes);
    if (rc == SLUICE_RC_OK) {
        rc = end_far(me, ask, &far, &far_attributes);
    }
    if (rc != SLUICE_RC_OK) {
        return rc;
    }
    if (far.length != 0 &&
        ((fills ? far_attributes : near_attributes) & 4u) != 0 &&
        ((fills ? near_attributes : far_attributes) & 4u) == 0) {
        return SLUICE_RC_DEFECT;
    }
    if (!has_variant(desc, &near, &far, ask[6]) || !reached(desc, &near) ||
        !reached(desc, &far)) {
        return SLUICE_RC_REACH;
    }
    if (meets_another(&near) || meets_another(&far)) {
        return SLUICE_RC_BUSY;
    }
    *channel = (struct m_channel){
        SLUICE_DMA_ARMED, channel->arm + 1, me->id, ask[6], 0, near, far};
    me->own++;
    m_tasks[near.lender < 0 ? 0 : near.lender].lent += near.lender >= 0;
    m_tasks[far.lender < 0 ? 0 : far.lender].lent += far.lender >= 0;
    me->pending &= ~desc->notify_bit;
    return SLUICE_RC_OK;
}

static void
call_arm_receive(struct m_task *me)
{
    const uint32_t *f = me->frame;
    struct slice buffer = {f[5], f[6]};
    const uint32_t ask[7] = {
        f[0] & 0xffu, f[1], f[0] >> 8 & 0xffu, f[2], f[0] >> 16, f[3], f[4]};

    if (!m_holds(me, f[5], f[6], REGION_WRITE, REGION_DEVICE)) {
        MEMORY(me);
        return;
    }
    uint32_t rc = arm(me, ask);
    if (rc == SLUICE_RC_OK) {
        m_channel_event(ask[0], true);
        me->buffer = buffer;
        m_receive(me, image.channels[ask[0]].notify_bit, NOBODY);
    } else if (rc != M_FAULTED) {
        for (uint32_t i = 0; i < 6; i++) {
            m_result(me, i, i == 0 ? NOBODY : 0);
        }
        m_result(me, 6, rc);
    }
}

static void
call_result(struct m_task *me, uint32_t number)
{
    const struct m_channel *mine = &m_channels[number];
    const struct channel *theirs = &channel_table[number];

    m_result(me, 0, mine->arm);
    m_result(me, 1, mine->state);
    m_result(me, 2, theirs->status); /* the hardware's, but ... */
    m_result(me, 3, m_live(mine) ? mine->length : theirs->residue);
    m_result(me, 4, m_live(mine) ? SLUICE_RESIDUE_UNKNOWN : theirs->quality);
    if (theirs->residue > mine->length ||
        (mine->state == SLUICE_DMA_IDLE && theirs->status == SLUICE_DMA_OK &&
         theirs->quality != SLUICE_RESIDUE_UNKNOWN && theirs->residue != 0)) {
        EXPECT_BROKEN("model: channel %u: residue %u of %u, status %u", number,
                      theirs->residue, mine->length, theirs->status);
    }
}

void
m_dma_call(struct m_task *me, uint32_t number)
{
    uint32_t channel = me->frame[0];

    if (number == SLUICE_SYS_DMA_ARM_RECEIVE) {
        call_arm_receive(me);
    } else if (number == SLUICE_SYS_DMA_ARM) {
        uint32_t rc = arm(me, me->frame);

        if (rc != M_FAULTED) {
            m_result(me, 0, rc);
        }
        if (rc == SLUICE_RC_OK) {
            m_channel_event(channel, true);
        }
    } else if (channel >= CHANNELS ||
               image.channels[channel].owner != m_index(me)) {
        USAGE(me, SLUICE_USAGE_CHANNEL);
    } else if (number == SLUICE_SYS_DMA_RESULT) {
        call_result(me, channel);
    } else if (number == SLUICE_SYS_DMA_POSITION) {
        USAGE(me, SLUICE_USAGE_CHANNEL); /* the image has no stream */
    } else {
        m_result(me, 0,
                 m_channels[channel].state == SLUICE_DMA_BROKEN
                     ? SLUICE_RC_BROKEN
                     : SLUICE_RC_OK);
        if (m_channels[channel].state == SLUICE_DMA_ARMED) {
            m_channel_event(channel, false);
        }
    }
}
