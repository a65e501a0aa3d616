/* SPDX-License-Identifier: MIT */
/* The model: who runs, what an entry is, and the comparison. */
#include "model.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "panic.h"

uint64_t m_clock;
uint32_t m_strays;
uint32_t m_blackout;

static uint32_t running;
static uint32_t call[8]; /* for messages */
static enum sim_entry_kind kind;
static bool unordered; /* deadlines of this tick */
static const uint32_t lines[2] = {LINE_POKE, LINE_DRIVER};

static bool
goes_before(uint32_t a, uint32_t b)
{
    uint8_t first = image.tasks[a].priority;
    uint8_t second = image.tasks[b].priority;

    return first != second ? first < second
                           : m_tasks[a].order < m_tasks[b].order;
}

/* The most important that can run; equals that became ready in the same entry
 * have no order, so there the kernel's choice is as good as any. */
static void
schedule(void)
{
    uint32_t before = running;
    bool stays =
        before != M_IDLE && m_tasks[before].state == SLUICE_STATE_READY;
    uint32_t theirs = sim_running();

    running = stays ? before : M_IDLE;
    for (uint32_t i = 0; i < TASKS; i++) {
        if (m_tasks[i].state != SLUICE_STATE_READY) {
            continue;
        }
        if (running == M_IDLE ||
            (running == before && stays
                 ? image.tasks[i].priority < image.tasks[before].priority
                 : goes_before(i, running))) {
            running = i;
        }
    }
    if (running == M_IDLE) {
        return;
    }
    if (stays && running != before) {
        m_tasks[before].order = -m_entry;
    }
    if (theirs < TASKS && !(stays && running == before) &&
        m_tasks[theirs].state == SLUICE_STATE_READY &&
        !goes_before(running, theirs)) {
        running = theirs;
    }
}

/* The comparison. */

static uint32_t
kernel_state(const struct task *task)
{
    static const uint32_t waits[] = {SLUICE_STATE_READY, SLUICE_STATE_SENDING,
                                     SLUICE_STATE_REPLY,
                                     SLUICE_STATE_RECEIVING};
    static const uint32_t dead[] = {
        [TASK_STOPPED] = SLUICE_STATE_STOPPED,
        [TASK_FAULTED] = SLUICE_STATE_FAULTED,
        [TASK_RETIRED] = SLUICE_STATE_RETIRED,
    };

    if (task->life != TASK_ALIVE) {
        return dead[task->life];
    }
    return task->parked ? SLUICE_STATE_PARKED : waits[task->wait >> 30];
}

/* Effect: what the entry was, before a difference is told. */
static void
tell_entry(void)
{
    static const char *const kinds[] = {"call",  "interrupt", "tick",
                                        "fault", "restart",   "audit"};

    fprintf(stderr, "model: entry %u was a %s; the latest call: number %u,",
            sim.entries, kinds[kind], call[7]);
    for (uint32_t i = 0; i < 7; i++) {
        fprintf(stderr, " %08x", call[i]);
    }
    fputc('\n', stderr);
}

#define SAME(what, model, kernel)                                              \
    if ((uint64_t)(model) != (uint64_t)(kernel)) {                             \
        tell_entry();                                                          \
        EXPECT_BROKEN("model: entry %u, task %u: %s: model %llx, kernel %llx", \
                      sim.entries, i, what, (unsigned long long)(model),       \
                      (unsigned long long)(kernel));                           \
    }

static void
compare_fault(uint32_t i)
{
    const struct fault *mine = &m_tasks[i].fault;
    const struct fault theirs = task_fault(sim_task(i));

    SAME("kind of fault", mine->kind, theirs.kind);
    SAME("detail of the fault", mine->detail, theirs.detail);
    SAME("by whom", mine->by, theirs.by);
}

static void
compare_frame(uint32_t i)
{
    for (uint32_t word = 0; word < 7; word++) {
        if ((m_tasks[i].shows >> word & 1u) != 0) {
            SAME(((const char *[]){"word 0", "word 1", "word 2", "word 3",
                                   "word 4", "word 5", "word 6"})[word],
                 m_tasks[i].frame[word], sim_result(i, word));
        }
    }
}

/* But for the stack: a begin writes a frame there. */
static void
compare_home(uint32_t i)
{
    const uint8_t *mine = &m_homes[i][STACK_SIZE];
    const uint8_t *theirs = sim_memory(DATA(i));
    uint32_t at = 0;

    if (memcmp(mine, theirs, HOME_SIZE - STACK_SIZE) == 0) {
        return;
    }
    while (mine[at] == theirs[at]) {
        at++;
    }
    tell_entry();
    EXPECT_BROKEN("model: task %u: memory at %08x: model %02x, kernel %02x", i,
                  DATA(i) + at, mine[at], theirs[at]);
}

static void
compare_task(uint32_t i)
{
    const struct m_task *mine = &m_tasks[i];
    const struct task *theirs = sim_task(i);

    SAME("state", mine->state, kernel_state(theirs));
    SAME("id", mine->id, theirs->id);
    SAME("restarts", mine->restarts, task_lives_over(theirs));
    SAME("peer", mine->peer,
         theirs->wait == 0 ? NOBODY : WAIT_PEER(theirs->wait));
    SAME("mask", mine->mask, theirs->mask);
    if (mine->state != SLUICE_STATE_RETIRED) {
        SAME("pending", mine->pending, theirs->pending);
    }
    SAME("lent pins", mine->lent, theirs->lent_pins);
    SAME("own pins", mine->own, theirs->own_pins);
    SAME("restart due", mine->due, theirs->restart_due);
    SAME("deadline", mine->deadline,
         timer_is_set(&theirs->timer) ? theirs->timer.deadline : UINT64_MAX);
    compare_fault(i);
    if (mine->state == SLUICE_STATE_READY ||
        mine->state == SLUICE_STATE_PARKED) {
        compare_frame(i);
    }
    compare_home(i);
}

static void
compare(void)
{
    uint32_t theirs = sim_running() == NO_TASK ? M_IDLE : sim_running();
    uint32_t i = theirs;

    for (i = 0; i < TASKS; i++) {
        compare_task(i);
    }
    for (i = 0; i < CHANNELS; i++) {
        SAME("state of the channel", m_channels[i].state,
             channel_table[i].state);
        SAME("arms of the channel", m_channels[i].arm, channel_table[i].arm);
        m_channels[i].deadline = channel_table[i].timer.deadline;
    }
    for (i = 0; i < 2; i++) {
        SAME("line", m_enabled[i], host.lines[lines[i]].enabled);
    }
    SAME("who runs", running, theirs);
}

/* Entries. */

static void
model_irq(uint32_t line)
{
    uint8_t route = image.line_routes[line];

    for (uint32_t i = 0; i < 2; i++) {
        if (lines[i] == line) {
            m_enabled[i] = false;
            m_post(&m_tasks[i == 0 ? SUPERVISOR : DRIVER],
                   i == 0 ? SUPERVISOR_POKE : DRIVER_IRQ);
            return;
        }
    }
    m_strays += route == NO_ROUTE;
    for (uint32_t i = 0;
         route != NO_ROUTE && i < image.routes[route].channel_count; i++) {
        uint32_t channel = image.routes[route].channels[i];

        if (m_live(&m_channels[channel])) {
            m_channel_event(channel, true);
        }
    }
}

/* Deadlines this near have no order that the specification tells. */
#define GRANULE 64u

static uint64_t *
deadline_of(uint32_t i)
{
    if (i < TASKS) {
        return &m_tasks[i].deadline;
    }
    return m_live(&m_channels[i - TASKS]) ? &m_channels[i - TASKS].deadline
                                          : NULL;
}

/* Returns: whose deadline is the nearest that is due, or -1. */
static int
nearest_due(uint64_t now, uint64_t *deadline)
{
    int best = -1;

    *deadline = now;
    for (uint32_t i = 0; i < TASKS + CHANNELS; i++) {
        const uint64_t *its = deadline_of(i);

        if (its != NULL && *its <= *deadline &&
            (best < 0 || *its < *deadline)) {
            *deadline = *its;
            best = (int)i;
        }
    }
    return best;
}

static void
model_tick(void)
{
    uint64_t before = 0, deadline;
    int due;

    while ((due = nearest_due(host.last_tick, &deadline)) >= 0) {
        unordered |= before != 0 && deadline / GRANULE == before / GRANULE;
        before = deadline;
        if (due >= (int)TASKS) {
            m_channels[due - (int)TASKS].deadline = UINT64_MAX;
            m_channel_event((uint32_t)due - TASKS, false);
        } else {
            m_tasks[due].deadline = UINT64_MAX;
            m_post(&m_tasks[due], m_tasks[due].timer_bits);
        }
    }
}

/*
 * Two deadlines in one granule may have posted to a task in either order: which
 * bits it has received and which are pending is the kernel's choice.
 */
static void
adopt_bits(void)
{
    for (uint32_t i = 0; i < TASKS && unordered; i++) {
        uint32_t *got = &m_tasks[i].frame[1];
        uint32_t theirs = sim_result(i, 1);
        bool ready = m_tasks[i].state == SLUICE_STATE_READY &&
                     m_tasks[i].frame[0] == SLUICE_ID_KERNEL &&
                     m_tasks[i].order == m_entry;

        if (ready &&
            (*got | m_tasks[i].pending) == (theirs | sim_task(i)->pending)) {
            *got = theirs;
            m_tasks[i].pending = sim_task(i)->pending;
        }
    }
    unordered = false;
}

void
m_line_control(struct m_task *me, uint32_t control)
{
    uint32_t line = m_index(me) == DRIVER;

    m_enabled[line] = (control & SLUICE_IRQ_ENABLE) != 0;
    if ((control & SLUICE_IRQ_CLEAR) != 0 && host.lines[lines[line]].pending) {
        EXPECT_BROKEN("model: line %u was not cleared", lines[line]);
    }
}

static void
before(const struct sim_entry *entry)
{
    /* The model stops all channels of a task in one entry; that the kernel lets
     * an interrupt in between is tested in tests/unit/kernel/test_dma_end.c */
    host.hides_waiting = kernel.channels_armed > 1;
    m_clock = host.clock;
    m_blackout = kernel.blackout;
    kind = entry->kind;
    for (uint32_t i = 0; i < TASKS; i++) {
        memcpy(m_homes[i], sim_memory(HOME(i)), HOME_SIZE);
    }
    if (entry->kind == SIM_SYSCALL) {
        struct m_task *me = &m_tasks[sim_running()];

        memcpy(me->frame, sim_task(sim_running())->context.frame,
               sizeof(me->frame));
        memcpy(call, me->frame, sizeof(call));
        me->shows = ALL_WORDS;
    }
}

static void
after(const struct sim_entry *entry)
{
    m_entry++;
    m_reset = false;
    if (entry->kind == SIM_SYSCALL) {
        m_call(&m_tasks[running]);
    } else if (entry->kind == SIM_IRQ) {
        model_irq(entry->line);
    } else if (entry->kind == SIM_TICK) {
        model_tick();
    } else if (entry->kind == SIM_FAULT) {
        m_fault(&m_tasks[entry->victim], entry->fault.kind, entry->fault.detail,
                entry->fault.by);
    } else if (entry->kind == SIM_RESTART) {
        (void)m_restart(&m_tasks[entry->victim], entry->runs);
    }
    /* An engine that never stops resets the system: by observation too */
    if (m_reset != sim.reset_seen &&
        !(sim.reset_seen && panic_record.why == SLUICE_PANIC_DRAIN)) {
        EXPECT_BROKEN("model: reset: model %d, kernel %d, why %u", m_reset,
                      sim.reset_seen, panic_record.why);
    }
    if (!sim.reset_seen) {
        adopt_bits();
        schedule();
        compare();
    }
}

const struct sim_watch model_watch = {before, after};

void
model_boot(void)
{
    memset(m_tasks, 0, sizeof(m_tasks));
    memset(m_channels, 0, sizeof(m_channels));
    m_entry = 0;
    m_strays = 0;
    running = SUPERVISOR;
    m_enabled[0] = m_enabled[1] = false;
    for (uint32_t i = 0; i < TASKS; i++) {
        m_tasks[i] = (struct m_task){.id = 0x100u | i,
                                     .state = SLUICE_STATE_READY,
                                     .peer = NOBODY,
                                     .shows = ALL_WORDS,
                                     .deadline = UINT64_MAX,
                                     .fault.by = NOBODY};
    }
}
