/* SPDX-License-Identifier: MIT */
/*
 * A late engine, for real: each POKE that this prints makes run.sh clear the
 * HALT bit of the channel from outside the system, and then raise the signal.
 */
#include <task.h>

#include "../../lib/act.h"
#include "../../lib/tap.h"

#define LENGTH 256u
#define GUARD 0x5au
#define HELD 0u /* the channel */
#define HELD_BIT 1u
#define STALE 0xa5u /* what the firmware holds */

/* Effect: fills what the client lends; returns when it waits on the server. */
static void
lend(void)
{
    DO(CLIENT, DEED_FILL, CONFIG_LENT, GUARD, 1024);
    act_lease(CLIENT, 0, CONFIG_LENT + 256, LENGTH, SLUICE_LEASE_WRITE);
    act_served(1);
}

/* Effect: the transfer is armed, and nothing moves. */
static void
hold(void)
{
    lend();
    ACT(SERVER, SLUICE_SYS_DMA_ARM, HELD, ID_OF(CLIENT), 0, 0,
        SLUICE_DMA_NO_FAR, 0, LENGTH);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, HELD);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_ARMED);
}

/* Effect: the engine has been let go by somebody outside. */
static void
be_poked(void)
{
    volatile uint32_t *signal = (volatile uint32_t *)(uintptr_t)area_signal;

    *signal = 0;
    tap_text("# POKE\n");
    for (uint32_t i = 0; *signal == 0; i++) {
        if (i == 10000) {
            CHECK(!"nobody pokes: is this run by run.sh?");
            return;
        }
        act_sleep(1000);
    }
}

/* Requires: the lent bytes are all `byte`, and those around them GUARD. */
static void
check_memory(uint32_t byte)
{
    const uint8_t *bytes = act_peek(CLIENT, CONFIG_LENT, 1024);

    for (uint32_t i = 0; i < 1024; i++) {
        if (bytes[i] != (i - 256 < LENGTH ? byte : GUARD)) {
            act_note("wrong byte at", i);
            CHECK(!"memory is not what it must be");
            return;
        }
    }
}

/* The poke works, or what follows would prove nothing. */
static void
poke_lets_go(void)
{
    hold();
    be_poked();
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, HELD_BIT, SLUICE_ID_KERNEL);
    act_sleep(600000); /* at the latest at its deadline the kernel looks */
    CHECK(act_returned(SERVER));
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, HELD);
    CHECK_OUT(SERVER, 2, SLUICE_DMA_OK);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 0, 0, 0);
    check_memory(STALE);
}

static void
after_client_restart(void)
{
    hold();
    act_restart(CLIENT);
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    DO(CLIENT, DEED_FILL, CONFIG_LENT, GUARD, 1024);
    be_poked();
    check_memory(GUARD);
}

static void
after_driver_fault(void)
{
    hold();
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
    CHECK(act_returned(CLIENT));
    be_poked();
    check_memory(GUARD);
}

static void
after_stop(void)
{
    hold();
    ACT(SERVER, SLUICE_SYS_DMA_STOP, HELD);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 0, 0, 0);
    CHECK(act_returned(CLIENT));
    be_poked();
    check_memory(GUARD);
}

/* What was poked while idle does not spoil the channel, nor the arm after. */
static void
armed_after_poke(void)
{
    be_poked();
    hold();
    act_sleep(2000);
    ACT(SERVER, SLUICE_SYS_DMA_STOP, HELD);
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, HELD);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_IDLE);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 0, 0, 0);
    check_memory(GUARD);
}

/*
 * On this board there is Non-secure memory to run, and a DMA controller to
 * reach: what the kernel has closed for the state as a whole.
 */
static void
nonsecure_state_is_closed(void)
{
    static const uint16_t code[] = {
        0xf240, 0x0100, 0xf2c8, 0x0101, /* r1 = area `signal` */
        0x2207, 0x600a,                 /* store 7 there */
        0xe7fe,                         /* for ever */
    };
    volatile uint16_t *at = (volatile uint16_t *)(uintptr_t)area_firmware;
    volatile uint32_t *signal = (volatile uint32_t *)(uintptr_t)area_signal;

    *signal = 0;
    for (uint32_t i = 0; i < sizeof code / sizeof code[0]; i++) {
        at[i] = code[i];
    }
    DO(CLIENT, DEED_NONSECURE, (uint32_t)(uintptr_t)at);
    CHECK_EQUAL(*signal, 0);
    CHECK_FAULT(CLIENT, act_status(CLIENT).fault.kind, ANY, ANY);
    CHECK(act_status(CLIENT).fault.kind != SLUICE_FAULT_NONE);
}

static const struct test tests[] = {
    {"a poke lets a held transfer go", poke_lets_go},
    {"late, after the lender's restart", after_client_restart},
    {"late, after the driver's fault", after_driver_fault},
    {"late, after the driver's stop and reply", after_stop},
    {"a poke of an idle channel, then an arm", armed_after_poke},
    {"the Non-secure state is closed to tasks", nonsecure_state_is_closed},
};

_Noreturn void
task_main(void)
{
    static const struct suite suites[] = {SUITE(tests, act_test)};

    for (uint32_t i = 0; i < AREA_FIRMWARE_SIZE; i++) {
        area_firmware[i] = STALE;
    }
    act_all(suites, 1);
}
