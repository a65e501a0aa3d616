/* SPDX-License-Identifier: MIT */
/*
 * Written from the contracts in the kernel's headers, not from its code: rings
 * are walked and counted, pins recounted from the channels, and each task's
 * place compared with what its state says.
 */
#include "kernel_check.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "kernel.h"
#include "timer_check.h"

#define TASKS_MAX 256u
#define REGIONS_MAX 256u

static char message[200];

/* What the walks found. */
static struct {
    uint8_t ready[TASKS_MAX];
    uint8_t peers[TASKS_MAX];
    uint8_t lent[TASKS_MAX];
    uint8_t own[TASKS_MAX];
    uint8_t regions[REGIONS_MAX];
    uint32_t armed;
} found;

/* Returns: the text; the first complaint of a check ends it. */
static const char *__attribute__((format(printf, 1, 2)))
wrong(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    return message;
}

static bool
is_task(const struct task *task)
{
    return task >= task_table && task < task_table + image.task_count;
}

/* Effect: counts the members; complains about links. */
static const char *
check_ring(const struct link *head, uint8_t *counts, const char *what)
{
    const struct link *before = head;

    for (struct link *at = head->next; at != head; at = at->next) {
        const struct task *task = task_of(at);

        if (!is_task(task)) {
            return wrong("%s: a member that is no task", what);
        }
        if (at->previous != before) {
            return wrong("%s: task %u: bad back link", what, task->index);
        }
        if (++counts[task->index] > 1) {
            return wrong("%s: task %u is in it twice", what, task->index);
        }
        before = at;
    }
    return head->previous == before ? NULL : wrong("%s: bad last", what);
}

static const char *
check_ready_ring(uint32_t priority)
{
    const struct link *head = &kernel.ready[priority];
    const char *bad = check_ring(head, found.ready, "ready ring");
    bool bit = (kernel.ready_map & (0x80000000u >> priority)) != 0;

    if (bad != NULL) {
        return bad;
    }
    if (bit != (head->next != head)) {
        return wrong("ready map is wrong at priority %u", priority);
    }
    for (struct link *at = head->next; at != head; at = at->next) {
        if (task_of(at)->desc->priority != priority) {
            return wrong("task %u is ready at priority %u", task_of(at)->index,
                         priority);
        }
    }
    return NULL;
}

static const char *
check_ready(void)
{
    const char *bad = NULL;

    for (uint32_t i = 0; i < PRIORITIES && bad == NULL; i++) {
        bad = check_ready_ring(i);
    }
    return bad;
}

static const char *
check_sender(const struct task *task, const struct task *peer, uint32_t bit)
{
    if (task->wait != (WAIT_SEND | peer->id)) {
        return wrong("task %u is among senders of %u but waits for %08x",
                     task->index, peer->index, task->wait);
    }
    return task->importance == bit
               ? NULL
               : wrong("senders of %u are out of order", peer->index);
}

static const char *
check_waiter(const struct task *task, const struct task *peer)
{
    if (task->wait == (WAIT_REPLY | peer->id)) {
        return peer->life == TASK_ALIVE
                   ? NULL
                   : wrong("task %u waits for a reply of %u, which is dead",
                           task->index, peer->index);
    }
    return task->wait == (WAIT_RECEIVE | peer->id)
               ? NULL
               : wrong("task %u is in the ring of %u but waits for %08x",
                       task->index, peer->index, task->wait);
}

/* The senders of one priority; an empty ring may have its bit still. */
static const char *
check_senders(const struct task *peer, uint32_t number)
{
    const struct link *ring = &peer->desc->senders[number];
    uint32_t bit = FIRST_PRIORITY >> (peer->desc->sender_first + number);
    const char *bad = check_ring(ring, found.peers, "senders");

    if (bad == NULL && ring->next != ring && (peer->senders & bit) == 0) {
        bad = wrong("senders of %u: no bit %08x", peer->index, bit);
    }
    for (struct link *at = ring->next; at != ring && bad == NULL;
         at = at->next) {
        bad = check_sender(task_of(at), peer, bit);
    }
    return bad;
}

static const char *
check_peers_of(const struct task *peer)
{
    const char *bad = check_ring(&peer->peers, found.peers, "peers");

    for (struct link *at = peer->peers.next; at != &peer->peers && bad == NULL;
         at = at->next) {
        bad = check_waiter(task_of(at), peer);
    }
    for (uint32_t i = 0; i < peer->desc->sender_rings && bad == NULL; i++) {
        bad = check_senders(peer, i);
    }
    return bad;
}

static const char *
check_peers(void)
{
    const char *bad = NULL;

    for (uint32_t i = 0; i < image.task_count && bad == NULL; i++) {
        bad = check_peers_of(&task_table[i]);
    }
    return bad;
}

/* What the state of a living task says about where it is. */
static const char *
check_place(const struct task *task)
{
    uint32_t i = task->index;
    uint32_t kind = WAIT_KIND(task->wait);
    bool closed = kind == WAIT_RECEIVE &&
                  WAIT_PEER(task->wait) != SLUICE_ID_NOBODY &&
                  WAIT_PEER(task->wait) != SLUICE_ID_KERNEL;
    bool ready = task->life == TASK_ALIVE && task->wait == WAIT_NONE &&
                 !task->parked && task != kernel.current;

    if (found.ready[i] != (ready ? 1 : 0)) {
        return wrong("task %u: ready ring %u, state says %d", i, found.ready[i],
                     ready);
    }
    if (found.peers[i] !=
        (kind == WAIT_SEND || kind == WAIT_REPLY || closed ? 1 : 0)) {
        return wrong("task %u: in %u rings of peers, wait %08x", i,
                     found.peers[i], task->wait);
    }
    return NULL;
}

static const char *
check_dead(const struct task *task)
{
    if (task->wait != WAIT_NONE || task->mask != 0 || task->parked ||
        timer_is_set(&task->timer)) {
        return wrong("task %u is dead but waits or is timed", task->index);
    }
    if (task->restart_due && (task->lent_pins | task->own_pins) == 0) {
        return wrong("task %u: nothing keeps its restart", task->index);
    }
    if (task->restart_due && task->life == TASK_RETIRED) {
        return wrong("task %u is retired and to be restarted", task->index);
    }
    return NULL;
}

/* A receiver's buffer, or a sender's room for the reply. */
static bool
near_is_true(const struct task *task)
{
    uint32_t kind = WAIT_KIND(task->wait);
    const uint32_t *words = &task->context.frame[kind == WAIT_RECEIVE ? 0 : 4];
    const struct region *home = &task->desc->regions[0];

    return kind == WAIT_NONE || words[1] == 0 ||
           (task->lent_pins == 0 && words[0] >= home->base &&
            words[1] <= home->size &&
            words[0] - home->base <= home->size - words[1]);
}

static const char *
check_alive(const struct task *task)
{
    if (task->restart_due) {
        return wrong("task %u lives and is to be restarted", task->index);
    }
    if (task->parked && (task->lent_pins == 0 || task->wait != WAIT_NONE)) {
        return wrong("task %u is parked with %u pins, wait %08x", task->index,
                     task->lent_pins, task->wait);
    }
    if (task->mask != 0 && WAIT_KIND(task->wait) != WAIT_RECEIVE) {
        return wrong("task %u has a mask and does not receive", task->index);
    }
    if ((task->mask & task->pending) != 0) {
        return wrong("task %u sleeps over a bit that it waits for",
                     task->index);
    }
    if (task->near && !near_is_true(task)) {
        return wrong("task %u: its buffer is not near", task->index);
    }
    /* A lender whose pins live may run in no way at all. */
    if (task->lent_pins != 0 && !task->parked &&
        WAIT_KIND(task->wait) != WAIT_REPLY) {
        return wrong("task %u lends pinned memory and is not held",
                     task->index);
    }
    return NULL;
}

static const char *
check_task(const struct task *task)
{
    const char *bad;

    if ((task->id & SLUICE_ID_INDEX_MASK) != task->index ||
        task->id > SLUICE_ID_MASK) {
        return wrong("task %u has id %08x", task->index, task->id);
    }
    bad = task->life == TASK_ALIVE ? check_alive(task) : check_dead(task);
    return bad != NULL ? bad : check_place(task);
}

static const char *
check_tasks(void)
{
    const char *bad = NULL;

    for (uint32_t i = 0; i < image.task_count && bad == NULL; i++) {
        bad = check_task(&task_table[i]);
    }
    return bad;
}

static const char *
check_current(void)
{
    const struct task *current = kernel.current;
    uint32_t map = kernel.ready_map;

    if (current == &kernel.idle) {
        return map == 0 ? NULL : wrong("idle runs, ready map %08x", map);
    }
    if (!is_task(current)) {
        return wrong("current is no task");
    }
    if (current->life != TASK_ALIVE || current->wait != WAIT_NONE ||
        current->parked) {
        return wrong("task %u runs but is not alive and free", current->index);
    }
    if (map != 0 && (uint32_t)__builtin_clz(map) < current->desc->priority) {
        return wrong("task %u runs, someone ready is more important",
                     current->index);
    }
    return NULL;
}

static void
count_pin(const struct pin *pin)
{
    if (pin->length == 0) {
        return;
    }
    if (pin->region < REGIONS_MAX) {
        found.regions[pin->region]++;
    }
    if (pin->lender != NULL) {
        found.lent[pin->lender->index]++;
    }
}

static const char *
check_armed(uint32_t index, const struct channel *channel)
{
    const struct task *owner = &task_table[image.channels[index].owner];
    const struct pin *ends[2] = {&channel->near, &channel->far};

    if (channel->stopping) {
        return NULL; /* for that reason */
    }
    if (owner->id != channel->owner_id || owner->life != TASK_ALIVE) {
        return wrong("channel %u is armed for an owner that is gone", index);
    }
    for (uint32_t i = 0; i < 2; i++) {
        if (ends[i]->length != 0 && ends[i]->lender != NULL &&
            ends[i]->lender->wait != (WAIT_REPLY | owner->id)) {
            return wrong("channel %u is armed, its lender does not wait",
                         index);
        }
    }
    return NULL;
}

static const char *
check_channel(uint32_t index)
{
    const struct channel *channel = &channel_table[index];
    bool live = channel->state == SLUICE_DMA_ARMED ||
                channel->state == SLUICE_DMA_DRAINING ||
                channel->state == SLUICE_DMA_RESETTING;

    if (channel->stopping && (!live || !kernel.stops_due)) {
        return wrong("channel %u: marked to be stopped, and forgotten", index);
    }
    if (channel->state > SLUICE_DMA_BROKEN) {
        return wrong("channel %u is in state %u", index, channel->state);
    }
    if (!live) {
        return timer_is_set(&channel->timer)
                   ? wrong("channel %u has a timer in state %u", index,
                           channel->state)
                   : NULL;
    }
    count_pin(&channel->near);
    count_pin(&channel->far);
    found.own[image.channels[index].owner]++;
    found.armed++;
    if (!timer_is_set(&channel->timer)) {
        return wrong("channel %u: nothing bounds state %u", index,
                     channel->state);
    }
    return channel->state == SLUICE_DMA_ARMED ? check_armed(index, channel)
                                              : NULL;
}

static const char *
check_pins(void)
{
    for (uint32_t i = 0; i < image.task_count; i++) {
        const struct task *task = &task_table[i];

        if (task->lent_pins != found.lent[i] ||
            task->own_pins != found.own[i]) {
            return wrong("task %u has %u lent and %u own pins, channels say "
                         "%u and %u",
                         i, task->lent_pins, task->own_pins, found.lent[i],
                         found.own[i]);
        }
    }
    for (uint32_t i = 0; i < image.region_count && i < REGIONS_MAX; i++) {
        if (region_pins[i] != found.regions[i]) {
            return wrong("region %u has %u pins, channels say %u", i,
                         region_pins[i], found.regions[i]);
        }
    }
    return NULL;
}

static const char *
check_channels(void)
{
    const char *bad = NULL;

    for (uint32_t i = 0; i < image.channel_count && bad == NULL; i++) {
        bad = check_channel(i);
    }
    if (bad == NULL && kernel.channels_armed != found.armed) {
        bad = wrong("%u channels are armed, the kernel counts %u", found.armed,
                    kernel.channels_armed);
    }
    return bad != NULL ? bad : check_pins();
}

const char *
kernel_check(void)
{
    static const char *(*const checks[])(void) = {
        check_ready,   check_peers,    check_tasks,
        check_current, check_channels, timer_check,
    };

    memset(&found, 0, sizeof(found));
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        const char *bad = checks[i]();

        if (bad != NULL) {
            return bad;
        }
    }
    return NULL;
}
