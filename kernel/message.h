/* SPDX-License-Identifier: MIT */
/*
 * What send, receive (ipc.c) and reply (reply.c) share: where a message and its
 * room lie.
 */
#pragma once

#include "compiler.h"
#include "task.h"
#include "umem.h"

/* Words of a sender's frame. */
enum {
    SEND_TO,
    SEND_OP,
    SEND_MESSAGE,
    SEND_MESSAGE_LENGTH,
    SEND_REPLY,
    SEND_REPLY_LENGTH,
    SEND_LEASES,
};

static inline const struct slice *
slice_at(const struct task *task, uint32_t word)
{
    /* Safe: struct slice is two words, and so is this part of the frame */
    return (const struct slice *)&task->context.frame[word];
}

/*
 * Returns: true if the task holds the slice and nobody else its bytes: what
 * lies in its home, and nothing at all. Ranges that are near two tasks are
 * apart.
 */
static inline bool
is_near(const struct task *task, const struct slice *slice)
{
    return likely(umem_is_home(task, slice)) || slice->length == 0;
}

/*
 * Effect: waits for anybody, or for bits.
 * Requires: `near` says whether the buffer is; it may lie in the frame itself.
 */
static inline void
message_block(struct task *me, const struct slice *buffer, uint32_t mask,
              bool near)
{
    uint32_t base = buffer->base;
    uint32_t length = buffer->length;

    me->context.frame[0] = base;
    me->context.frame[1] = length;
    me->wait = WAIT_OPEN;
    me->mask = mask;
    me->near = near;
}

/*
 * Effect: the blame that a transfer found (UMEM_*) falls on its bearer, for the
 * address `to` of the taker or `from` of the giver.
 */
void ipc_blame(int32_t result, struct task *taker, uint32_t to,
               struct task *giver, uint32_t from);
