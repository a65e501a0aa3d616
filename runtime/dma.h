/* SPDX-License-Identifier: MIT */
/*
 * Moving bytes by DMA between a client's lease and the far end of a channel,
 * in as many transfers as it takes.
 */
#pragma once

#include <stdint.h>

#include "syscall.h"

/* What a driver knows of its channel, from task_config.h. */
struct dma_path {
    uint32_t channel;    /* DMA_* */
    uint32_t bit;        /* NOTIFY_DMA_* */
    uint32_t max_length; /* of one transfer, bytes; a multiple of 4 */
    /*
     * A buffer of mine, for memory that the controller can't reach or align
     * to; NULL if the manifest gives the channel none.
     */
    void *bounce;
    uint32_t bounce_region; /* REGION_* */
    uint32_t bounce_length; /* bytes; a multiple of 4 */
    uint32_t me;            /* my index; used with bounce only */
};

/* One end to end move. */
struct dma_move {
    struct task_id lender; /* waits on me */
    uint32_t lease;
    uint32_t lease_offset;
    uint32_t far_offset;
    uint32_t length; /* bytes, not 0 */
};

struct dma_moved {
    uint32_t rc;        /* RC_OK, RC_DEAD, RC_DEFECT, RC_BROKEN, RC_REACH */
    uint32_t status;    /* SLUICE_DMA_*, of the transfer that ended it */
    uint32_t bytes;     /* moved from the front on */
    uint32_t transfers; /* arms that it took */
};

/*
 * Effect: fills the lease from the far end, and waits. Whole words first, then
 * the odd tail, since the widest variant of a binding that fits is used; memory
 * out of the controller's reach by way of the bounce buffer. It ends early at a
 * status other than SLUICE_DMA_OK.
 * Faults: as sys_dma_arm().
 */
struct dma_moved dma_fill(const struct dma_path *path,
                          const struct dma_move *move);

/*
 * Effect: one transfer: arms (sys_dma_arm()) and waits for the channel's bit;
 * a channel that drains is waited for first.
 * Returns: the code of the arm; with RC_OK, *result tells the end.
 */
uint32_t dma_transfer(const struct dma_path *path, struct task_id lender,
                      uint32_t near, uint32_t near_offset, uint32_t far_offset,
                      uint32_t length, struct dma_result *result);
