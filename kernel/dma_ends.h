/* SPDX-License-Identifier: MIT */
/* The two ends of a transfer that a task asks for: what it may name. */
#pragma once

#include <stdint.h>

#include <sluice/abi.h>

struct channel;
struct task;

/* The words of DMA_ARM after the channel. A task can pass any. */
struct dma_request {
    uint32_t lender;
    uint32_t near;
    uint32_t near_offset;
    uint32_t far;
    uint32_t far_offset;
    uint32_t length;
};

/*
 * What checks come to: 0, a response code, or a SLUICE_USAGE_* for which the
 * owner is to fault; the codes start far above those.
 */
#define DMA_CHECKED SLUICE_RC_OK
/* ... or this: the owner has faulted already. */
#define DMA_FAULTED 0xffu

/*
 * Effect: fills both ends and the slots of the channel, which nothing reads
 * while it is IDLE. A lender that has lied faults.
 * Requires: the channel is the task's and IDLE; the length is not 0.
 * Returns: DMA_CHECKED, or as above.
 */
uint32_t dma_ends_check(struct task *me, struct channel *channel,
                        const struct dma_request *request);
