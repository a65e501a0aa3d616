/* SPDX-License-Identifier: MIT */
/*
 * The FPU's registers are a task's own: the server and the client may use it,
 * the third task may not.
 */
#include <task.h>

#include "../../lib/act.h"

#define SEED_SERVER 0xa5c50051u
#define SEED_CLIENT 0x5a02008cu
#define NOCP (1u << 19) /* of CFSR: the unit is closed to the task */

#define LEDGE_END CONFIG_LEDGE_END

static void
holds(uint32_t who, uint32_t seed)
{
    for (uint32_t i = 0; i < FLOATS; i++) {
        STAGE->notes[i] = 0xdeadbeefu;
    }
    DO(who, DEED_FLOAT_NOTE, 0);
    CHECK(act_returned(who));
    for (uint32_t i = 0; i < FLOATS; i++) {
        CHECK_EQUAL(STAGE->notes[i], seed == 0 ? 0 : float_of(seed, i));
    }
}

static void
fill_both(void)
{
    DO(SERVER, DEED_FLOAT_FILL, SEED_SERVER);
    DO(CLIENT, DEED_FLOAT_FILL, SEED_CLIENT);
}

static void
each_keeps_its_own(void)
{
    fill_both();
    holds(SERVER, SEED_SERVER);
    holds(CLIENT, SEED_CLIENT);
    DO(THIRD, DEED_FILL, OWN(0), 0x5a, OWN_SIZE);
    holds(CLIENT, SEED_CLIENT);
    holds(SERVER, SEED_SERVER);
}

/* The server wakes up, between ticks, again and again while the client works.
 */
static void
interrupts_come_between(void)
{
    const uint32_t *rounds = &STAGE->notes[SEATS];

    DO(SERVER, DEED_FLOAT_LIVE, SEED_SERVER, 20, 300);
    CHECK(!act_returned(SERVER)); /* it sleeps */
    DO(CLIENT, DEED_FLOAT_LIVE, SEED_CLIENT, 1500, 0);
    CHECK(act_returned(CLIENT));
    CHECK(rounds[SERVER] > 1); /* it woke meanwhile */
    act_sleep(20000);
    CHECK(act_returned(SERVER));
    CHECK_EQUAL(rounds[SERVER], 20);
    CHECK_EQUAL(rounds[CLIENT], 1500);
    CHECK_EQUAL(STAGE->notes[SERVER], 0);
    CHECK_EQUAL(STAGE->notes[CLIENT], 0);
}

static void
restarted(void)
{
    fill_both();
    act_restart(CLIENT);
    holds(CLIENT, 0);
    holds(SERVER, SEED_SERVER);
    act_restart(SERVER);
    holds(SERVER, 0);
}

/* Its registers are still in the unit, and their store is pending. */
static void
restarts_itself(void)
{
    uint32_t starts = STAGE->seats[SERVER].starts;

    fill_both();
    act_write(SERVER, 0, SERVER);
    act_write(SERVER, 4, 1);
    DO(SERVER, DEED_FLOAT_AGAIN, SEED_SERVER, OWN(0));
    CHECK_EQUAL(STAGE->seats[SERVER].starts, starts + 1);
    holds(SERVER, 0);
    holds(CLIENT, SEED_CLIENT);
}

static void
faulted(void)
{
    fill_both();
    DO(CLIENT, DEED_FLOAT_FAULT, SEED_CLIENT + 1);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_INSTRUCTION, 0, 0);
    holds(SERVER, SEED_SERVER);
    act_restart(CLIENT);
    holds(CLIENT, 0);
    DO(SERVER, DEED_FLOAT_FAULT, SEED_SERVER + 1);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, 0);
    act_restart(SERVER);
    holds(SERVER, 0);
}

/* It comes after the client in the unit, then after the server. */
static void
closed_to_the_third(void)
{
    static const enum deed deeds[] = {DEED_FLOAT, DEED_FLOAT_NOTE,
                                      DEED_FLOAT_FILL};

    fill_both();
    for (uint32_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        STAGE->notes[0] = 0xdeadbeefu;
        DO(THIRD, deeds[i], 1);
        CHECK(!act_returned(THIRD));
        CHECK_FAULT(THIRD, SLUICE_FAULT_STATE, NOCP, 0);
        CHECK_EQUAL(STAGE->notes[0], 0xdeadbeefu);
        act_restart(THIRD);
        holds(i == 0 ? SERVER : CLIENT, i == 0 ? SEED_SERVER : SEED_CLIENT);
    }
}

/* Room for the frame, but not for the registers that come there later. */
static void
no_room_for_registers(void)
{
    fill_both();
    DO(CLIENT, DEED_FLOAT_EDGE, SEED_CLIENT, LEDGE_END + 40);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_STACK, 0, ANY);
    holds(SERVER, SEED_SERVER);
    act_restart(CLIENT);
    holds(CLIENT, 0);
}

/* VLSTM asks for a store by itself, at any address, and forgets the frame. */
static void
store_on_demand(void)
{
    if (CORE_STACK_LIMIT == 0) {
        act_note("n/a: VLSTM, which this core has not", 0);
        return;
    }
    fill_both();
    DO(CLIENT, DEED_FLOAT_VLSTM, SEED_CLIENT, OWN(0));
    holds(SERVER, SEED_SERVER);
    DO(CLIENT, DEED_FLOAT_NOTE, 0);
    for (uint32_t i = 0; act_returned(CLIENT) && i < FLOATS; i++) {
        uint32_t value = STAGE->notes[i];

        CHECK(value - SEED_CLIENT < FLOATS || value == 0 ||
              value == float_of(SEED_CLIENT, FLOATS - 1));
    }
    act_restart(CLIENT);
    fill_both();
    DO(CLIENT, DEED_FLOAT_VLSTM, SEED_CLIENT, act_own(SERVER));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_FAULTED);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_STACK, 0, ANY);
    act_restart(CLIENT);
    holds(CLIENT, 0);
    holds(SERVER, SEED_SERVER);
}

static const struct test tests[] = {
    {"each task keeps its own registers", each_keeps_its_own},
    {"registers survive interrupts and preemption", interrupts_come_between},
    {"a restarted task sees zeros", restarted},
    {"a task that restarts itself sees zeros", restarts_itself},
    {"registers of a task that faulted are gone", faulted},
    {"a task without the key faults and learns nothing", closed_to_the_third},
    {"registers that cannot be stored blame their task", no_room_for_registers},
    {"a store that a task asks for is done with its rights", store_on_demand},
};

_Noreturn void
task_main(void)
{
    static const struct suite suites[] = {SUITE(tests, act_test)};

    act_all(suites, sizeof suites / sizeof suites[0]);
}
