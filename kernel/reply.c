/* SPDX-License-Identifier: MIT */
/*
 * Replies, alone and with the next receive. A reply checks its own arguments
 * and commits, before the receive half begins.
 */
#include "compiler.h"
#include "fault.h"
#include "ipc.h"
#include "kernel.h"
#include "message.h"
#include "sched.h"
#include "umem.h"

static uint32_t
check_reply(const struct task *me, const struct task *to)
{
    const uint32_t *frame = me->context.frame;

    if (unlikely(to->lent_pins != 0)) {
        return SLUICE_USAGE_PINNED;
    }
    if (unlikely(frame[3] > to->context.frame[SEND_REPLY_LENGTH])) {
        return SLUICE_USAGE_REPLY;
    }
    return frame[3] > image.message_max ? SLUICE_USAGE_LENGTH : 0;
}

/* Effect: `to`, which waits for my reply, has its answer. Nothing can fail. */
static inline struct task *
answer(struct task *me, struct task *to, uint32_t copied)
{
    uint32_t rc = me->context.frame[1];

    link_remove(&to->link);
    to->wait = WAIT_NONE;
    to->context.frame[0] = rc;
    to->context.frame[1] = copied;
    to->context.frame[2] = me->id;
    return to;
}

/*
 * Effect: the reply half of a call, with the answer in words 0..3.
 * Returns: `to`, which has its answer and is in no ring; or NULL: the reply
 * came too late and is ignored, or somebody has faulted, perhaps me.
 */
static __attribute__((noinline)) struct task *
reply_slowly(struct task *me, struct task *to)
{
    const struct slice *message = slice_at(me, 2);
    const struct slice *room = slice_at(to, SEND_REPLY);
    uint32_t reason;

    if (to->wait != (WAIT_REPLY | me->id) || to->id != me->context.frame[0]) {
        if (!umem_allows(me, message, REGION_READ, REGION_DEVICE)) {
            fault_peer_memory(me, message->base);
        }
        return NULL;
    }
    reason = check_reply(me, to);
    if (reason != 0) {
        fault_peer_usage(me, reason);
        return NULL;
    }
    int32_t copied = umem_transfer(to, room, me, message);
    if (copied < 0) {
        ipc_blame(copied, to, room->base, me, message->base);
        return NULL;
    }
    /* commit */
    return answer(me, to, (uint32_t)copied);
}

/* The same, hot half. Load-bearing: who lends pinned memory is not near. */
static inline struct task *
reply(struct task *me, struct task *to)
{
    const struct slice *message = slice_at(me, 2);
    uint32_t length = message->length;

    if (unlikely(to->wait != (WAIT_REPLY | me->id) ||
                 to->id != me->context.frame[0] || !to->near ||
                 !is_near(me, message) ||
                 length > to->context.frame[SEND_REPLY_LENGTH] ||
                 length > image.message_max)) {
        return reply_slowly(me, to);
    }
    /* Safe: what is near two tasks is theirs, and apart */
    arch_copy((void *)(uintptr_t)to->context.frame[SEND_REPLY],
              (const void *)(uintptr_t)message->base, length);
    return answer(me, to, length);
}

struct task *
ipc_syscall_reply(struct task *me)
{
    struct task *to = task_by_index(me->context.frame[0]);

    if (unlikely(to == NULL)) {
        return fault_usage(me, SLUICE_USAGE_TASK);
    }
    if (unlikely(me->context.frame[1] > SLUICE_RC_SERVER_MAX)) {
        return fault_usage(me, SLUICE_USAGE_REASON);
    }
    if (reply(me, to) != NULL) {
        sched_ready(to);
    }
    return sched_next(me);
}

/* Effect: the receive half, when there is something to receive, or nobody to
 * hand over to, or I have faulted. */
static __attribute__((noinline)) struct task *
receive_next(struct task *me, struct task *woken)
{
    if (woken != NULL) {
        sched_ready(woken);
    }
    if (me->life != TASK_ALIVE) {
        return sched_next(me);
    }
    return ipc_receive(me, slice_at(me, 4), me->context.frame[6],
                       SLUICE_ID_NOBODY);
}

/* Effect: replies to nobody, or receives into memory that is not near. */
static __attribute__((noinline)) struct task *
reply_receive_slowly(struct task *me, struct task *to)
{
    const struct slice *buffer = slice_at(me, 4);

    if (to == NULL && me->context.frame[0] != SLUICE_ID_NOBODY) {
        return fault_usage(me, SLUICE_USAGE_TASK);
    }
    if (me->context.frame[1] > SLUICE_RC_SERVER_MAX) {
        return fault_usage(me, SLUICE_USAGE_REASON);
    }
    if (!ipc_buffer_ok(me, buffer)) {
        return fault_memory(me, buffer->base);
    }
    return receive_next(me, to != NULL ? reply_slowly(me, to) : NULL);
}

struct task *
ipc_syscall_reply_receive(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    struct task *to = task_by_index(frame[0]);
    const struct slice *buffer = slice_at(me, 4);

    if (unlikely(to == NULL || frame[1] > SLUICE_RC_SERVER_MAX ||
                 !is_near(me, buffer))) {
        return reply_receive_slowly(me, to);
    }
    struct task *woken = reply(me, to);
    if (unlikely(woken == NULL || (me->pending & frame[6]) != 0 ||
                 me->senders != 0)) {
        return receive_next(me, woken);
    }
    message_block(me, buffer, frame[6], true);
    return sched_hand_over(woken);
}

struct task *
ipc_syscall_reply_fault(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    struct task *to = task_by_index(frame[0]);
    struct fault fault = {SLUICE_FAULT_SERVER, frame[1], 0, 0, me->id};

    if (frame[1] > SLUICE_REASON_MAX) {
        return fault_usage(me, SLUICE_USAGE_REASON);
    }
    if (to == NULL) {
        return fault_usage(me, SLUICE_USAGE_TASK);
    }
    if (to->wait != (WAIT_REPLY | me->id) || to->id != frame[0]) {
        return me;
    }
    if (to->lent_pins != 0) {
        return fault_usage(me, SLUICE_USAGE_PINNED);
    }
    fault_raise(to, &fault);
    return sched_next(me);
}
