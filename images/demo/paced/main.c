/* SPDX-License-Identifier: MIT */
/*
 * An honest driver of a device that sets the pace of its transfers; here the
 * device never asks for a byte, so each transfer stalls until somebody stops
 * it: the kernel at the deadline, or at the death of the client.
 */
#include "dma.h"
#include "interface/show.h"
#include "server.h"
#include "task.h"
#include "task_config.h"

static const struct dma_path path = {
    .channel = DMA_SEND,
    .bit = NOTIFY_DMA_SEND,
    .max_length = PACED_MAX,
};

static struct paced_last_reply last;
static struct paced_last_reply reply;
static uint32_t message; /* no operation has one */

static uint32_t
handle_send(const struct request *request)
{
    struct info info = sys_borrow_info(request->from, 0);
    struct dma_result result = {0};

    if (info.rc != SLUICE_RC_OK) {
        return SERVER_DONE; /* the client is gone */
    }
    if (info.length == 0 || info.length > PACED_MAX) {
        return SERVER_REFUSE(SLUICE_REASON_LEASES);
    }
    uint32_t rc =
        dma_transfer(&path, request->from, 0, 0, 0, info.length, &result);
    if (rc != SLUICE_RC_OK) {
        return SERVER_REFUSE(SLUICE_REASON_LEASES);
    }
    last = (struct paced_last_reply){result.status, result.residue,
                                     result.quality};
    return result.status;
}

static uint32_t
handle_last(const struct request *request)
{
    struct paced_last_reply *out = request->reply;

    *out = last;
    return SLUICE_RC_OK;
}

static const struct server_operation operations[] = {
    {PACED_SEND, 0, 0, 0, 1, 1, handle_send},
    {PACED_LAST, 0, 0, sizeof reply, 0, 0, handle_last},
};

static const struct server server = {
    .operations = operations,
    .count = sizeof operations / sizeof operations[0],
    .buffer = &message,
    .buffer_length = sizeof message,
    .reply = &reply,
    .reply_length = sizeof reply,
};

_Noreturn void
task_main(void)
{
    server_run(&server);
}
