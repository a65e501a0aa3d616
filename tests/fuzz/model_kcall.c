/* SPDX-License-Identifier: MIT */
/* The model: kernel calls (docs/spec: kernel-calls). */
#include "model.h"

#include <string.h>

#include <sluice/kcall.h>

#include "expect.h"
#include "panic.h"

#define PRIVATE (REGION_DEVICE | REGION_DMA | REGION_SHARED)

static void
answer(struct m_task *me, uint32_t rc, uint32_t length)
{
    m_result(me, 0, rc);
    m_result(me, 1, length);
}

static void
answer_with(struct m_task *me, const void *bytes, uint32_t length)
{
    if (me->frame[5] < length) {
        USAGE(me, SLUICE_USAGE_KERNEL_CALL);
    } else if (!m_holds(me, me->frame[4], length, REGION_WRITE, PRIVATE)) {
        MEMORY(me);
    } else {
        m_copy(me->frame[4], bytes, length);
        answer(me, SLUICE_RC_OK, length);
    }
}

static void
status(struct m_task *me, const struct m_task *task)
{
    const struct task *kernels = sim_task(m_index(task));
    struct kcall_status status = {
        .id = task->id,
        .state = task->state,
        .peer = task->peer,
        .restarts = task->restarts,
        .pins = task->lent + task->own,
        .waiting = task->due,
        .cpu_us = kernels->cpu / COUNTS_PER_US, /* not modelled */
        .fault = task->fault,
    };

    status.fault.address = kernels->fault.address;
    answer_with(me, &status, sizeof(status));
}

static void
restart(struct m_task *me, struct m_task *task, uint32_t runs)
{
    if (runs > 1) {
        USAGE(me, SLUICE_USAGE_KERNEL_CALL);
        return;
    }
    if (m_index(task) == SUPERVISOR) {
        USAGE(me, SLUICE_USAGE_TASK);
        return;
    }
    uint32_t rc = m_restart(task, runs == 1);
    if (task != me) {
        answer(me, rc, 0);
    }
}

static void
panic_text(struct m_task *me, const struct m_task *task)
{
    const struct fault fault = task_fault(sim_task(m_index(task)));
    uint32_t room = me->frame[5] < MESSAGE_MAX ? me->frame[5] : MESSAGE_MAX;
    uint32_t length = fault.detail < room ? fault.detail : room;
    uint32_t at = fault.address;

    if (task->state != SLUICE_STATE_FAULTED ||
        task->fault.kind != SLUICE_FAULT_PANIC) {
        answer(me, 1, 0);
    } else if (!m_holds(me, me->frame[4], room, REGION_WRITE, REGION_DEVICE)) {
        MEMORY(me);
    } else if (!m_holds(task, at, length, REGION_READ, REGION_DEVICE) ||
               m_is_lent_out(task, at, length) ||
               m_is_lent_out(me, me->frame[4], length) ||
               (length != 0 && me->frame[4] < (uint64_t)at + length &&
                at < (uint64_t)me->frame[4] + length)) {
        answer(me, 2, 0);
    } else {
        m_copy(me->frame[4], m_peek(at), length);
        answer(me, SLUICE_RC_OK, length);
    }
}

static void
retire(struct m_task *me, struct m_task *task)
{
    uint32_t old = task->id;

    answer(me, SLUICE_RC_OK, 0);
    if (m_alive(task)) {
        m_end_life(task);
    }
    task->due = false;
    task->state = SLUICE_STATE_RETIRED;
    m_release(task, old);
    m_release(task, task->id);
}

static void
soft_irq(struct m_task *me, const struct m_task *task, uint32_t bits)
{
    uint32_t own = m_index(task) == SUPERVISOR ? SUPERVISOR_POKE
                   : m_index(task) == DRIVER   ? DRIVER_IRQ
                                               : 0;

    if (bits == 0 || bits != own) {
        USAGE(me, SLUICE_USAGE_IRQ);
        return;
    }
    answer(me, SLUICE_RC_OK, 0);
    if (!host.lines[own == DRIVER_IRQ && m_index(task) == DRIVER ? LINE_DRIVER
                                                                 : LINE_POKE]
             .pending) {
        EXPECT_BROKEN("model: a line of task %u is not pending", m_index(task));
    }
}

static void
next_faulted(struct m_task *me, uint32_t from)
{
    struct kcall_next next = {0};

    while (from < TASKS && m_tasks[from].state != SLUICE_STATE_FAULTED) {
        from++;
    }
    next.index = from < TASKS ? from : 0;
    answer_with(me, &next, sizeof(next));
}

static void
region(struct m_task *me, const struct m_task *task, uint32_t n)
{
    const struct task_desc *desc = &image.tasks[m_index(task)];
    struct kcall_region answer = {0, 0};

    for (uint32_t i = 0; i < desc->region_count; i++) {
        uint32_t rights = desc->regions[i].attributes;

        if ((rights & REGION_WRITE) != 0 && (rights & REGION_DEVICE) == 0 &&
            n-- == 0) {
            answer.base = desc->regions[i].base;
            answer.size = desc->regions[i].size;
            break;
        }
    }
    answer_with(me, &answer, sizeof(answer));
}

static void
dump(struct m_task *me, const struct m_task *task, uint32_t at)
{
    uint32_t to = me->frame[4];
    uint32_t length = me->frame[5] < MESSAGE_MAX ? me->frame[5] : MESSAGE_MAX;

    if (task->state != SLUICE_STATE_FAULTED) {
        answer(me, SLUICE_KCALL_NOT_SO, 0);
    } else if (!m_holds(task, at, length, REGION_READ, REGION_DEVICE)) {
        USAGE(me, SLUICE_USAGE_OFFSET);
    } else if (!m_holds(me, to, length, REGION_WRITE, REGION_DEVICE) ||
               (to < (uint64_t)at + length && at < (uint64_t)to + length)) {
        MEMORY(me);
    } else if (m_is_lent_out(task, at, length)) {
        answer(me, SLUICE_KCALL_CLOSED, 0);
    } else if (m_is_lent_out(me, to, length)) {
        USAGE(me, SLUICE_USAGE_PINNED);
    } else {
        m_copy(to, m_peek(at), length);
        answer(me, SLUICE_RC_OK, length);
    }
}

/* What the registers of the dead hold is not modelled, but who may ask is. */
static void
registers(struct m_task *me, const struct m_task *task)
{
    const struct context *context = &sim_task(m_index(task))->context;
    struct kcall_registers registers = {.stack = context->stack,
                                        .link = context->link};

    memcpy(registers.words, context->frame, sizeof(registers.words));
    if (task->state != SLUICE_STATE_FAULTED) {
        answer(me, SLUICE_KCALL_NOT_SO, 0);
    } else {
        answer_with(me, &registers, sizeof(registers));
    }
}

static void
tell_system(struct m_task *me)
{
    struct kcall_system system = {
        /* Of the host port: reading the request took its time */
        .up_us = (m_clock + sizeof(struct kcall_request) / 4) / COUNTS_PER_US,
        .idle_us = kernel.idle.cpu / COUNTS_PER_US, /* not modelled */
        .blackout = m_blackout,
        .counts_per_us = COUNTS_PER_US,
        .strays = m_strays,
        .stray_line = m_strays == 0 ? 0 : LINE_STRAY,
        .panic = panic_record.why,
        .panics = panic_record.count,
        .fault = panic_record.fault,
    };

    answer_with(me, &system, sizeof(system));
}

static void
serve(struct m_task *me, uint32_t operation, const struct kcall_request *ask)
{
    struct m_task *task = &m_tasks[ask->index];
    bool excluded = m_index(task) == SUPERVISOR || task == me;

    switch (operation) {
    case SLUICE_KCALL_STATUS:
        status(me, task);
        break;
    case SLUICE_KCALL_RESTART:
        restart(me, task, ask->value);
        break;
    case SLUICE_KCALL_IMAGE_ID:
        answer_with(me, &image.id, 8);
        break;
    case SLUICE_KCALL_RESET:
        m_reset = true;
        break;
    case SLUICE_KCALL_SOFT_IRQ:
        soft_irq(me, task, ask->value);
        break;
    case SLUICE_KCALL_NEXT_FAULTED:
        next_faulted(me, ask->index);
        break;
    case SLUICE_KCALL_PANIC_TEXT:
        panic_text(me, task);
        break;
    case SLUICE_KCALL_REGION:
        region(me, task, ask->value);
        break;
    case SLUICE_KCALL_DUMP:
        dump(me, task, ask->value);
        break;
    case SLUICE_KCALL_REGISTERS:
        registers(me, task);
        break;
    case SLUICE_KCALL_FEED:
        answer(me, SLUICE_RC_OK, 0);
        break;
    case SLUICE_KCALL_SYSTEM:
        tell_system(me);
        break;
    default: /* FAULT, RETIRE */
        if (excluded) {
            USAGE(me, SLUICE_USAGE_TASK);
        } else if (operation == SLUICE_KCALL_RETIRE) {
            retire(me, task);
        } else {
            answer(me, SLUICE_RC_OK, 0);
            m_fault(task, SLUICE_FAULT_INJECTED, 0, me->id);
        }
        break;
    }
}

void
m_kernel_call(struct m_task *me)
{
    uint32_t operation = me->frame[1];
    struct kcall_request ask;

    if (operation == 0 || operation > SLUICE_KCALL_MAX || me->frame[3] != 8) {
        USAGE(me, SLUICE_USAGE_KERNEL_CALL);
    } else if ((image.tasks[m_index(me)].privileges >> operation & 1u) == 0) {
        USAGE(me, SLUICE_USAGE_RIGHT);
    } else if (!m_holds(me, me->frame[2], 8, REGION_READ, PRIVATE)) {
        MEMORY(me);
    } else {
        memcpy(&ask, m_peek(me->frame[2]), sizeof(ask));
        if (ask.index >= TASKS) {
            USAGE(me, SLUICE_USAGE_TASK);
        } else {
            serve(me, operation, &ask);
        }
    }
}
