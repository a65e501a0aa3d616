/* SPDX-License-Identifier: MIT */
#include <task.h>

#include "suites.h"

uint8_t
dma_firmware(uint32_t offset)
{
    return (uint8_t)(offset * 37u + (offset >> 8) + 11u);
}

static void
write_firmware(void)
{
    for (uint32_t i = 0; i < AREA_FIRMWARE_SIZE; i++) {
        area_firmware[i] = dma_firmware(i);
    }
}

/* Effect: one entry of the client's lease table. */
static void
lend(enum lease_number number, uint32_t base, uint32_t length,
     uint32_t attributes)
{
    act_lease(CLIENT, (uint32_t)number * sizeof(struct lease), base, length,
              attributes);
}

void
dma_scene(void)
{
    const uint32_t both = SLUICE_LEASE_READ | SLUICE_LEASE_WRITE;

    DO(CLIENT, DEED_FILL, CONFIG_LENT, GUARD, AREA_FIRMWARE_SIZE);
    DO(CLIENT, DEED_BYTES, SOURCE_AT, 1, 128);
    lend(LENT, LENT_AT, LENT_SIZE, both);
    lend(PLAIN, OWN(448), 32, both);
    lend(SOURCE, SOURCE_AT, 64, SLUICE_LEASE_READ);
    lend(SECRET, SECRET_AT, 64, SLUICE_LEASE_READ | SLUICE_LEASE_DEVICE_ONLY);
    lend(SHARED, CONFIG_COMMON, 64, both);
    lend(FIXED, CONFIG_FIXED, 64, both);
    lend(CODE, OWN_TEXT, 64, both);
    lend(LIE, 0x30000000u, 64, both);
    act_served(LEASES);
}

uint32_t
dma_arm(uint32_t channel, uint32_t near, uint32_t near_offset, uint32_t far,
        uint32_t far_offset, uint32_t length)
{
    ACT(SERVER, SLUICE_SYS_DMA_ARM, channel, ID_OF(CLIENT), near, near_offset,
        far, far_offset, length);
    CHECK(act_returned(SERVER));
    return act_out(SERVER, 0);
}

void
dma_check_end(uint32_t channel, uint32_t status, uint32_t residue)
{
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(channel), SLUICE_ID_KERNEL);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 1, BIT(channel));
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, channel);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_IDLE);
    CHECK_OUT(SERVER, 2, status);
    CHECK_OUT(SERVER, 3, residue);
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    CHECK_EQUAL(act_status(SERVER).pins, 0);
}

void
dma_release(void)
{
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 0, 0, 0);
    CHECK(act_returned(CLIENT));
}

/* Returns: what must stand at this offset of LENT. */
static uint8_t
must_be(uint32_t at, uint32_t offset, uint32_t from, uint32_t length)
{
    return at - offset < length ? dma_firmware(from + at - offset) : GUARD;
}

/* One page of the client's memory at a time comes by the stage. */
static bool
page_is_good(int32_t at, uint32_t offset, uint32_t from, uint32_t length)
{
    const uint8_t *bytes = act_peek(CLIENT, LENT_AT + (uint32_t)at, NOTES_SIZE);

    for (int32_t i = 0; i < (int32_t)NOTES_SIZE; i++) {
        if (at + i < (int32_t)LENT_SIZE &&
            bytes[i] != must_be((uint32_t)(at + i), offset, from, length)) {
            act_note("wrong byte of the lease at", (uint32_t)(at + i));
            act_note("it is", bytes[i]);
            return false;
        }
    }
    return true;
}

void
dma_check_lent(uint32_t offset, uint32_t from, uint32_t length)
{
    int32_t end = (int32_t)(offset + length) + 64;
    int32_t at = (int32_t)offset - 64;

    for (at -= at % 4; at < end; at += (int32_t)NOTES_SIZE) {
        CHECK(page_is_good(at, offset, from, length));
    }
}

_Noreturn void
task_main(void)
{
    const struct suite suites[] = {suite_transfers, suite_stops, suite_pinned,
                                   suite_refusals, suite_codes};

    write_firmware();
    act_all(suites, sizeof suites / sizeof suites[0]);
}
