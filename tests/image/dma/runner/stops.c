/* SPDX-License-Identifier: MIT */
/*
 * Transfers that don't come to their end. The request of STUCK never comes, so
 * it stays armed until somebody stops it: driver, deadline, or a death.
 */
#include "suites.h"

static void
stick(void)
{
    dma_scene();
    CHECK_EQUAL(dma_arm(STUCK, SOURCE, 0, NO_FAR, 0, 64), SLUICE_RC_OK);
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, STUCK);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_ARMED);
    CHECK_EQUAL(act_status(CLIENT).pins, 1);
    CHECK_EQUAL(act_status(SERVER).pins, 1);
}

static void
stopped_by_driver(void)
{
    stick();
    ACT(SERVER, SLUICE_SYS_DMA_STOP, STUCK);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    dma_check_end(STUCK, SLUICE_DMA_CANCELLED, 64);
    ACT(SERVER, SLUICE_SYS_DMA_STOP, STUCK); /* again: nothing to stop */
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
}

static void
stopped_by_deadline(void)
{
    stick();
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
    act_sleep(7000); /* the deadline is 10 ms, a tick is one */
    CHECK(!act_returned(SERVER));
    act_sleep(5000);
    CHECK(act_returned(SERVER));
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, STUCK);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_IDLE);
    CHECK_OUT(SERVER, 2, SLUICE_DMA_LATE);
    CHECK_OUT(SERVER, 3, 64);
    dma_release();
}

static void
finished_is_not_late(void)
{
    dma_scene();
    CHECK_EQUAL(dma_arm(FILL, LENT, 0, NO_FAR, 0, 64), SLUICE_RC_OK);
    act_sleep(8000);
    dma_check_end(FILL, SLUICE_DMA_OK, 0);
}

static void
stopped_by_own_fault(void)
{
    stick();
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    act_restart(SERVER);
    /* The new life hears nothing of the old one's transfer */
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
}

static void
stopped_by_own_restart(void)
{
    stick();
    act_restart(SERVER);
    CHECK(act_returned(CLIENT));
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    CHECK_EQUAL(act_status(SERVER).pins, 0);
}

static void
check_cancelled(void)
{
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(act_returned(SERVER));
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, STUCK);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_IDLE);
    CHECK_OUT(SERVER, 2, SLUICE_DMA_CANCELLED);
}

static void
stopped_by_lenders_fault(void)
{
    stick();
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_FAULT, CLIENT, 0), SLUICE_RC_OK);
    check_cancelled();
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_INJECTED, 0, 0);
}

static void
stopped_by_lenders_restart(void)
{
    uint32_t old = act_id(CLIENT);

    stick();
    act_restart(CLIENT); /* at once: this engine stops at once */
    check_cancelled();
    ACT(SERVER, SLUICE_SYS_DMA_ARM, FILL, old, LENT, 0, NO_FAR, 0, 4);
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEAD);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_RECEIVING);
}

static void
own_memory_in_flight(void)
{
    ACT(SERVER, SLUICE_SYS_DMA_ARM, STUCK_OWN, ID_OF(SERVER), REGION_RING, 0,
        NO_FAR, 0, 64);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    CHECK_EQUAL(act_status(SERVER).pins, 1);
    act_restart(SERVER);
    CHECK_EQUAL(act_status(SERVER).pins, 0);
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, STUCK_OWN);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_IDLE);
}

/* A channel that was stopped in any way works like a new one. */
static void
usable_after_a_stop(void)
{
    stopped_by_own_fault();
    act_restart(SERVER);
    act_restart(CLIENT);
    stick();
    ACT(SERVER, SLUICE_SYS_DMA_STOP, STUCK);
    dma_check_end(STUCK, SLUICE_DMA_CANCELLED, 64);
}

/* One channel is stopped, its neighbour of the same controller is not. */
static void
neighbour_goes_on(void)
{
    stick();
    CHECK_EQUAL(dma_arm(PAIR, LENT, 0, SOURCE, 0, 64), SLUICE_RC_OK);
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(PAIR), SLUICE_ID_KERNEL);
    CHECK(act_returned(SERVER));
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, STUCK);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_ARMED);
    ACT(SERVER, SLUICE_SYS_DMA_STOP, STUCK);
    dma_check_end(STUCK, SLUICE_DMA_CANCELLED, 64);
}

/*
 * Memory that filters open to controllers is Non-secure. Code there, entered
 * in that state, would be under no protection unit of this system's: it must
 * not get as far as its first instruction.
 *     movs r0, #0; movt r0, #COMMON >> 16; movs r1, #0x5a; strb r1, [r0]; b .
 */
static void
nothing_runs_nonsecure(void)
{
    const uint32_t code[] = {0xf6c02000 | (CONFIG_COMMON >> 28) << 16,
                             0x215a0021, 0xe7fe7001};

    dma_scene();
    dma_release();
    CHECK_EQUAL(CONFIG_COMMON & 0x0fffffffu, 0x08210000u);
    DO(CLIENT, DEED_FILL, CONFIG_COMMON, GUARD, 4);
    for (uint32_t i = 0; i < 3; i++) {
        STAGE->notes[i] = code[i];
    }
    DO(CLIENT, DEED_COPY, LENT_AT, (uint32_t)(uintptr_t)STAGE->notes,
       sizeof code);
    DO(CLIENT, DEED_NONSECURE, LENT_AT);
    CHECK(!act_returned(CLIENT));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_FAULTED);
    act_restart(CLIENT);
    CHECK_EQUAL(act_peek(CLIENT, CONFIG_COMMON, 4)[0], GUARD);
}

static const struct test tests[] = {
    {"the driver stops a transfer", stopped_by_driver},
    {"the deadline stops a transfer", stopped_by_deadline},
    {"a transfer that is over is not late", finished_is_not_late},
    {"the driver's fault stops its transfer", stopped_by_own_fault},
    {"the driver's restart stops its transfer", stopped_by_own_restart},
    {"the lender's fault stops a transfer", stopped_by_lenders_fault},
    {"the lender's restart stops a transfer", stopped_by_lenders_restart},
    {"a restart with own memory in flight", own_memory_in_flight},
    {"a channel works again after a stop", usable_after_a_stop},
    {"the other channel of a controller goes on", neighbour_goes_on},
    {"no code in DMA memory runs in the Non-secure state",
     nothing_runs_nonsecure},
};

const struct suite suite_stops = SUITE(tests, act_test);
