/* SPDX-License-Identifier: MIT */
/*
 * Who holds a region is one byte; the protection tables of its holders follow.
 * Those tables are copies in RAM, since only these tasks' ever change.
 */
#include "handoff.h"

#include <stddef.h>

#include "compiler.h"
#include "fault.h"
#include "kernel.h"
#include "port/arch.h"
#include "umem.h"

/* Returns: the number of the handoff that has this region. */
static uint32_t
number_of(const struct region *region)
{
    uint32_t number = 0;

    while (image.handoffs[number].region->index != region->index) {
        number++;
    }
    return number;
}

/* Returns: the declared place of the region in a task's tables, or NULL. */
static const struct holder *
holder_of(uint32_t number, const struct task *task)
{
    const struct handoff_desc *desc = &image.handoffs[number];

    for (uint32_t i = 0; i < desc->holder_count; i++) {
        if (desc->holders[i].task == task->index) {
            return &desc->holders[i];
        }
    }
    return NULL;
}

static uint32_t *
words_of(struct protection *protection, uint32_t slot)
{
    return &protection->halves[slot / 4].words[2 * (slot % 4)];
}

/* Effect: the slot of that holder shows the region, or nothing. */
static void
show(const struct holder *holder, bool held)
{
    struct protection *protection = image.tasks[holder->task].changing;
    uint32_t *words = words_of(protection, holder->slot);
    const uint32_t *pair = held ? holder->on : holder->off;

    words[0] = pair[0];
    words[1] = pair[1];
}

static void
move(uint32_t number, const struct holder *from, const struct holder *to)
{
    show(from, false);
    show(to, true);
    handoff_holder[number] = to->task;
    /* Who runs has its old table in the unit still, and may go on at once */
    arch_protection_load(kernel.current->protection);
}

void
handoff_init(void)
{
    for (uint32_t i = 0; i < image.handoff_count; i++) {
        const struct handoff_desc *desc = &image.handoffs[i];

        for (uint32_t j = 0; j < desc->holder_count; j++) {
            const struct task_desc *task = &image.tasks[desc->holders[j].task];

            *task->changing = *task->protection;
        }
    }
    for (uint32_t i = 0; i < image.handoff_count; i++) {
        const struct handoff_desc *desc = &image.handoffs[i];

        handoff_holder[i] = desc->home;
        for (uint32_t j = 0; j < desc->holder_count; j++) {
            show(&desc->holders[j], desc->holders[j].task == desc->home);
        }
    }
}

bool
handoff_is_held(const struct task *task, const struct region *region)
{
    return handoff_holder[number_of(region)] == task->index;
}

void
handoff_settle(const struct task *task)
{
    if ((task->own_pins | task->lent_pins) != 0) {
        return;
    }
    for (uint32_t i = 0; i < image.handoff_count; i++) {
        const struct handoff_desc *desc = &image.handoffs[i];

        if (handoff_holder[i] == task->index) {
            umem_clear(desc->region);
            move(i, holder_of(i, task), holder_of(i, &task_table[desc->home]));
        }
    }
}

/* Returns: 0, or why I may not give away what this number names. */
static uint32_t
check_region(const struct task *me, uint32_t number)
{
    const struct region *region = me->desc->regions;

    if (number >= me->desc->region_count) {
        return SLUICE_USAGE_REGION;
    }
    region += number;
    if ((region->attributes & REGION_HANDOFF) == 0 ||
        !handoff_is_held(me, region)) {
        return SLUICE_USAGE_REGION;
    }
    return region_pins[region->index] != 0 ? SLUICE_USAGE_PINNED : 0;
}

struct task *
handoff_syscall(struct task *me)
{
    uint32_t *frame = me->context.frame;
    const struct task *to = task_by_index(frame[1]);
    uint32_t reason = check_region(me, frame[0]);

    if (to == NULL) {
        return fault_usage(me, SLUICE_USAGE_TASK);
    }
    if (reason != 0) {
        return fault_usage(me, reason);
    }
    uint32_t number = number_of(&me->desc->regions[frame[0]]);
    const struct holder *taker = holder_of(number, to);
    if (taker == NULL) {
        return fault_usage(me, SLUICE_USAGE_RIGHT);
    }
    if (to->id != frame[1] || to->life != TASK_ALIVE) {
        frame[0] = SLUICE_RC_DEAD;
        frame[1] = to->id;
        return me;
    }
    /* commit */
    move(number, holder_of(number, me), taker);
    frame[0] = SLUICE_RC_OK;
    frame[1] = to->id;
    return me;
}
