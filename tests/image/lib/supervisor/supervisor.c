/* SPDX-License-Identifier: MIT */
/*
 * The supervisor of a test image: it notes that there was a fault and does
 * nothing about it. The runner restarts whom it wants.
 */
#include <syscall.h>
#include <task.h>

#include "../stage.h"

_Noreturn void
task_main(void)
{
    for (;;) {
        struct received received = sys_receive(
            SLICE_NONE, SLUICE_NOTIFY_FAULT | SLUICE_NOTIFY_RESTARTED,
            ID_KERNEL);

        STAGE->seats[SLUICE_SUPERVISOR].bits |= received.op_or_bits;
        STAGE->seats[SLUICE_SUPERVISOR].done++;
    }
}
