/* SPDX-License-Identifier: MIT */
/* A hostile owner, over time: ends, deadlines, storms, regions handed on. */
#include "scene.h"

#define HANDOFF SLUICE_SYS_HANDOFF
#define RECEIVE SLUICE_SYS_RECEIVE

static void
check_fault_frees(void)
{
    CHECK(!act_returned(SERVER));
    attack_freed();
}

/* A lease is over with the reply; its number and offsets are still known. */
static void
arm_after_the_reply(void)
{
    attack_scene();
    ACT(SERVER, SLUICE_SYS_REPLY, LENDER, 0, 0, 0);
    CHECK_EQUAL(attack_arm(FILL, LENT, 0, 64), SLUICE_RC_DEFECT);
}

static void
arm_after_the_lenders_restart(void)
{
    attack_hold();
    act_restart(CLIENT);
    attack_hear(STUCK);
    attack_ended(STUCK, SLUICE_DMA_CANCELLED, HELD_SIZE);
    ACT(SERVER, ARM, FILL, STALE_ID_OF(CLIENT), LENT, 0, NO_FAR, 0, 64);
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEAD);
    CHECK_EQUAL(attack_arm(FILL, LENT, 0, 64), SLUICE_RC_DEFECT);
}

/* An id of a life that is still to come */
static void
arm_for_the_next_life(void)
{
    attack_scene();
    ACT(SERVER, ARM, FILL, act_id(CLIENT) + (1u << SLUICE_ID_GENERATION_SHIFT),
        LENT, 0, NO_FAR, 0, 64);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEAD);
}

static void
two_engines_on_one_range(void)
{
    attack_hold();
    CHECK_EQUAL(attack_arm(DRAIN, LENT, HELD_AT, HELD_SIZE), SLUICE_RC_OK);
    attack_expect_outbox();
    attack_hear(DRAIN);
    attack_ended(DRAIN, SLUICE_DMA_OK, 0);
    /* The second one's end has not unpinned the first one's bytes */
    CHECK_EQUAL(attack_arm(FILL, LENT, HELD_AT, 4), SLUICE_RC_BUSY);
    attack_still_held();
}

static void
hold_frame(void)
{
    attack_scene();
    ACT(SERVER, ARM, STUCK_OWN, ME, REGION_FRAME, 0, NO_FAR, 0, 64);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
}

static void
hand_on_in_flight(void)
{
    hold_frame();
    ACT(SERVER, HANDOFF, REGION_FRAME, ID_OF(THIRD));
    CHECK_USAGE(SERVER, SLUICE_USAGE_PINNED);
    check_fault_frees();
    DO(THIRD, DEED_READ, CONFIG_FRAME);
    CHECK_FAULT(THIRD, SLUICE_FAULT_MEMORY, 0, CONFIG_FRAME);
}

static void
give_away(void)
{
    attack_scene();
    ACT(SERVER, HANDOFF, REGION_FRAME, ID_OF(THIRD));
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
}

static void
check_frame_is_thirds(void)
{
    const uint8_t *bytes = act_peek(THIRD, CONFIG_FRAME, 64);

    for (uint32_t i = 0; i < 64; i++) {
        CHECK_EQUAL(bytes[i], GUARD);
    }
}

static void
aim_at_what_was_given(void)
{
    give_away();
    ACT(SERVER, ARM, BOUNCE, ME, REGION_FRAME, 0, NO_FAR, 0, 64);
    CHECK_USAGE(SERVER, SLUICE_USAGE_DMA);
    check_fault_frees();
    check_frame_is_thirds();
}

static void
write_what_was_given(void)
{
    attack_scene();
    THEN(SERVER, DEED_OF(DEED_WRITE), CONFIG_FRAME);
    ACT(SERVER, HANDOFF, REGION_FRAME, ID_OF(THIRD));
    CHECK_FAULT(SERVER, SLUICE_FAULT_MEMORY, 0, CONFIG_FRAME);
    check_frame_is_thirds();
}

static void
copy_into_what_was_given(void)
{
    give_away();
    ACT(SERVER, SLUICE_SYS_BORROW_READ, LENDER, LENT, 0, CONFIG_FRAME, 4);
    CHECK_MEMORY(SERVER, CONFIG_FRAME);
    check_frame_is_thirds();
}

static void
fault_in_flight(void)
{
    attack_hold();
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
    attack_freed();
    act_restart(SERVER);
    /* The new life hears nothing of the old one's transfer */
    ACT(SERVER, RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
}

static void
own_fault_own_memory(void)
{
    attack_scene();
    ACT(SERVER, ARM, STUCK_OWN, ME, REGION_RING, 0, NO_FAR, 0, 1024);
    CHECK_EQUAL(act_status(SERVER).pins, 1);
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
    CHECK_EQUAL(act_status(SERVER).pins, 0);
}

static void
everything_in_flight(void)
{
    attack_hold();
    ACT(SERVER, ARM, STUCK_OWN, ME, REGION_RING, 0, NO_FAR, 0, 1024);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    CHECK_EQUAL(attack_arm(FILL, LENT, 512, 1024), SLUICE_RC_OK);
    attack_expect(512, 1024);
    CHECK_EQUAL(act_status(SERVER).pins >= 2, true);
    DO(SERVER, DEED_WRITE, CONFIG_HOARD);
    CHECK_FAULT(SERVER, SLUICE_FAULT_MEMORY, 0, CONFIG_HOARD);
    attack_freed();
}

static void
restarted_lender_storm(void)
{
    attack_scene();
    for (uint32_t i = 0; i < 100; i++) {
        act_restart(CLIENT);
        act_lease(CLIENT, 0, LENT_AT, LENT_SIZE, SLUICE_LEASE_READ);
        act_served(1);
        CHECK_EQUAL(attack_arm(STUCK, LENT, 0, 4095), SLUICE_RC_OK);
        CHECK_EQUAL(act_status(CLIENT).pins, 1);
    }
    act_restart(CLIENT);
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    attack_hear(STUCK);
    attack_ended(STUCK, SLUICE_DMA_CANCELLED, 4095);
}

static void
restarted_owner_storm(void)
{
    for (uint32_t i = 0; i < 30; i++) {
        act_restart(SERVER);
        act_lease(CLIENT, 0, LENT_AT, LENT_SIZE, SLUICE_LEASE_READ);
        act_served(1);
        CHECK_EQUAL(attack_arm(STUCK, LENT, 0, 64), SLUICE_RC_OK);
        act_restart(SERVER);
        CHECK(act_returned(CLIENT));
        CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    }
    attack_scene();
}

static void
arm_and_stop_storm(void)
{
    uint32_t arms;

    attack_scene();
    ACT(SERVER, RESULT, STUCK);
    arms = act_out(SERVER, 0);
    for (uint32_t i = 0; i < 100; i++) {
        CHECK_EQUAL(attack_arm(STUCK, LENT, i, 64), SLUICE_RC_OK);
        ACT(SERVER, STOP, STUCK);
        CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    }
    attack_ended(STUCK, SLUICE_DMA_CANCELLED, 64);
    CHECK_OUT(SERVER, 0, arms + 100);
}

static void
neither_stop_nor_reply(void)
{
    attack_hold();
    ACT(SERVER, RECEIVE, 0, 0, 0, SLUICE_ID_KERNEL); /* for ever */
    act_sleep(2000);
    CHECK_EQUAL(act_status(CLIENT).pins, 1);
    act_restart(CLIENT); /* RC_OK, and not RC_PINNED */
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
}

static void
renewed_at_each_deadline(void)
{
    attack_scene();
    for (uint32_t i = 0; i < 3; i++) {
        CHECK_EQUAL(attack_arm(STUCK, LENT, 0, 64), SLUICE_RC_OK);
        act_sleep(13000);
        attack_hear(STUCK);
        attack_ended(STUCK, SLUICE_DMA_LATE, 64);
    }
    CHECK_EQUAL(attack_arm(STUCK, LENT, 0, 64), SLUICE_RC_OK);
    act_restart(CLIENT);
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
}

/* The third is more important than the lender, and never gives up the core. */
static void
late_beside_a_spinner(void)
{
    attack_hold();
    ACT(SERVER, RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
    DO(THIRD, DEED_BUSY, 60000);
    CHECK_EQUAL(STAGE->notes[0], 1);
    CHECK(act_returned(SERVER));
    attack_ended(STUCK, SLUICE_DMA_LATE, HELD_SIZE);
}

static void
unclosed_says_nothing(void)
{
    attack_hold();
    ACT(SERVER, RESULT, STUCK);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_ARMED);
    CHECK_OUT(SERVER, 3, HELD_SIZE);
    CHECK_OUT(SERVER, 4, SLUICE_RESIDUE_UNKNOWN);
    attack_still_held();
}

static void
stop_after_the_end(void)
{
    attack_scene();
    CHECK_EQUAL(attack_arm(FILL, LENT, 512, 64), SLUICE_RC_OK);
    attack_expect(512, 64);
    ACT(SERVER, STOP, FILL);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    attack_ended(FILL, SLUICE_DMA_OK, 0);
}

static void
stop_again_and_again(void)
{
    attack_hold();
    for (uint32_t i = 0; i < 5; i++) {
        ACT(SERVER, STOP, STUCK);
        CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    }
    attack_hear(STUCK);
    attack_ended(STUCK, SLUICE_DMA_CANCELLED, HELD_SIZE);
    ACT(SERVER, RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER)); /* one end, one bit */
}

/* An end that nobody has heard of is not the end of the next transfer. */
static void
end_of_the_one_before(void)
{
    attack_hold();
    ACT(SERVER, STOP, STUCK);
    CHECK_EQUAL(attack_arm(STUCK, LENT, HELD_AT, HELD_SIZE), SLUICE_RC_OK);
    ACT(SERVER, RECEIVE, 0, 0, BIT(STUCK), SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
    CHECK_EQUAL(act_status(CLIENT).pins, 1);
}

static void
forge_my_own_end(void)
{
    attack_hold();
    ACT(SERVER, SLUICE_SYS_POST, ME, BIT(STUCK));
    CHECK_USAGE(SERVER, SLUICE_USAGE_RIGHT);
    attack_freed();
}

/* A bit of the timer's is no end: memory is as pinned as before. */
static void
forge_by_the_timer(void)
{
    attack_hold();
    ACT(SERVER, SLUICE_SYS_TIMER, 0, 0, BIT(STUCK));
    CHECK(act_returned(SERVER));
    act_sleep(2000);
    CHECK_EQUAL(act_status(CLIENT).pins, 1);
    ACT(SERVER, RESULT, STUCK);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_ARMED);
    ACT(SERVER, SLUICE_SYS_REPLY, LENDER, 0, 0, 0);
    CHECK_USAGE(SERVER, SLUICE_USAGE_PINNED);
    attack_freed();
}

static void
into_a_buffer_of_anothers(void)
{
    attack_scene();
    ACT(SERVER, ARM_RECEIVE, STUCK | LENT << 8 | NO_FAR << 16, LENDER, HELD_AT,
        0, HELD_SIZE, CONFIG_HOARD, 64);
    CHECK_MEMORY(SERVER, CONFIG_HOARD);
    attack_freed();
}

static void
both_ends_on_one_lease(void)
{
    attack_scene();
    ACT(SERVER, ARM, PAIR, LENDER, LENT, 0, LENT, 2, 1024);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    attack_hear(PAIR);
    attack_ended(PAIR, SLUICE_DMA_OK, 0);
}

static void
exactly_the_maximum(void)
{
    attack_scene();
    CHECK_EQUAL(attack_arm(FILL, LENT, 0, LENT_SIZE), SLUICE_RC_OK);
    attack_expect(0, LENT_SIZE);
    attack_hear(FILL);
    attack_ended(FILL, SLUICE_DMA_OK, 0);
}

static void
exactly_one_byte(void)
{
    attack_scene();
    CHECK_EQUAL(attack_arm(FILL, LENT, LENT_SIZE - 1, 1), SLUICE_RC_OK);
    attack_expect(LENT_SIZE - 1, 1);
    attack_hear(FILL);
    attack_ended(FILL, SLUICE_DMA_OK, 0);
}

static const struct sequence lives[] = {
    {"G2: the lease of a call that was answered", arm_after_the_reply},
    {"G2: the lease of a client that has restarted",
     arm_after_the_lenders_restart},
    {"G2: the lease of a client's life to come", arm_for_the_next_life},
    {"G2: one engine's end to free another engine's bytes",
     two_engines_on_one_range},
    {"G2: hand on a region in flight", hand_on_in_flight},
    {"G3: aim at a region after giving it away", aim_at_what_was_given},
    {"G3: write to a region after giving it away", write_what_was_given},
    {"G3: a copy into a region after giving it away", copy_into_what_was_given},
    {"G2: a fault with a client's memory in flight", fault_in_flight},
    {"G2: a fault with my own memory in flight", own_fault_own_memory},
    {"G2: a fault with every channel in flight", everything_in_flight},
    {"G2: a client restarted 100 times in mid-transfer",
     restarted_lender_storm},
    {"G2: an owner restarted 30 times in mid-transfer", restarted_owner_storm},
    {"G1: both ends on one lease, overlapping", both_ends_on_one_lease},
    {"G1: exactly the maximum", exactly_the_maximum},
    {"G1: exactly the last byte", exactly_one_byte},
};

static const struct sequence time[] = {
    {"G4: arm and stop 100 times", arm_and_stop_storm},
    {"G4: neither stop nor reply", neither_stop_nor_reply},
    {"G4: a transfer renewed at each deadline", renewed_at_each_deadline},
    {"G4: a deadline while another task spins", late_beside_a_spinner},
    {"G5: the result of a transfer that is not over", unclosed_says_nothing},
    {"G5: call a whole transfer cancelled", stop_after_the_end},
    {"G5: stop again and again for more than one end", stop_again_and_again},
    {"G5: take the end before for the end of this one", end_of_the_one_before},
    {"G5: post the end of my own transfer", forge_my_own_end},
    {"G5: my timer's bit as the end of a transfer", forge_by_the_timer},
    {"G3: arm-and-receive into memory of another's", into_a_buffer_of_anothers},
};

const struct suite suite_owner_lives = SUITE(lives, attack_sequence);
const struct suite suite_owner_time = SUITE(time, attack_sequence);
