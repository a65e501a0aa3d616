/* SPDX-License-Identifier: MIT */
/* The wheel of deadlines: rings, maps, and each timer's slot. */
#include "timer_check.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "kernel.h"

#define TIMERS_MAX 512u

static uint32_t found;

static const char *__attribute__((format(printf, 1, 2)))
wrong(const char *format, ...)
{
    static char message[200];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    return message;
}

static const struct timer *
timer_of(const struct timer *timer)
{
    if (timer->kind == TIMER_TASK && timer->index < image.task_count) {
        return &task_table[timer->index].timer;
    }
    if (timer->kind == TIMER_CHANNEL && timer->index < image.channel_count) {
        return &channel_table[timer->index].timer;
    }
    if (timer->kind == TIMER_GOOD_RUN) {
        return &kernel.good_run;
    }
    return timer->kind == TIMER_WATCHDOG ? &kernel.watchdog : NULL;
}

static uint32_t
timers_queued(void)
{
    uint32_t count = (timer_is_set(&kernel.good_run) ? 1u : 0u) +
                     (timer_is_set(&kernel.watchdog) ? 1u : 0u);

    for (uint32_t i = 0; i < image.task_count; i++) {
        count += timer_is_set(&task_table[i].timer) ? 1u : 0u;
    }
    for (uint32_t i = 0; i < image.channel_count; i++) {
        count += timer_is_set(&channel_table[i].timer) ? 1u : 0u;
    }
    return count;
}

/* Effect: counts the ring; complains about members and links. */
static const char *
check_ring(const struct timer *first, uint32_t slot)
{
    const struct timer *timer = first;

    do {
        if (timer != timer_of(timer) || !timer_is_set(timer)) {
            return wrong("timers: %u %u is not the one it says", timer->kind,
                         timer->index);
        }
        if (timer->next->previous != timer || timer->place != slot + 1) {
            return wrong("timers: bad link, or not in slot %u", slot);
        }
        if (++found > TIMERS_MAX) {
            return wrong("timers: a ring without end");
        }
        timer = timer->next;
    } while (timer != first);
    return NULL;
}

/* A slot's timers differ from the base in its digit first. */
static const char *
check_slot_of(const struct timer *timer, uint32_t slot)
{
    uint64_t granule = timer->deadline >> WHEEL_SHIFT;
    uint32_t shift = 4 * (slot / WHEEL_SLOTS);

    if (granule < kernel.wheel.base) {
        granule = kernel.wheel.base;
    }
    if (granule >> shift >> 4 != kernel.wheel.base >> shift >> 4 ||
        (granule >> shift) % WHEEL_SLOTS != slot % WHEEL_SLOTS ||
        granule >> shift < (kernel.wheel.base >> shift) + (shift != 0)) {
        return wrong("timers: deadline %llu has no place in slot %u",
                     (unsigned long long)timer->deadline, slot);
    }
    return NULL;
}

static const char *
check_slot(uint32_t slot)
{
    const struct timer *first = kernel.wheel.slots[slot];
    uint32_t map = kernel.wheel.maps[slot / WHEEL_SLOTS];
    const char *bad = NULL;

    if ((first != NULL) != (map >> slot % WHEEL_SLOTS & 1u) ||
        (map != 0) != (kernel.wheel.levels >> slot / WHEEL_SLOTS & 1u)) {
        return wrong("timers: the map of slot %u", slot);
    }
    if (first == NULL) {
        return NULL;
    }
    bad = check_ring(first, slot);
    const struct timer *timer = first;
    do {
        bad = bad != NULL ? bad : check_slot_of(timer, slot);
        timer = timer->next;
    } while (bad == NULL && timer != first);
    return bad;
}

const char *
timer_check(void)
{
    const char *bad = NULL;

    found = 0;
    for (uint32_t i = 0; i < WHEEL_LEVELS * WHEEL_SLOTS && bad == NULL; i++) {
        bad = check_slot(i);
    }
    if (bad == NULL && kernel.wheel.moving != NULL) {
        bad = wrong("timers: some move still");
    }
    if (bad == NULL && found != timers_queued()) {
        bad = wrong("timers: some are lost");
    }
    return bad;
}
