/* SPDX-License-Identifier: MIT */
/* See script.h. */
#include "script.h"

uint32_t script_told;

void
script_run_up(void)
{
    script_told = 0;
    as(SUPERVISOR);
    supervisor_sleeps();
    as(OTHER);
    serve(OTHER_PACED);
    as(DRIVER);
    serve(DRIVER_MASK);
    as(CLIENT_A);
}

void
script_start(void)
{
    sim_boot();
    script_run_up();
}

void
script_start_alone(void)
{
    script_start();
    restart_task(CLIENT_B, false);
    restart_task(LOW, false);
    as(CLIENT_A);
}

void
receive(uint32_t mask, uint32_t from)
{
    SIM_CALL(SLUICE_SYS_RECEIVE, BUFFER(sim_running()), PART_SIZE, mask, from);
}

void
serve(uint32_t mask)
{
    receive(mask, SLUICE_ID_NOBODY);
}

void
send(uint32_t to_id, uint32_t op, uint32_t length, uint32_t leases)
{
    uint32_t me = sim_running();

    SIM_CALL(SLUICE_SYS_SEND, to_id, op | leases << SLUICE_LEASES_SHIFT,
             MESSAGE(me), length, REPLY(me), PART_SIZE, LEASES(me));
}

void
reply(uint32_t to_id, uint32_t rc, uint32_t length)
{
    SIM_CALL(SLUICE_SYS_REPLY, to_id, rc, MESSAGE(sim_running()), length);
}

void
reply_receive(uint32_t to_id, uint32_t rc, uint32_t length, uint32_t mask)
{
    uint32_t me = sim_running();

    SIM_CALL(SLUICE_SYS_REPLY_RECEIVE, to_id, rc, MESSAGE(me), length,
             BUFFER(me), PART_SIZE, mask);
}

void
lend(uint32_t task, uint32_t i, uint32_t base, uint32_t length,
     uint32_t attributes)
{
    struct lease lease = {base, length, attributes};

    memcpy(sim_memory(LEASES(task) + i * (uint32_t)sizeof(lease)), &lease,
           sizeof(lease));
}

void
kernel_call(uint32_t operation, uint32_t index, uint32_t value)
{
    uint32_t me = sim_running();
    struct kcall_request request = {index, value};

    memcpy(sim_memory(REQUEST(me)), &request, sizeof(request));
    SIM_CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, operation, REQUEST(me),
             sizeof(request), ANSWER(me), 0x40);
}

void
arm_read(uint32_t lender_id, uint32_t length)
{
    SIM_CALL(SLUICE_SYS_DMA_ARM, CHANNEL_READ, lender_id, 0, 0,
             SLUICE_DMA_NO_FAR, 0, length);
}

void
ask_driver(uint32_t base, uint32_t length, uint32_t attributes)
{
    script_start();
    sim_fill(FIRMWARE, FIRMWARE_SIZE, 1);
    lend(CLIENT_A, 0, base, length, attributes);
    send(sim_id(DRIVER), 1, 0, 1);
    as(DRIVER);
    sim_snapshot();
}

void
wake_supervisor(void)
{
    sim_irq(LINE_POKE);
    as(SUPERVISOR);
    script_told |= sim_result(SUPERVISOR, GOT_OP);
}

void
supervisor_sleeps(void)
{
    as(SUPERVISOR);
    if (sim_task(SUPERVISOR)->context.frame[FRAME_NUMBER] ==
        SLUICE_SYS_RECEIVE) {
        script_told |= sim_result(SUPERVISOR, GOT_OP); /* what woke it */
    }
    SIM_CALL(SLUICE_SYS_IRQ, SUPERVISOR_POKE, SLUICE_IRQ_ENABLE);
    while (!sim.reset_seen && sim_running() == SUPERVISOR) {
        serve(SUPERVISOR_MASK);
        if (sim_running() == SUPERVISOR) {
            script_told |= sim_result(SUPERVISOR, GOT_OP);
        }
    }
}

void
kill_task(uint32_t index)
{
    wake_supervisor();
    kernel_call(SLUICE_KCALL_FAULT, index, 0);
    as(SUPERVISOR);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    supervisor_sleeps();
}

uint32_t
restart_task(uint32_t index, bool run)
{
    uint32_t rc;

    wake_supervisor();
    kernel_call(SLUICE_KCALL_RESTART, index, run ? 1 : 0);
    as(SUPERVISOR);
    rc = sim_result(SUPERVISOR, 0);
    supervisor_sleeps();
    return rc;
}

void
expect_fault(uint32_t index, uint32_t kind, uint32_t detail)
{
    const struct task *task = sim_task(index);

    assert_int_equal(task->life, TASK_FAULTED);
    assert_int_equal(task->fault_kind, kind);
    assert_int_equal(task->fault.detail, detail);
}
