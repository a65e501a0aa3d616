/* SPDX-License-Identifier: MIT */
/* Fills the client's lease from the pattern: mode lease, one arm a message. */
#include "syscall.h"
#include "task.h"
#include "task_config.h"

struct request {
    uint32_t length;
};

static struct request request;

/* Arm and wait in one call; a completion that is there already returns. */
static uint32_t
move(struct task_id client, uint32_t length)
{
    struct received done = sys_dma_arm_receive(
        DMA_MOVE, client, 0, 0, SLUICE_DMA_NO_FAR, 0, length, slice_of(0, 0));

    return done.rc;
}

void
task_main(void)
{
    struct slice in = slice_of(&request, sizeof request);
    struct received message = sys_receive(in, 0, ID_NOBODY);

    for (;;) {
        uint32_t rc = move(message.from, request.length);

        message = sys_reply_receive(message.from, rc, slice_of(0, 0), in, 0);
    }
}
