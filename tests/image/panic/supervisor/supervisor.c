/* SPDX-License-Identifier: MIT */
/* A supervisor that faults when it is told to. */
#include <syscall.h>
#include <task.h>

#include <task_config.h>

_Noreturn void
task_main(void)
{
    for (;;) {
        (void)sys_receive(SLICE_NONE, NOTIFY_DIE, ID_KERNEL);
        __asm__ volatile("udf #0");
    }
}
