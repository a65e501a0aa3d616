/* SPDX-License-Identifier: MIT */
/*
 * The supervisor: starts again what has faulted. It answers to nobody and
 * sends to nobody but the kernel, so nothing can hold it up; its own fault
 * resets the system.
 *
 * A task that faults again within INTERVAL_US of its start waits for the rest
 * of it: a task that crashes at once costs a bounded share of the time.
 */
#include <stdint.h>

#include "kcall.h"
#include "sleep.h"
#include "task.h"
#include "task_config.h"

#define INTERVAL_US 1000u

/* When each task was last started; 0 if only at boot. */
static uint64_t started_us[TASK_COUNT];

/*
 * Effect: starts the task, unless it is too early for that. A task that still
 * has memory pinned is started by the kernel at the last unpin.
 * Returns: when to look again, or SLUICE_TIMER_NEVER.
 */
static uint64_t
revive(uint32_t index, uint64_t now_us)
{
    uint64_t due_us = started_us[index] + INTERVAL_US;

    if (started_us[index] != 0 && now_us < due_us) {
        return due_us;
    }
    started_us[index] = now_us;
    (void)kcall_restart(index, true);
    return SLUICE_TIMER_NEVER;
}

/* Returns: the next task from `start` on that has faulted, or 0. */
static uint32_t
next_faulted(uint32_t start)
{
    return start < TASK_COUNT ? kcall_next_faulted(start) : 0;
}

/* Effect: looks at all of them, for one bit may stand for many faults. */
static void
revive_all(void)
{
    uint64_t again_us = SLUICE_TIMER_NEVER;
    uint64_t now_us = sys_time().now_us;

    for (uint32_t i = next_faulted(1); i != 0; i = next_faulted(i + 1)) {
        uint64_t due_us = revive(i, now_us);

        again_us = due_us < again_us ? due_us : again_us;
    }
    sys_timer(again_us, SLEEP_BIT);
}

_Noreturn void
task_main(void)
{
    for (;;) {
        (void)wait_for_bits(SLUICE_NOTIFY_FAULT | SLUICE_NOTIFY_RESTARTED |
                            SLEEP_BIT);
        revive_all();
    }
}
