/* SPDX-License-Identifier: MIT */
/* Transfers that come to their end, in every shape. */
#include "suites.h"

static void
whole_lease(void)
{
    dma_scene();
    CHECK_EQUAL(dma_arm(FILL, LENT, 0, NO_FAR, 0, LENT_SIZE), SLUICE_RC_OK);
    dma_check_end(FILL, SLUICE_DMA_OK, 0);
    dma_release();
    dma_check_lent(0, 0, LENT_SIZE);
}

/* A length, and offsets that are odd in all ways. */
static void
one_shape(uint32_t length)
{
    uint32_t near = 64 + length * 7 % 9;
    uint32_t far = length * 5 % 7;

    dma_scene();
    CHECK_EQUAL(dma_arm(FILL, LENT, near, NO_FAR, far, length), SLUICE_RC_OK);
    dma_check_end(FILL, SLUICE_DMA_OK, 0);
    dma_release();
    dma_check_lent(near, far, length);
}

static void
every_length(void)
{
    for (uint32_t length = 1; length <= 70; length++) {
        one_shape(length);
    }
}

/* Bytes can be counted up to 4095 in one transfer, half-words twice as far. */
static void
widths(void)
{
    dma_scene();
    CHECK_EQUAL(dma_arm(FILL, LENT, 1, NO_FAR, 0, 4095), SLUICE_RC_OK);
    dma_check_end(FILL, SLUICE_DMA_OK, 0);
    dma_release();
    dma_check_lent(1, 0, 4095);
    dma_scene();
    CHECK_EQUAL(dma_arm(FILL, LENT, 1, NO_FAR, 0, 4096), SLUICE_RC_REACH);
    CHECK_EQUAL(dma_arm(FILL, LENT, 0, NO_FAR, 0, 4097), SLUICE_RC_REACH);
    CHECK_EQUAL(dma_arm(FILL, LENT, 2, NO_FAR, 4, 8190), SLUICE_RC_OK);
    dma_check_end(FILL, SLUICE_DMA_OK, 0);
    dma_release();
    dma_check_lent(2, 4, 8190);
}

static void
last_byte(void)
{
    dma_scene();
    CHECK_EQUAL(
        dma_arm(FILL, LENT, LENT_SIZE - 1, NO_FAR, AREA_FIRMWARE_SIZE - 1, 1),
        SLUICE_RC_OK);
    dma_check_end(FILL, SLUICE_DMA_OK, 0);
    dma_release();
    dma_check_lent(LENT_SIZE - 1, AREA_FIRMWARE_SIZE - 1, 1);
}

static void
out_of_a_lease(void)
{
    dma_scene();
    for (uint32_t i = 0; i < AREA_OUTBOX_SIZE; i++) {
        area_outbox[i] = GUARD;
    }
    CHECK_EQUAL(dma_arm(DRAIN, SOURCE, 3, NO_FAR, 101, 60), SLUICE_RC_OK);
    dma_check_end(DRAIN, SLUICE_DMA_OK, 0);
    for (uint32_t i = 0; i < AREA_OUTBOX_SIZE; i++) {
        CHECK_EQUAL(area_outbox[i], i - 101 < 60 ? i - 101 + 4 : GUARD);
    }
}

static void
between_two_leases(void)
{
    const uint8_t *bytes;

    dma_scene();
    CHECK_EQUAL(dma_arm(PAIR, LENT, 8, SOURCE, 0, 64), SLUICE_RC_OK);
    dma_check_end(PAIR, SLUICE_DMA_OK, 0);
    dma_release();
    bytes = act_peek(CLIENT, LENT_AT, 128);
    for (uint32_t i = 0; i < 128; i++) {
        CHECK_EQUAL(bytes[i], i - 8 < 64 ? i - 8 + 1 : GUARD);
    }
}

static void
bounce(void)
{
    dma_scene();
    CHECK_EQUAL(dma_arm(FILL, PLAIN, 0, NO_FAR, 0, 32), SLUICE_RC_REACH);
    ACT(SERVER, SLUICE_SYS_DMA_ARM, BOUNCE, ID_OF(SERVER), REGION_RING, 4,
        NO_FAR, 17, 32);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    dma_check_end(BOUNCE, SLUICE_DMA_OK, 0);
    ACT(SERVER, SLUICE_SYS_BORROW_WRITE, ID_OF(CLIENT), PLAIN, 0,
        CONFIG_RING + 4, 32);
    CHECK_OUT(SERVER, 1, 32);
    dma_release();
    for (uint32_t i = 0; i < 32; i++) {
        CHECK_EQUAL(act_peek(CLIENT, OWN(448), 32)[i], dma_firmware(17 + i));
    }
}

static void
arms_are_counted(void)
{
    uint32_t before;

    dma_scene();
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, FILL);
    before = act_out(SERVER, 0);
    CHECK_EQUAL(dma_arm(FILL, LENT, 0, NO_FAR, 0, 4), SLUICE_RC_OK);
    dma_check_end(FILL, SLUICE_DMA_OK, 0);
    CHECK_OUT(SERVER, 0, before + 1);
    CHECK_EQUAL(dma_arm(FILL, PLAIN, 0, NO_FAR, 0, 4), SLUICE_RC_REACH);
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, FILL);
    CHECK_OUT(SERVER, 0, before + 1);
}

static void
arm_receive(uint32_t channel, uint32_t near, uint32_t length)
{
    ACT(SERVER, SLUICE_SYS_DMA_ARM_RECEIVE, channel | near << 8 | NO_FAR << 16,
        ID_OF(CLIENT), 0, 0, length, OWN(BUFFER_AT), 64);
}

static void
arm_and_receive(void)
{
    dma_scene();
    arm_receive(FILL, LENT, 64);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_ID_KERNEL);
    CHECK_OUT(SERVER, 1, BIT(FILL));
    CHECK_OUT(SERVER, 6, SLUICE_RC_OK);
    dma_release();
    dma_check_lent(0, 0, 64);
}

static void
arm_and_receive_a_code(void)
{
    dma_scene();
    arm_receive(FILL, PLAIN, 32);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_ID_NOBODY);
    CHECK_OUT(SERVER, 6, SLUICE_RC_REACH);
}

static void
arm_and_receive_a_message(void)
{
    dma_scene();
    arm_receive(STUCK, SOURCE, 64);
    CHECK(!act_returned(SERVER));
    CHECK_EQUAL(act_state(SERVER), SLUICE_STATE_RECEIVING);
    ACT(THIRD, SLUICE_SYS_SEND, ID_OF(SERVER), 9, OWN(0), 4, 0, 0, 0);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(THIRD));
    CHECK_OUT(SERVER, 1, 9);
    ACT(SERVER, SLUICE_SYS_DMA_STOP, STUCK);
    dma_check_end(STUCK, SLUICE_DMA_CANCELLED, 64);
}

static const struct test tests[] = {
    {"a lease is filled from its first byte to its last", whole_lease},
    {"every length to 70, at odd addresses, and not a byte more", every_length},
    {"a width for each length and alignment, or REACH", widths},
    {"the last byte of both ends", last_byte},
    {"a transfer out of a lease", out_of_a_lease},
    {"a transfer between two leases of one lender", between_two_leases},
    {"memory out of reach is served by bounce", bounce},
    {"arms are counted, refusals are not", arms_are_counted},
    {"arm and receive in one call", arm_and_receive},
    {"arm and receive: a code is returned at once", arm_and_receive_a_code},
    {"arm and receive: a message comes first", arm_and_receive_a_message},
};

const struct suite suite_transfers = SUITE(tests, act_test);
