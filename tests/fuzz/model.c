/* SPDX-License-Identifier: MIT */
/* The model: memory and tasks (docs/spec: memory, tasks). */
#include "model.h"

#include <string.h>

#include "expect.h"

struct m_task m_tasks[TASKS];
struct m_channel m_channels[CHANNELS];
bool m_reset;

uint8_t m_homes[TASKS][HOME_SIZE];
int64_t m_entry;
bool m_enabled[2];

uint32_t
m_index(const struct m_task *task)
{
    return (uint32_t)(task - m_tasks);
}

static const struct task_desc *
desc_of(const struct m_task *task)
{
    return &image.tasks[m_index(task)];
}

bool
m_alive(const struct m_task *task)
{
    return task->state != SLUICE_STATE_STOPPED &&
           task->state != SLUICE_STATE_FAULTED &&
           task->state != SLUICE_STATE_RETIRED;
}

struct m_task *
m_find(uint32_t id)
{
    return id >> 30 == 0 && (id & 0xffu) < TASKS ? &m_tasks[id & 0xffu] : NULL;
}

void
m_result(struct m_task *task, uint32_t word, uint32_t value)
{
    task->frame[word] = value;
    task->shows |= 1u << word;
}

/* Memory. */

const struct region *
m_region(const struct m_task *task, uint32_t address)
{
    for (uint32_t i = 0; i < desc_of(task)->region_count; i++) {
        const struct region *region = &desc_of(task)->regions[i];

        if (address >= region->base &&
            address < (uint64_t)region->base + region->size) {
            return region;
        }
    }
    return NULL;
}

bool
m_holds(const struct m_task *task, uint32_t base, uint32_t length,
        uint32_t need, uint32_t forbid)
{
    uint64_t end = (uint64_t)base + length;

    for (uint64_t at = base; at < end;) {
        const struct region *region =
            at >> 32 == 0 ? m_region(task, (uint32_t)at) : NULL;

        if (region == NULL || (region->attributes & need) != need ||
            (region->attributes & forbid) != 0) {
            return false;
        }
        at = (uint64_t)region->base + region->size;
    }
    return length == 0 || end <= UINT64_C(1) << 32;
}

static uint8_t *
home_byte(uint32_t address)
{
    uint32_t task = (address - HOME(0)) / 0x1000u;
    uint32_t offset = (address - HOME(0)) % 0x1000u;

    return address >= HOME(0) && task < TASKS && offset < HOME_SIZE
               ? &m_homes[task][offset]
               : NULL;
}

/* Bytes as they were before the kernel entry. */
const uint8_t *
m_peek(uint32_t address)
{
    const uint8_t *byte = home_byte(address);

    return byte != NULL ? byte : sim_memory(address);
}

static bool
engines_live(void)
{
    for (uint32_t i = 0; i < CHANNELS; i++) {
        if (m_live(&m_channels[i]) ||
            channel_table[i].state != m_channels[i].state) {
            return true;
        }
    }
    return false;
}

void
m_copy(uint32_t to, const void *from, uint32_t length)
{
    uint8_t *home = length == 0 ? NULL : home_byte(to);

    if (home != NULL && (from == sim_memory(to) || engines_live())) {
        /* An engine may have moved meanwhile, and what was read with it */
        memcpy(home, sim_memory(to), length);
    } else if (home != NULL) {
        memcpy(home, from, length);
    } else if (length != 0 && !engines_live() &&
               memcmp(sim_memory(to), from, length) != 0) {
        EXPECT_BROKEN("model: a copy to %08x did not arrive", to);
    }
}

/* Lent memory that is pinned; in a shared region a pin excludes nobody. */
bool
m_is_lent_out(const struct m_task *task, uint32_t base, uint32_t length)
{
    for (uint32_t i = 0; i < 2 * CHANNELS && length != 0; i++) {
        const struct m_channel *channel = &m_channels[i / 2];
        const struct m_end *end = i % 2 != 0 ? &channel->far : &channel->near;

        if (m_live(channel) && end->lender >= 0 &&
            base < (uint64_t)end->base + end->length &&
            end->base < (uint64_t)base + length &&
            (m_region(task, end->base > base ? end->base : base)->attributes &
             REGION_SHARED) == 0) {
            return true;
        }
    }
    return false;
}

/* Tasks. */

void
m_wake(struct m_task *task)
{
    task->state = task->lent != 0 ? SLUICE_STATE_PARKED : SLUICE_STATE_READY;
    task->peer = NOBODY;
    task->mask = 0;
    task->order = m_entry;
}

void
m_post(struct m_task *task, uint32_t bits)
{
    task->pending |= bits;
    bits = task->pending & task->mask;
    if (task->state != SLUICE_STATE_RECEIVING || bits == 0) {
        return;
    }
    const uint32_t results[7] = {SLUICE_ID_KERNEL, bits};
    for (uint32_t i = 0; i < 7; i++) {
        m_result(task, i, results[i]);
    }
    task->pending &= ~bits;
    m_wake(task);
}

static void
mask_lines(const struct m_task *task)
{
    if (m_index(task) == SUPERVISOR || m_index(task) == DRIVER) {
        m_enabled[m_index(task) == DRIVER] = false;
    }
}

void
m_begin(struct m_task *task, bool run)
{
    task->due = false;
    task->state = SLUICE_STATE_STOPPED;
    memset(task->frame, 0, sizeof(task->frame));
    task->shows = ALL_WORDS;
    mask_lines(task);
    if (run) {
        uint32_t lent = task->lent;

        task->lent = 0; /* it is: else nothing begins */
        m_wake(task);
        task->lent = lent;
    }
}

void
m_unpinned(struct m_task *task)
{
    if (task->due && task->lent + task->own == 0) {
        m_begin(task, task->due_runs);
        m_post(&m_tasks[SUPERVISOR], SLUICE_NOTIFY_RESTARTED);
    } else if (task->state == SLUICE_STATE_PARKED && task->lent == 0) {
        m_wake(task);
    }
}

/* Whoever waits for the incarnation that was `old`. */
void
m_release(const struct m_task *task, uint32_t old)
{
    for (uint32_t i = 0; i < TASKS; i++) {
        struct m_task *waiter = &m_tasks[i];
        bool receives = waiter->state == SLUICE_STATE_RECEIVING;

        if (!m_alive(waiter) || waiter->peer != old) {
            continue;
        }
        for (uint32_t j = 0; j < (receives ? 7 : 3); j++) {
            m_result(waiter, j, 0);
        }
        m_result(waiter, receives ? 6 : 0, SLUICE_RC_DEAD);
        m_result(waiter, receives ? 0 : 2, task->id);
        m_wake(waiter);
    }
}

void
m_end_life(struct m_task *task)
{
    uint32_t old = task->id;

    task->state = SLUICE_STATE_STOPPED;
    task->restarts++;
    if (task->id >> 8 >= SLUICE_ID_GENERATION_MAX) {
        task->state = SLUICE_STATE_RETIRED;
    } else {
        task->id += 0x100u;
    }
    task->peer = NOBODY;
    task->mask = 0;
    task->pending = 0;
    task->deadline = UINT64_MAX;
    mask_lines(task);
    for (uint32_t i = 0; i < CHANNELS; i++) {
        const struct m_channel *channel = &m_channels[i];
        int index = (int)m_index(task);

        if (m_live(channel) &&
            (image.channels[i].owner == index ||
             channel->near.lender == index || channel->far.lender == index)) {
            m_channel_event(i, false);
        }
    }
    m_release(task, old);
}

uint32_t
m_restart(struct m_task *task, bool run)
{
    if (m_alive(task)) {
        m_end_life(task);
    }
    if (task->state == SLUICE_STATE_RETIRED) {
        return SLUICE_RC_DEAD;
    }
    if (task->lent + task->own != 0) {
        task->due = true;
        task->due_runs = run;
        return SLUICE_RC_PINNED;
    }
    m_begin(task, run);
    return SLUICE_RC_OK;
}

void
m_fault(struct m_task *task, uint32_t kind, uint32_t detail, uint32_t by)
{
    if (!m_alive(task)) {
        return;
    }
    task->fault = (struct fault){kind, detail, 0, 0, by};
    if (m_index(task) == SUPERVISOR) {
        m_reset = true;
        return;
    }
    m_end_life(task);
    if (task->state != SLUICE_STATE_RETIRED) {
        task->state = SLUICE_STATE_FAULTED;
    }
    m_post(&m_tasks[SUPERVISOR], SLUICE_NOTIFY_FAULT);
}
