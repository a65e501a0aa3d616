/* SPDX-License-Identifier: MIT */
/* Is there: waits for a message or for a deadline that is far away. */
#include "syscall.h"
#include "task.h"
#include "task_config.h"

void
task_main(void)
{
    sys_timer(7200u * 1000000ull, NOTIFY_ALARM);
    for (;;) {
        (void)sys_receive(slice_of(0, 0), NOTIFY_ALARM, ID_NOBODY);
    }
}
