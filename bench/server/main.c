/* SPDX-License-Identifier: MIT */
/* Answers every message with itself. */
#include "syscall.h"
#include "task.h"
#include "task_config.h"

static uint8_t buffer[1024];

void
task_main(void)
{
    struct received in =
        sys_receive(slice_of(buffer, sizeof buffer), 0, ID_NOBODY);

    for (;;) {
        in = sys_reply_receive(in.from, SLUICE_RC_OK,
                               slice_of(buffer, in.copied),
                               slice_of(buffer, sizeof buffer), 0);
    }
}
