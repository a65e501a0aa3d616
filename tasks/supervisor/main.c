/* SPDX-License-Identifier: MIT */
/*
 * The supervisor: starts again what has faulted. It answers to nobody and
 * sends to nobody but the kernel, so nothing can hold it up; its own fault
 * resets the system. If the image has a watchdog, it feeds that too.
 *
 * A task that faults again within its interval of its start waits for the rest
 * of it: a task that crashes at once costs a bounded share of the time. After
 * some such restarts in a row the interval doubles with each, up to
 * INTERVAL_MAX_US; a task that has then run for CALM_US begins anew. A manifest
 * may say how many: config: { quick-restarts: 30 }.
 */
#include <stdbool.h>
#include <stdint.h>

#include "kcall.h"
#include "sleep.h"
#include "task.h"
#include "task_config.h"

#define INTERVAL_US 1000u
#define INTERVAL_MAX_US 1000000u
#define CALM_US 1000000u

#ifdef CONFIG_QUICK_RESTARTS
#define QUICK_RESTARTS CONFIG_QUICK_RESTARTS
#else
#define QUICK_RESTARTS 10u
#endif

struct record {
    uint64_t started_us;  /* at its last restart; 0 if only at boot */
    uint32_t interval_us; /* from then to the next, at least */
    uint32_t quick;       /* restarts without calm between them */
};

static struct record records[TASK_COUNT];

/* Effect: counts a restart, and sets how long the next one has to wait. */
static void
note_restart(struct record *record, uint64_t now_us)
{
    bool calm = record->started_us == 0 ||
                now_us - record->started_us > record->interval_us + CALM_US;

    record->quick = calm ? 1 : record->quick + 1;
    if (record->quick <= QUICK_RESTARTS) {
        record->interval_us = INTERVAL_US;
    } else {
        record->quick = QUICK_RESTARTS + 1; /* no need to count on */
        record->interval_us = record->interval_us < INTERVAL_MAX_US / 2
                                  ? record->interval_us * 2
                                  : INTERVAL_MAX_US;
    }
    record->started_us = now_us;
}

/*
 * Effect: starts the task, unless it is too early for that. A task that still
 * has memory pinned is started by the kernel at the last unpin.
 * Returns: when to look again, or SLUICE_TIMER_NEVER.
 */
static uint64_t
revive(uint32_t index, uint64_t now_us)
{
    struct record *record = &records[index];
    uint64_t due_us = record->started_us + record->interval_us;

    if (record->started_us != 0 && now_us < due_us) {
        return due_us;
    }
    note_restart(record, now_us);
    (void)kcall_restart(index, true);
    return SLUICE_TIMER_NEVER;
}

/* Returns: the next task from `start` on that has faulted, or 0. */
static uint32_t
next_faulted(uint32_t start)
{
    return start < TASK_COUNT ? kcall_next_faulted(start) : 0;
}

/*
 * Effect: looks at all of them, for one bit may stand for many faults.
 * Returns: when to look again, or SLUICE_TIMER_NEVER.
 */
static uint64_t
revive_all(void)
{
    uint64_t again_us = SLUICE_TIMER_NEVER;
    uint64_t now_us = sys_time().now_us;

    for (uint32_t i = next_faulted(1); i != 0; i = next_faulted(i + 1)) {
        uint64_t due_us = revive(i, now_us);

        again_us = due_us < again_us ? due_us : again_us;
    }
    return again_us;
}

/* Returns: when it has to be fed again, or SLUICE_TIMER_NEVER. */
static uint64_t
feed_watchdog(void)
{
    if (WATCHDOG_US == 0) {
        return SLUICE_TIMER_NEVER;
    }
    kcall_feed();
    return sys_time().now_us + WATCHDOG_US / 2;
}

_Noreturn void
task_main(void)
{
    for (;;) {
        uint64_t look_us = revive_all();
        uint64_t feed_us = feed_watchdog();

        sys_timer(look_us < feed_us ? look_us : feed_us, SLEEP_BIT);
        (void)wait_for_bits(SLUICE_NOTIFY_FAULT | SLUICE_NOTIFY_RESTARTED |
                            SLEEP_BIT);
    }
}
