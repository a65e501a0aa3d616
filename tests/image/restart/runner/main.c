/* SPDX-License-Identifier: MIT */
/* Restart from every state: once, fresh, and with nothing left over. */
#include <task.h>

#include "../../lib/act.h"

#define RECEIVE SLUICE_SYS_RECEIVE
#define SEND SLUICE_SYS_SEND
#define ANYBODY SLUICE_ID_NOBODY
#define KERNEL SLUICE_ID_KERNEL
#define ALARM 1u /* the server's first bit is its interrupt's */

static void
to_ready(void)
{
    /* The runner is less important: a puppet that spins is never seen READY
     * here, but one made ready and stopped in the same breath is. */
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, SERVER, 0), SLUICE_RC_OK);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, SERVER, 1), SLUICE_RC_OK);
}

static void
to_sending(void)
{
    ACT(CLIENT, SEND, ID_OF(SERVER), 1, OWN(0), 4, OWN(0), 4, 0);
}

static void
to_reply(void)
{
    act_served(0);
}

static void
to_receiving(void)
{
    ACT(CLIENT, RECEIVE, OWN(0), 4, 0, ANYBODY);
}

static void
to_closed_receiving(void)
{
    ACT(THIRD, RECEIVE, OWN(0), 4, 0, ID_OF(CLIENT));
}

static void
to_faulted(void)
{
    DO(CLIENT, DEED_UNDEFINED, 0);
}

static void
to_stopped(void)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, CLIENT, 0), SLUICE_RC_OK);
}

struct from_state {
    const char *name;
    void (*reach)(void);
    uint32_t who;
    uint32_t state;
    uint32_t steps; /* of the generation, by the restart itself */
};

static const struct from_state from_states[] = {
    {"from sending", to_sending, CLIENT, SLUICE_STATE_SENDING, 1},
    {"from waiting for a reply", to_reply, CLIENT, SLUICE_STATE_REPLY, 1},
    {"from receiving", to_receiving, CLIENT, SLUICE_STATE_RECEIVING, 1},
    {"from receiving closed", to_closed_receiving, THIRD,
     SLUICE_STATE_RECEIVING, 1},
    {"from faulted", to_faulted, CLIENT, SLUICE_STATE_FAULTED, 0},
    {"from stopped", to_stopped, CLIENT, SLUICE_STATE_STOPPED, 0},
    {"as soon as it was started", to_ready, SERVER, SLUICE_STATE_RECEIVING, 1},
};

static void
restart_from(const void *row)
{
    const struct from_state *from = row;
    uint32_t starts;
    uint32_t id;

    DO(from->who, DEED_SOIL, 0xdead);
    from->reach();
    CHECK_EQUAL(act_state(from->who), from->state);
    starts = STAGE->seats[from->who].starts;
    id = act_id(from->who);
    act_restart(from->who);
    CHECK_EQUAL(act_id(from->who),
                id + (from->steps << SLUICE_ID_GENERATION_SHIFT));
    CHECK_EQUAL(STAGE->seats[from->who].starts, starts + 1);
    CHECK_EQUAL(STAGE->seats[from->who].bss, 0);
    CHECK_EQUAL(STAGE->seats[from->who].data, FRESH_DATA);
    /* It works like any other: a message goes through */
    act_restart(SERVER);
    act_restart(CLIENT);
    act_served(0);
}

/* The dirt itself is real: without a restart it stays. */
static void
dirt_stays(void)
{
    DO(CLIENT, DEED_FILL, OWN(0), 0x77, 4);
    CHECK_EQUAL(act_read(CLIENT, 0), 0x77777777);
    act_restart(CLIENT);
    CHECK_EQUAL(act_read(CLIENT, 0), 0);
}

static void
bits_are_gone(void)
{
    (void)sys_post((struct task_id){act_id(SERVER)}, NOTIFY_SERVER_LATE);
    act_restart(SERVER);
    ACT(SERVER, RECEIVE, 0, 0, NOTIFY_SERVER_LATE, KERNEL);
    CHECK(!act_returned(SERVER));
}

static void
deadline_is_gone(void)
{
    ACT(SERVER, SLUICE_SYS_TIMER, (uint32_t)sys_time().now_us + 3000, 0,
        NOTIFY_SERVER_LATE);
    act_restart(SERVER);
    ACT(SERVER, RECEIVE, 0, 0, NOTIFY_SERVER_LATE, KERNEL);
    act_sleep(6000);
    CHECK(!act_returned(SERVER));
    act_restart(SERVER);
    ACT(SERVER, SLUICE_SYS_TIME, 0);
    CHECK_OUT(SERVER, 2, 0xffffffff);
}

static uint32_t
irq_status(void)
{
    ACT(SERVER, SLUICE_SYS_IRQ_STATUS, ALARM);
    return act_out(SERVER, 0);
}

static void
pend(void)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_SOFT_IRQ, SERVER, ALARM), SLUICE_RC_OK);
}

static void
interrupt_dies_with_its_task(void)
{
    pend(); /* masked, so it stays pending */
    CHECK_EQUAL(irq_status(), SLUICE_IRQ_IS_PENDING);
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
    act_restart(SERVER);
    CHECK_EQUAL(irq_status(), 0);

    ACT(SERVER, SLUICE_SYS_IRQ, ALARM, SLUICE_IRQ_ENABLE);
    CHECK_EQUAL(irq_status(), SLUICE_IRQ_IS_ENABLED);
    act_restart(SERVER);
    CHECK_EQUAL(irq_status(), 0);
    pend(); /* nobody is posted to */
    CHECK_EQUAL(irq_status(), SLUICE_IRQ_IS_PENDING);
}

/* An interrupt for a task that is faulted must not be there at its start. */
static void
interrupt_between_lives(void)
{
    DO(SERVER, DEED_UNDEFINED, 0);
    pend();
    act_restart(SERVER);
    ACT(SERVER, RECEIVE, 0, 0, ALARM, KERNEL);
    CHECK(!act_returned(SERVER));
}

static void
retired(void)
{
    uint32_t id;

    DO(THIRD, DEED_UNDEFINED, 0);
    /* Waits for a restart that will not be */
    ACT(CLIENT, SEND, ID_OF(THIRD), 1, OWN(0), 4, OWN(0), 4, 0);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RETIRE, THIRD, 0), SLUICE_RC_OK);
    CHECK_EQUAL(act_state(THIRD), SLUICE_STATE_RETIRED);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    id = act_id(THIRD);
    CHECK_OUT(CLIENT, 2, id);
    ACT(CLIENT, SEND, id, 1, OWN(0), 4, OWN(0), 4, 0);
    CHECK(act_returned(CLIENT)); /* for ever, so no wait */
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, THIRD, 1), SLUICE_RC_DEAD);
    CHECK_EQUAL(act_state(THIRD), SLUICE_STATE_RETIRED);
}

static void
restarts_itself(void)
{
    uint32_t starts = STAGE->seats[THIRD].starts;
    uint32_t id = act_id(THIRD);

    act_write(THIRD, 0, THIRD);
    act_write(THIRD, 4, 1);
    ACT(THIRD, SEND, KERNEL, SLUICE_KCALL_RESTART, OWN(0), 8, 0, 0, 0);
    CHECK(!act_returned(THIRD));
    CHECK_EQUAL(STAGE->seats[THIRD].starts, starts + 1);
    CHECK_EQUAL(act_id(THIRD), id + (1u << SLUICE_ID_GENERATION_SHIFT));
    CHECK_EQUAL(act_state(THIRD), SLUICE_STATE_RECEIVING);
}

static void
stops_itself(void)
{
    act_write(THIRD, 0, THIRD);
    act_write(THIRD, 4, 0);
    ACT(THIRD, SEND, KERNEL, SLUICE_KCALL_RESTART, OWN(0), 8, 0, 0, 0);
    CHECK_EQUAL(act_state(THIRD), SLUICE_STATE_STOPPED);
}

/* A peer of a task that nobody restarts is not held up by it. */
static void
delay_holds_up_nobody(void)
{
    act_served(0);
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK(act_returned(CLIENT));
    act_sleep(3000); /* the supervisor takes its time */
    DO(CLIENT, DEED_FILL, OWN(0), 1, 1);
    CHECK(act_returned(CLIENT));
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
}

static void
restarts_are_counted(void)
{
    uint32_t before = act_status(CLIENT).restarts;

    for (uint32_t i = 0; i < 3; i++) {
        act_restart(CLIENT);
    }
    DO(CLIENT, DEED_UNDEFINED, 0);
    act_restart(CLIENT);
    CHECK_EQUAL(act_status(CLIENT).restarts, before + 4);
}

/* Fresh means: the argument frame too, and nothing is received in its name. */
static void
an_old_reply_is_not_for_the_new(void)
{
    uint32_t old = act_id(CLIENT);

    act_served(0);
    act_restart(CLIENT);
    ACT(SERVER, SLUICE_SYS_REPLY, old, 5, 0, 0);
    CHECK(act_returned(SERVER));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_RECEIVING);
}

static const struct test tests[] = {
    {"memory is fresh after a restart, and only then", dirt_stays},
    {"pending bits are gone", bits_are_gone},
    {"the deadline is gone", deadline_is_gone},
    {"interrupts are masked and cleared", interrupt_dies_with_its_task},
    {"an interrupt between two lives is for neither", interrupt_between_lives},
    {"a task restarts itself", restarts_itself},
    {"a task stops itself", stops_itself},
    {"a restart that is late holds up nobody", delay_holds_up_nobody},
    {"restarts are counted", restarts_are_counted},
    {"a reply to the former life is ignored", an_old_reply_is_not_for_the_new},
};

/* Last: nobody comes back from it. */
static const struct test last[] = {
    {"a retired task is dead for ever", retired},
};

_Noreturn void
task_main(void)
{
    static const struct suite suites[] = {
        SUITE(from_states, restart_from),
        SUITE(tests, act_test),
        SUITE(last, act_test),
    };

    act_all(suites, sizeof suites / sizeof suites[0]);
}
