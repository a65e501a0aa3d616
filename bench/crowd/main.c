/* SPDX-License-Identifier: MIT */
/* One of many: has a deadline far away, and waits for it. */
#include <syscall.h>
#include <task.h>

#include <task_config.h>

#define HOUR UINT64_C(3600000000)

_Noreturn void
task_main(void)
{
    for (;;) {
        sys_timer(sys_time().now_us + HOUR + TASK_INDEX, 1u << 31);
        (void)sys_receive(SLICE_NONE, 1u << 31, ID_KERNEL);
    }
}
