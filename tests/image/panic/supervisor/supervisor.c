/* SPDX-License-Identifier: MIT */
/*
 * A supervisor that faults when it is told to. Its .bss is aligned more than
 * its small .data: the gap between the two must not count against its region.
 */
#include <syscall.h>
#include <task.h>

#include <task_config.h>

static volatile uint32_t small = 1;
static volatile uint32_t wide[16] __attribute__((aligned(32)));

_Noreturn void
task_main(void)
{
    wide[small] = small;
    for (;;) {
        (void)sys_receive(SLICE_NONE, NOTIFY_DIE, ID_KERNEL);
        __asm__ volatile("udf #0");
    }
}
