/* SPDX-License-Identifier: MIT */
/*
 * A supervisor that ends as it is told to, and feeds the watchdog until then.
 * Its .bss is aligned more than its small .data: the gap between the two must
 * not count against its region.
 */
#include <kcall.h>
#include <sleep.h>
#include <syscall.h>
#include <task.h>

#include <task_config.h>

static volatile uint32_t small = 1;
static volatile uint32_t wide[16] __attribute__((aligned(32)));

static void
end_as_told(uint32_t bits)
{
    static const char text[] = "told to";

    if ((bits & NOTIFY_DIE) != 0) {
        __asm__ volatile("udf #0");
    }
    if ((bits & NOTIFY_PANIC) != 0) {
        sys_panic(slice_of(text, sizeof text));
    }
    if ((bits & NOTIFY_STARVE) != 0) {
        sleep_for_ever();
    }
}

_Noreturn void
task_main(void)
{
    wide[small] = small;
    for (;;) {
        kcall_feed();
        sys_timer(sys_time().now_us + WATCHDOG_US / 2, SLEEP_BIT);
        end_as_told(wait_for_bits(NOTIFY_DIE | NOTIFY_PANIC | NOTIFY_STARVE |
                                  SLEEP_BIT));
    }
}
