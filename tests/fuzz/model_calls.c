/* SPDX-License-Identifier: MIT */
/* The model: messages, leases, notifications, time, interrupts (docs/spec:
 * ipc, leases, interrupts, time, refusals). */
#include "model.h"

#include <string.h>

#include "expect.h"

#define COUNTS_MAX (UINT64_MAX / COUNTS_PER_US)

static bool
may_send(const struct m_task *from, const struct m_task *to)
{
    return (*image.tasks[m_index(from)].may_send >> m_index(to) & 1u) != 0;
}

static bool
waits_for_my_reply(const struct m_task *me, const struct m_task *task)
{
    return task->state == SLUICE_STATE_REPLY && task->peer == me->id;
}

static bool
is_over(const struct m_task *task, uint32_t id)
{
    return task->id != id || task->state == SLUICE_STATE_RETIRED;
}

static bool
overlap(uint32_t a, uint32_t b, uint32_t length)
{
    return length != 0 && (a < b ? b - a : a - b) < length;
}

/* Returns: false if it was not delivered. */
static bool
deliver(struct m_task *to, struct m_task *from)
{
    const uint32_t *in = from->frame;
    uint32_t length = in[3] < to->buffer.length ? in[3] : to->buffer.length;

    from->state = SLUICE_STATE_SENDING;
    from->peer = to->id;
    if (overlap(in[2], to->buffer.base, length)) {
        MEMORY(to);
        return false;
    }
    m_copy(to->buffer.base, m_peek(in[2]), length);
    const uint32_t results[7] = {from->id, in[1] & 0xffffu, in[3],       length,
                                 in[5],    in[1] >> 16,     SLUICE_RC_OK};
    for (uint32_t i = 0; i < 7; i++) {
        m_result(to, i, results[i]);
    }
    from->state = SLUICE_STATE_REPLY;
    from->shows = 0;
    m_wake(to);
    return true;
}

static void
answer_dead(struct m_task *me, const struct m_task *to)
{
    m_result(me, 0, SLUICE_RC_DEAD);
    m_result(me, 1, 0);
    m_result(me, 2, to->id);
}

static void
call_send(struct m_task *me)
{
    const uint32_t *f = me->frame;
    struct m_task *to = m_find(f[0]);
    uint32_t leases = f[1] >> 16;

    if (f[0] == SLUICE_ID_KERNEL) {
        m_kernel_call(me);
    } else if (to == NULL) {
        USAGE(me, SLUICE_USAGE_TASK);
    } else if (!may_send(me, to)) {
        USAGE(me, SLUICE_USAGE_RIGHT);
    } else if (f[3] > MESSAGE_MAX) {
        USAGE(me, SLUICE_USAGE_LENGTH);
    } else if (leases > 255 || (leases != 0 && f[6] % 4 != 0)) {
        USAGE(me, SLUICE_USAGE_SLICE);
    } else if (!m_holds(me, f[2], f[3], REGION_READ, REGION_DEVICE) ||
               !m_holds(me, f[4], f[5], REGION_WRITE, REGION_DEVICE) ||
               !m_holds(me, f[6], 12 * leases, REGION_READ, REGION_DEVICE)) {
        MEMORY(me);
    } else if (is_over(to, f[0])) {
        answer_dead(me, to);
    } else if (to->state == SLUICE_STATE_RECEIVING &&
               (to->peer == NOBODY || to->peer == me->id)) {
        (void)deliver(to, me);
    } else {
        me->state = SLUICE_STATE_SENDING;
        me->peer = to->id;
        me->sent = m_entry;
        me->shows = 0;
    }
}

static struct m_task *
best_sender(const struct m_task *me, uint32_t from)
{
    struct m_task *best = NULL;

    for (uint32_t i = 0; i < TASKS; i++) {
        struct m_task *task = &m_tasks[i];

        if (task->state != SLUICE_STATE_SENDING || task->peer != me->id ||
            (from != NOBODY && task->id != from)) {
            continue;
        }
        if (best == NULL ||
            image.tasks[i].priority < image.tasks[m_index(best)].priority ||
            (image.tasks[i].priority == image.tasks[m_index(best)].priority &&
             task->sent < best->sent)) {
            best = task;
        }
    }
    return best;
}

void
m_receive(struct m_task *me, uint32_t mask, uint32_t from)
{
    struct m_task *sender = best_sender(me, from);

    me->state = SLUICE_STATE_RECEIVING;
    me->peer = from;
    me->mask = mask;
    m_post(me, 0); /* pending bits first */
    if (me->state == SLUICE_STATE_RECEIVING && sender != NULL) {
        (void)deliver(me, sender);
    } else if (me->state == SLUICE_STATE_RECEIVING) {
        me->shows = 0;
    }
}

static void
call_receive(struct m_task *me)
{
    const uint32_t *f = me->frame;
    const struct m_task *peer = m_find(f[3]);
    bool closed = f[3] != NOBODY && f[3] != SLUICE_ID_KERNEL;

    me->buffer = (struct slice){f[0], f[1]};
    if (closed && peer == NULL) {
        USAGE(me, SLUICE_USAGE_TASK);
    } else if (closed && !may_send(peer, me)) {
        USAGE(me, SLUICE_USAGE_RIGHT);
    } else if (!m_holds(me, f[0], f[1], REGION_WRITE, REGION_DEVICE)) {
        MEMORY(me);
    } else if (closed && is_over(peer, f[3]) && (me->pending & f[2]) == 0) {
        for (uint32_t i = 0; i < 6; i++) {
            m_result(me, i, 0);
        }
        m_result(me, 0, peer->id);
        m_result(me, 6, SLUICE_RC_DEAD);
    } else {
        m_receive(me, f[2], f[3]);
    }
}

/* The reply half: `to` or NULL. Returns: false if I have faulted. */
static bool
reply(struct m_task *me, struct m_task *to)
{
    const uint32_t *f = me->frame;

    if (f[1] > SLUICE_RC_SERVER_MAX) {
        USAGE(me, SLUICE_USAGE_REASON);
        return false;
    }
    if (to == NULL || to->id != f[0] || !waits_for_my_reply(me, to)) {
        if (to == NULL || m_holds(me, f[2], f[3], REGION_READ, REGION_DEVICE)) {
            return true;
        }
        MEMORY(me);
        return false;
    }
    if (to->lent != 0 || f[3] > to->frame[5] || f[3] > MESSAGE_MAX) {
        USAGE(me, to->lent != 0         ? SLUICE_USAGE_PINNED
                  : f[3] > to->frame[5] ? SLUICE_USAGE_REPLY
                                        : SLUICE_USAGE_LENGTH);
    } else if (!m_holds(me, f[2], f[3], REGION_READ, REGION_DEVICE)) {
        MEMORY(me);
    } else if (overlap(f[2], to->frame[4], f[3])) {
        MEMORY(to);
    } else {
        m_copy(to->frame[4], m_peek(f[2]), f[3]);
        m_result(to, 0, f[1]);
        m_result(to, 1, f[3]);
        m_result(to, 2, me->id);
        m_wake(to);
    }
    return m_alive(me);
}

static void
call_reply(struct m_task *me)
{
    struct m_task *to = m_find(me->frame[0]);

    if (to == NULL) {
        USAGE(me, SLUICE_USAGE_TASK);
    } else {
        (void)reply(me, to);
    }
}

static void
call_reply_receive(struct m_task *me)
{
    const uint32_t *f = me->frame;
    struct m_task *to = m_find(f[0]);
    struct slice buffer = {f[4], f[5]};

    if (to == NULL && f[0] != NOBODY) {
        USAGE(me, SLUICE_USAGE_TASK);
    } else if (f[1] > SLUICE_RC_SERVER_MAX) {
        USAGE(me, SLUICE_USAGE_REASON);
    } else if (!m_holds(me, f[4], f[5], REGION_WRITE, REGION_DEVICE)) {
        MEMORY(me);
    } else if (reply(me, to)) {
        me->buffer = buffer;
        m_receive(me, f[6], NOBODY);
    }
}

static void
call_reply_fault(struct m_task *me)
{
    const uint32_t *f = me->frame;
    struct m_task *to = m_find(f[0]);

    if (f[1] > SLUICE_REASON_MAX) {
        USAGE(me, SLUICE_USAGE_REASON);
    } else if (to == NULL) {
        USAGE(me, SLUICE_USAGE_TASK);
    } else if (to->id == f[0] && waits_for_my_reply(me, to)) {
        if (to->lent != 0) {
            USAGE(me, SLUICE_USAGE_PINNED);
        } else {
            m_fault(to, SLUICE_FAULT_SERVER, f[1], me->id);
        }
    }
}

/* Leases. */

uint32_t
m_lease(struct m_task *me, uint32_t id, uint32_t index, uint32_t offset,
        struct lease *found)
{
    struct m_task *lender = m_find(id);
    uint32_t at;

    if (lender == NULL) {
        USAGE(me, SLUICE_USAGE_TASK);
        return M_FAULTED;
    }
    if (lender->id != id || !waits_for_my_reply(me, lender)) {
        return lender->id != id ? SLUICE_RC_DEAD : SLUICE_RC_DEFECT;
    }
    if (index >= lender->frame[1] >> 16) {
        USAGE(me, SLUICE_USAGE_LEASE);
        return M_FAULTED;
    }
    at = lender->frame[6] + 12 * index;
    if (!m_holds(lender, at, 12, REGION_READ,
                 REGION_DEVICE | REGION_DMA | REGION_SHARED)) {
        MEMORY(lender);
        return SLUICE_RC_DEFECT;
    }
    memcpy(found, m_peek(at), sizeof(*found));
    if (found->attributes > SLUICE_LEASE_ALL) {
        USAGE(lender, SLUICE_USAGE_ATTRIBUTE);
        return SLUICE_RC_DEFECT;
    }
    if ((uint64_t)found->base + found->length > UINT32_MAX) {
        USAGE(lender, SLUICE_USAGE_SLICE);
        return SLUICE_RC_DEFECT;
    }
    if (offset > found->length) {
        USAGE(me, SLUICE_USAGE_OFFSET);
        return M_FAULTED;
    }
    found->base += offset;
    found->length -= offset;
    return SLUICE_RC_OK;
}

/* One piece, at words 2..5 of the frame. Returns: true if there is more. */
static bool
borrow_piece(struct m_task *me, bool write, uint32_t *f)
{
    struct m_task *lender = m_find(f[0]);
    uint32_t right = write ? SLUICE_LEASE_WRITE : SLUICE_LEASE_READ;
    struct lease lease = {0, 0, 0};
    uint32_t rc = m_lease(me, f[0], f[1], f[2], &lease);
    uint32_t length = lease.length < f[4] ? lease.length : f[4];
    bool more = length > 1024;

    length = more ? 1024 : length;
    if (rc == SLUICE_RC_OK && (lease.attributes & (right | 4u)) != right) {
        rc = SLUICE_RC_DEFECT;
    } else if (rc == SLUICE_RC_OK &&
               !m_holds(lender, lease.base, length,
                        write ? REGION_WRITE : REGION_READ, REGION_DEVICE)) {
        MEMORY(lender);
        rc = SLUICE_RC_DEFECT;
    } else if (rc == SLUICE_RC_OK && overlap(lease.base, f[3], length)) {
        MEMORY(me); /* it chose its own range */
        rc = M_FAULTED;
    } else if (rc == SLUICE_RC_OK &&
               (m_is_lent_out(lender, lease.base, length) ||
                m_is_lent_out(me, f[3], length))) {
        USAGE(me, SLUICE_USAGE_PINNED);
        rc = M_FAULTED;
    }
    if (rc == M_FAULTED) {
        return false;
    }
    if (rc == SLUICE_RC_OK) {
        m_copy(write ? lease.base : f[3], m_peek(write ? f[3] : lease.base),
               length);
        f[2] += length;
        f[3] += length;
        f[4] -= length;
        f[5] += length;
    }
    me->shows = more && rc == SLUICE_RC_OK ? ALL_WORDS : 3u;
    if (!more || rc != SLUICE_RC_OK) {
        f[0] = rc;
        f[1] = f[5];
    }
    return more && rc == SLUICE_RC_OK;
}

static void
call_borrow(struct m_task *me, bool write)
{
    uint32_t *f = me->frame;
    const struct context *context = &sim_task(m_index(me))->context;

    if (!m_holds(me, f[3], f[4], write ? REGION_READ : REGION_WRITE,
                 REGION_DEVICE)) {
        MEMORY(me);
        return;
    }
    while (borrow_piece(me, write, f)) {
        /* Where it is cut is the hardware's: an interrupt waits */
        if ((context->link & HOST_LINK_REPEAT) != 0 &&
            context->frame[5] == f[5]) {
            return;
        }
    }
}

static void
call_info(struct m_task *me)
{
    struct lease lease = {0, 0, 0};
    uint32_t rc = m_lease(me, me->frame[0], me->frame[1], 0, &lease);

    if (rc != M_FAULTED) {
        m_result(me, 0, rc);
        m_result(me, 1, rc == SLUICE_RC_OK ? lease.attributes : 0);
        m_result(me, 2, rc == SLUICE_RC_OK ? lease.length : 0);
    }
}

/* The rest. */

static void
call_post(struct m_task *me)
{
    const struct task_desc *desc = &image.tasks[m_index(me)];
    struct m_task *to = m_find(me->frame[0]);
    uint32_t bits = me->frame[1];

    if (to == NULL) {
        USAGE(me, SLUICE_USAGE_TASK);
        return;
    }
    if (desc->posts == NULL || desc->posts[0].index != m_index(to) ||
        (bits & ~desc->posts[0].bits) != 0) {
        USAGE(me, SLUICE_USAGE_RIGHT);
        return;
    }
    bool over = is_over(to, me->frame[0]);
    m_result(me, 0, over ? SLUICE_RC_DEAD : SLUICE_RC_OK);
    m_result(me, 1, to->id);
    if (!over) {
        m_post(to, bits);
    }
}

static void
call_timer(struct m_task *me)
{
    uint64_t us = (uint64_t)me->frame[1] << 32 | me->frame[0];
    uint64_t at = us > COUNTS_MAX ? UINT64_MAX : us * COUNTS_PER_US;

    me->timer_bits = me->frame[2];
    me->deadline = at;
    if (at <= m_clock) {
        me->deadline = UINT64_MAX;
        m_post(me, me->timer_bits);
    }
}

static void
call_time(struct m_task *me)
{
    uint64_t now = m_clock / COUNTS_PER_US;
    uint64_t at =
        me->deadline == UINT64_MAX ? UINT64_MAX : me->deadline / COUNTS_PER_US;

    m_result(me, 0, (uint32_t)now);
    m_result(me, 1, (uint32_t)(now >> 32));
    m_result(me, 2, (uint32_t)at);
    m_result(me, 3, (uint32_t)(at >> 32));
    me->shows = 0x4f; /* CPU time is not modelled */
}

static void
call_irq(struct m_task *me, bool status)
{
    uint32_t bits = m_index(me) == SUPERVISOR ? SUPERVISOR_POKE
                    : m_index(me) == DRIVER   ? DRIVER_IRQ
                                              : 0;
    const struct host_line *line =
        &host.lines[m_index(me) == DRIVER ? LINE_DRIVER : LINE_POKE];

    if (me->frame[0] != bits || bits == 0 ||
        (!status && me->frame[1] > SLUICE_IRQ_ALL)) {
        USAGE(me, SLUICE_USAGE_IRQ);
    } else if (status) {
        m_result(me, 0,
                 (line->enabled ? SLUICE_IRQ_IS_ENABLED : 0) |
                     (line->pending ? SLUICE_IRQ_IS_PENDING : 0) |
                     ((me->pending & bits) != 0 ? SLUICE_IRQ_IS_POSTED : 0));
    } else {
        m_line_control(me, me->frame[1]);
    }
}

static void
call_refresh(struct m_task *me)
{
    const struct m_task *task = m_find(me->frame[0]);

    if (task == NULL) {
        USAGE(me, SLUICE_USAGE_TASK);
    } else {
        m_result(me, 0, task->id);
    }
}

void
m_call(struct m_task *me)
{
    static void (*const calls[])(struct m_task *) = {
        [SLUICE_SYS_SEND] = call_send,
        [SLUICE_SYS_RECEIVE] = call_receive,
        [SLUICE_SYS_REPLY] = call_reply,
        [SLUICE_SYS_REPLY_RECEIVE] = call_reply_receive,
        [SLUICE_SYS_REPLY_FAULT] = call_reply_fault,
        [SLUICE_SYS_BORROW_INFO] = call_info,
        [SLUICE_SYS_POST] = call_post,
        [SLUICE_SYS_REFRESH] = call_refresh,
        [SLUICE_SYS_TIMER] = call_timer,
        [SLUICE_SYS_TIME] = call_time,
    };
    uint32_t number = me->frame[7];

    if (number >= SLUICE_SYS_COUNT) {
        USAGE(me, SLUICE_USAGE_SYSCALL);
    } else if (number == SLUICE_SYS_BORROW_READ ||
               number == SLUICE_SYS_BORROW_WRITE) {
        call_borrow(me, number == SLUICE_SYS_BORROW_WRITE);
    } else if (number == SLUICE_SYS_IRQ || number == SLUICE_SYS_IRQ_STATUS) {
        call_irq(me, number == SLUICE_SYS_IRQ_STATUS);
    } else if (number == SLUICE_SYS_PANIC) {
        m_fault(me, SLUICE_FAULT_PANIC, me->frame[1], NOBODY);
    } else if (number >= SLUICE_SYS_DMA_ARM) {
        m_dma_call(me, number);
    } else {
        calls[number](me);
    }
}
