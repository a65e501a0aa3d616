/* SPDX-License-Identifier: MIT */
/*
 * Messages. Each call is check, then commit: below a commit line nothing fails.
 *
 * A blocked sender's arguments stay in its frame until the reply; a blocked
 * receiver's buffer is in words 0 and 1 of its frame, whichever call it made.
 */
#include "ipc.h"

#include "compiler.h"
#include "fault.h"
#include "kcall.h"
#include "kernel.h"
#include "message.h"
#include "notify.h"
#include "sched.h"
#include "umem.h"

/* Requires: `id` names a task. */
static inline bool
may_send(const struct task *from, uint32_t id)
{
    uint32_t index = id & SLUICE_ID_INDEX_MASK;

    return (from->desc->may_send[index / 32] >> (index % 32) & 1u) != 0;
}

static bool
may_read(const struct task *task, const struct slice *slice)
{
    return umem_allows(task, slice, REGION_READ, REGION_DEVICE);
}

static COLD bool
may_write(const struct task *task, const struct slice *slice)
{
    return umem_allows(task, slice, REGION_WRITE, REGION_DEVICE);
}

bool
ipc_buffer_ok(const struct task *task, const struct slice *buffer)
{
    return is_near(task, buffer) || may_write(task, buffer);
}

COLD void
ipc_blame(int32_t result, struct task *taker, uint32_t to, struct task *giver,
          uint32_t from)
{
    switch (result) {
    case UMEM_SOURCE_BAD:
        fault_peer_memory(giver, from);
        break;
    case UMEM_TARGET_BAD:
        fault_peer_memory(taker, to);
        break;
    case UMEM_SOURCE_PINNED:
        fault_peer_usage(giver, SLUICE_USAGE_PINNED);
        break;
    default:
        fault_peer_usage(taker, SLUICE_USAGE_PINNED);
        break;
    }
}

/*
 * Effect: `to` has the message of `from`, of which `copied` bytes fitted, and
 * waits no more; `from` waits for the reply. Nothing can fail.
 * Requires: both are in no ring.
 */
static inline void
pass_message(struct task *to, struct task *from, uint32_t copied)
{
    uint32_t *out = to->context.frame;
    uint32_t op = from->context.frame[SEND_OP];
    uint32_t length = from->context.frame[SEND_MESSAGE_LENGTH];
    uint32_t room = from->context.frame[SEND_REPLY_LENGTH];
    uint32_t id = from->id;

    from->wait = WAIT_REPLY | to->id;
    link_insert(&to->peers, &from->link);
    to->wait = WAIT_NONE;
    to->mask = 0;
    out[0] = id;
    out[1] = op & SLUICE_OP_MASK;
    out[2] = length;
    out[3] = copied;
    out[4] = room;
    out[5] = op >> SLUICE_LEASES_SHIFT;
    out[6] = SLUICE_RC_OK;
}

/*
 * Effect: the message of `from` goes into `buffer` of `to`, one of which may
 * wait for the other in its ring. On failure whoever is to blame has faulted,
 * and the other was changed only as its waiter.
 * Returns: whether it was delivered.
 */
static bool
deliver(struct task *to, const struct slice *buffer, struct task *from)
{
    const struct slice *message = slice_at(from, SEND_MESSAGE);
    int32_t copied = umem_transfer(to, buffer, from, message);

    if (unlikely(copied < 0)) {
        ipc_blame(copied, to, buffer->base, from, message->base);
        return false;
    }
    /* commit */
    task_leave(to);
    task_leave(from);
    pass_message(to, from, (uint32_t)copied);
    return true;
}

/* Effect: the peer is dead, as far as the sender is concerned. */
static COLD struct task *
answer_dead(struct task *me, uint32_t new_id)
{
    task_tell_dead(me, false, new_id);
    return me;
}

/*
 * Requires: `to` waits for anybody's message; its buffer is near it, and the
 * message near me. Nothing can fail.
 */
static inline struct task *
send_now(struct task *me, struct task *to)
{
    const struct slice *message = slice_at(me, SEND_MESSAGE);
    const struct slice *buffer = slice_at(to, 0);
    uint32_t length = message->length;

    if (length > buffer->length) {
        length = buffer->length;
    }
    /* Safe: what is near two tasks is theirs, and apart */
    arch_copy((void *)(uintptr_t)buffer->base,
              (const void *)(uintptr_t)message->base, length);
    pass_message(to, me, length);
    return sched_hand_over(to);
}

/* A range that the task does not hold, where a usage reason is expected. */
#define BAD_RANGE 0xffffffffu

static COLD struct task *
refuse_send(struct task *me, uint32_t reason, uint32_t where)
{
    return reason == BAD_RANGE ? fault_memory(me, where)
                               : fault_usage(me, reason);
}

/* Returns: 0, or why the lease table that goes with the message is bad. */
static __attribute__((noinline)) uint32_t
check_leases(const struct task *me)
{
    const uint32_t *frame = me->context.frame;
    uint32_t count = frame[SEND_OP] >> SLUICE_LEASES_SHIFT;
    struct slice table = {frame[SEND_LEASES],
                          count * (uint32_t)sizeof(struct lease)};

    if (count > SLUICE_LEASES_MAX || table.base % 4 != 0) {
        return SLUICE_USAGE_SLICE;
    }
    return is_near(me, &table) || may_read(me, &table) ? 0 : BAD_RANGE;
}

/* Effect: waits for its turn; its message is looked at now and then. */
static COLD struct task *
send_later(struct task *me, struct task *to)
{
    const struct slice *message = slice_at(me, SEND_MESSAGE);

    if (!may_read(me, message)) {
        return fault_memory(me, message->base);
    }
    if (to->id != me->context.frame[SEND_TO] || to->life == TASK_RETIRED) {
        return answer_dead(me, to->id);
    }
    /* commit */
    task_queue(to, me);
    return sched_next(me);
}

/* Effect: sends to a task that waits for somebody else, or not at all, or from
 * or to memory that has to be looked up. */
static __attribute__((noinline)) struct task *
send_otherwise(struct task *me, struct task *to)
{
    bool receives =
        to->wait == WAIT_OPEN || to->wait == (WAIT_RECEIVE | me->id);

    if (!receives || to->id != me->context.frame[SEND_TO]) {
        return send_later(me, to);
    }
    if (deliver(to, slice_at(to, 0), me)) {
        return sched_hand_over(to);
    }
    return sched_next(me->life == TASK_ALIVE ? answer_dead(me, to->id) : me);
}

struct task *
ipc_syscall_send(struct task *me)
{
    const uint32_t *frame = me->context.frame;
    struct task *to = task_by_index(frame[SEND_TO]);

    if (unlikely(to == NULL)) {
        return frame[SEND_TO] == SLUICE_ID_KERNEL
                   ? kcall_dispatch(me)
                   : fault_usage(me, SLUICE_USAGE_TASK);
    }
    if (unlikely(!may_send(me, frame[SEND_TO]))) {
        return fault_usage(me, SLUICE_USAGE_RIGHT);
    }
    if (unlikely(frame[SEND_MESSAGE_LENGTH] > image.message_max)) {
        return fault_usage(me, SLUICE_USAGE_LENGTH);
    }
    if (frame[SEND_OP] >> SLUICE_LEASES_SHIFT != 0) {
        uint32_t reason = check_leases(me);

        if (unlikely(reason != 0)) {
            return refuse_send(me, reason, frame[SEND_LEASES]);
        }
    }
    me->near = is_near(me, slice_at(me, SEND_REPLY));
    if (unlikely(!me->near) && !may_write(me, slice_at(me, SEND_REPLY))) {
        return fault_memory(me, frame[SEND_REPLY]);
    }
    if (likely(to->wait == WAIT_OPEN && to->id == frame[SEND_TO] && to->near &&
               is_near(me, slice_at(me, SEND_MESSAGE)))) {
        return send_now(me, to);
    }
    return send_otherwise(me, to);
}

static inline struct task *
best_sender(struct task *me, uint32_t from)
{
    if (from == SLUICE_ID_NOBODY) {
        return task_first_sender(me);
    }
    struct task *peer = task_by_index(from);

    return peer != NULL && peer->wait == (WAIT_SEND | me->id) ? peer : NULL;
}

/*
 * Effect: takes the most important sender that will do. Senders with bad
 * memory fault and are passed over; a bad buffer faults me.
 * Returns: whether the receive is over (delivered, or peer or me faulted).
 */
static bool
take_sender(struct task *me, const struct slice *buffer, uint32_t from)
{
    struct task *sender;

    while ((sender = best_sender(me, from)) != NULL) {
        if (likely(deliver(me, buffer, sender)) || me->life != TASK_ALIVE) {
            return true;
        }
        if (from != SLUICE_ID_NOBODY) {
            task_tell_dead(me, true, sender->id);
            return true;
        }
    }
    return false;
}

/* Effect: waits for this peer alone, if it is one, or for bits. */
static void
block_closed(struct task *me, uint32_t from)
{
    struct task *peer = task_by_index(from);

    me->wait = WAIT_RECEIVE | from;
    if (peer != NULL) {
        link_insert(&peer->peers, &me->link);
    }
}

struct task *
ipc_receive(struct task *me, const struct slice *buffer, uint32_t mask,
            uint32_t from)
{
    if (notify_take(me, mask)) {
        return me;
    }
    if (take_sender(me, buffer, from)) {
        return sched_next(me);
    }
    /* Again: a sender that faulted may have posted to me, the supervisor */
    if (!notify_take(me, mask)) {
        message_block(me, buffer, mask, is_near(me, buffer));
        if (from != SLUICE_ID_NOBODY) {
            block_closed(me, from);
        }
    }
    return sched_next(me);
}

/* A closed receive names a declared peer that may send to me. */
static uint32_t
check_from(const struct task *me, uint32_t from)
{
    const struct task *peer = task_by_index(from);

    if (from == SLUICE_ID_NOBODY || from == SLUICE_ID_KERNEL) {
        return 0;
    }
    if (peer == NULL) {
        return SLUICE_USAGE_TASK;
    }
    return may_send(peer, me->id) ? 0 : SLUICE_USAGE_RIGHT;
}

struct task *
ipc_syscall_receive(struct task *me)
{
    uint32_t *frame = me->context.frame;
    struct slice buffer = *slice_at(me, 0);
    uint32_t from = frame[3];
    uint32_t reason = check_from(me, from);
    const struct task *peer = task_by_index(from);

    if (unlikely(reason != 0)) {
        return fault_usage(me, reason);
    }
    if (unlikely(!ipc_buffer_ok(me, &buffer))) {
        return fault_memory(me, buffer.base);
    }
    if (unlikely(peer != NULL &&
                 (peer->id != from || peer->life == TASK_RETIRED) &&
                 (me->pending & frame[2]) == 0)) {
        task_tell_dead(me, true, peer->id);
        return me;
    }
    return ipc_receive(me, &buffer, frame[2], from);
}
