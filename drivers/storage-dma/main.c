/* SPDX-License-Identifier: MIT */
/*
 * Storage: hands out bytes of a firmware image that lies in memory. It never
 * sees the bytes: the controller carries them from the image straight into the
 * client's memory. Memory that the controller can't reach is served by way of a
 * buffer of this task.
 *
 * A client that dies in the middle costs nothing: the kernel stops the
 * transfer, and the reply to it is ignored.
 */
#include <stdbool.h>

#include "dma.h"
#include "interface/storage.h"
#include "lease.h"
#include "server.h"
#include "task.h"
#include "task_config.h"

/* All that the window can hold. */
#define IMAGE_MAX (8u * 1024u * 1024u)

static const struct dma_path path = {
    .channel = DMA_READ,
    .bit = NOTIFY_DMA_READ,
    .max_length = DMA_READ_MAX,
    .bounce = buffer_bounce,
    .bounce_region = REGION_BOUNCE,
    .bounce_length = BUFFER_BOUNCE_SIZE,
    .me = TASK_INDEX,
};

static union {
    struct storage_read read;
} message;

static union {
    struct storage_info_reply info;
    struct storage_read_reply read;
} reply;

/*
 * Reads the first word beside the image. Returns: SLUICE_RC_OK and the length;
 * or a code if it says that there is no image, and 0.
 */
static uint32_t
image_length(uint32_t *length)
{
    /* Safe: the area is word aligned and mapped, to be read only */
    uint32_t word =
        *(const volatile uint32_t *)(const void *)area_firmware_info;

    *length = word <= IMAGE_MAX ? word : 0;
    if (word == 0) {
        return STORAGE_RC_ABSENT;
    }
    return word <= IMAGE_MAX || word == STORAGE_LENGTH_EMPTY
               ? SLUICE_RC_OK
               : STORAGE_RC_NO_IMAGE;
}

static uint32_t
handle_info(const struct request *request)
{
    struct storage_info_reply *out = request->reply;

    return image_length(&out->length);
}

/* Returns: the code for a move that ended so. */
static uint32_t
code_of(const struct dma_moved *moved)
{
    switch (moved->rc) {
    case SLUICE_RC_OK:
        return moved->status == SLUICE_DMA_OK ? SLUICE_RC_OK
                                              : STORAGE_RC_DEVICE;
    case SLUICE_RC_DEAD:
    case SLUICE_RC_DEFECT:
        return STORAGE_RC_LENDER;
    default:
        return STORAGE_RC_DEVICE;
    }
}

/*
 * Requires: offset and length lie in the image and length is not 0.
 */
static uint32_t
read_image(const struct request *request, uint32_t offset, uint32_t length)
{
    struct storage_read_reply *out = request->reply;
    struct dma_move move = {
        .lender = request->from,
        .lease = 0,
        .lease_offset = 0,
        .far_offset = offset,
        .length = length,
    };
    struct dma_moved moved = dma_fill(&path, &move);

    out->length = moved.bytes;
    out->transfers = moved.transfers;
    return code_of(&moved);
}

static uint32_t
handle_read(const struct request *request)
{
    const struct storage_read *in = request->message;
    uint32_t image;

    if (in->length == 0) {
        return SERVER_REFUSE(SLUICE_REASON_CONTENTS);
    }
    uint32_t code = image_length(&image);
    if (code != SLUICE_RC_OK) {
        return code;
    }
    if (in->offset >= image) {
        return SLUICE_RC_OK; /* the end: no bytes */
    }
    uint32_t left = image - in->offset;
    uint32_t length = in->length < left ? in->length : left;
    if (!lease_allows(request->from, 0, SLUICE_LEASE_WRITE, 0, length)) {
        return SERVER_REFUSE(SLUICE_REASON_LEASES);
    }
    return read_image(request, in->offset, length);
}

static const struct server_operation operations[] = {
    {STORAGE_INFO, 0, 0, sizeof reply.info, 0, 0, handle_info},
    {STORAGE_READ, sizeof message.read, sizeof message.read, sizeof reply.read,
     1, 1, handle_read},
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
