/* SPDX-License-Identifier: MIT */
#include "scene.h"

#include <task.h>

static struct {
    uint32_t offset;
    uint32_t length;
    bool outbox;
} expected;

static const uint32_t both = SLUICE_LEASE_READ | SLUICE_LEASE_WRITE;

static uint8_t
firmware_byte(uint32_t offset)
{
    return (uint8_t)(offset * 37u + (offset >> 8) + 11u);
}

/* Effect: one entry of the client's lease table. */
static void
lend(enum lease_number number, uint32_t base, uint32_t length,
     uint32_t attributes)
{
    act_lease(CLIENT, (uint32_t)number * sizeof(struct lease), base, length,
              attributes);
}

static void
set_canaries(void)
{
    expected.offset = 0;
    expected.length = 0;
    expected.outbox = false;
    for (uint32_t i = 0; i < AREA_FIRMWARE_SIZE; i++) {
        area_firmware[i] = firmware_byte(i);
    }
    for (uint32_t i = 0; i < AREA_OUTBOX_SIZE; i++) {
        area_outbox[i] = GUARD;
    }
    DO(CLIENT, DEED_FILL, CONFIG_LENT, GUARD, 10240);
    DO(CLIENT, DEED_FILL, CONFIG_COMMON, GUARD, 1024);
    DO(SERVER, DEED_FILL, CONFIG_RING, GUARD, 1024);
    DO(SERVER, DEED_FILL, CONFIG_FRAME, GUARD, 1024);
    DO(THIRD, DEED_FILL, CONFIG_HOARD, GUARD, 1024);
}

void
attack_trick(uint32_t base, uint32_t length, uint32_t attributes)
{
    set_canaries();
    lend(LENT, LENT_AT, LENT_SIZE, both);
    lend(SECRET, SECRET_AT, 64, SLUICE_LEASE_READ | SLUICE_LEASE_DEVICE_ONLY);
    lend(TRICK, base, length, attributes);
    act_served(LEASES);
}

void
attack_scene(void)
{
    attack_trick(LENT_AT, 0, both);
}

void
attack_hold(void)
{
    attack_scene();
    CHECK_EQUAL(attack_arm(STUCK, LENT, HELD_AT, HELD_SIZE), SLUICE_RC_OK);
}

uint32_t
attack_arm(uint32_t channel, uint32_t near, uint32_t offset, uint32_t length)
{
    ACT(SERVER, ARM, channel, LENDER, near, offset, NO_FAR, 0, length);
    CHECK(act_returned(SERVER));
    return act_out(SERVER, 0);
}

void
attack_hear(uint32_t channel)
{
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(channel), SLUICE_ID_KERNEL);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 1, BIT(channel));
}

void
attack_ended(uint32_t channel, uint32_t status, uint32_t residue)
{
    ACT(SERVER, RESULT, channel);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 1, SLUICE_DMA_IDLE);
    CHECK_OUT(SERVER, 2, status);
    CHECK_OUT(SERVER, 3, residue);
}

void
attack_still_held(void)
{
    CHECK_EQUAL(act_status(CLIENT).pins, 1);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
    ACT(SERVER, RESULT, STUCK);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 1, SLUICE_DMA_ARMED);
    ACT(SERVER, STOP, STUCK);
    attack_hear(STUCK);
    attack_ended(STUCK, SLUICE_DMA_CANCELLED, HELD_SIZE);
    ACT(SERVER, SLUICE_SYS_REPLY, LENDER, 0, 0, 0);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, 0);
}

void
attack_freed(void)
{
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    CHECK_EQUAL(act_status(SERVER).pins, 0);
}

void
attack_expect(uint32_t offset, uint32_t length)
{
    expected.offset = offset;
    expected.length = length;
}

void
attack_expect_outbox(void)
{
    expected.outbox = true;
}

/* Returns: what must stand at this offset of the client's area. */
static uint8_t
must_be(uint32_t at)
{
    uint32_t offset = at - (LENT_AT - CONFIG_LENT) - expected.offset;

    return offset < expected.length ? firmware_byte(offset) : GUARD;
}

static void
check_lent(void)
{
    for (uint32_t at = 0; at < 10240; at += NOTES_SIZE) {
        const uint8_t *bytes = act_peek(CLIENT, CONFIG_LENT + at, NOTES_SIZE);

        for (uint32_t i = 0; i < NOTES_SIZE; i++) {
            if (bytes[i] != must_be(at + i)) {
                act_note("hurt: byte of the client at", at + i);
                CHECK(!"a canary");
                return;
            }
        }
    }
}

static void
check_guard(uint32_t who, uint32_t address, uint32_t skip, uint32_t skipped)
{
    const uint8_t *bytes = act_peek(who, address, 1024);

    for (uint32_t i = 0; i < 1024; i++) {
        if (bytes[i] !=
            (i - skip < skipped ? firmware_byte(i - skip) : GUARD)) {
            act_note("hurt: a byte of task", who);
            act_note("at", address + i);
            CHECK(!"a canary");
            return;
        }
    }
}

static void
check_canaries(void)
{
    check_lent();
    check_guard(CLIENT, CONFIG_COMMON, 0, 0);
    check_guard(SERVER, CONFIG_RING, 0, 0);
    check_guard(THIRD, CONFIG_HOARD, 0, 0);
    for (uint32_t i = 0; i < AREA_FIRMWARE_SIZE; i++) {
        if (area_firmware[i] != firmware_byte(i)) {
            CHECK_EQUAL(i, ANY);
            return;
        }
    }
    for (uint32_t i = 0; !expected.outbox && i < AREA_OUTBOX_SIZE; i++) {
        CHECK_EQUAL(area_outbox[i], GUARD);
    }
}

/* The third lends, and gets what it asked for, and not a byte more. */
static void
serve_another(void)
{
    act_lease(THIRD, 0, CONFIG_HOARD + 128, 64, both);
    ACT(SERVER, SLUICE_SYS_RECEIVE, OWN(BUFFER_AT), 64, 0, SLUICE_ID_NOBODY);
    ACT(THIRD, SLUICE_SYS_SEND, ID_OF(SERVER), 7u | 1u << SLUICE_LEASES_SHIFT,
        OWN(MESSAGE_AT), 8, OWN(ROOM_AT), 16, OWN(0));
    CHECK(act_returned(SERVER));
    ACT(SERVER, ARM, FILL, ID_OF(THIRD), 0, 0, NO_FAR, 0, 64);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    attack_hear(FILL);
    attack_ended(FILL, SLUICE_DMA_OK, 0);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(THIRD), 0, 0, 0);
    CHECK(act_returned(THIRD));
    check_guard(THIRD, CONFIG_HOARD, 128, 64);
}

void
attack_aftermath(void)
{
    for (uint32_t who = SEATS - 1; who >= 1; who--) {
        act_restart(who);
    }
    for (uint32_t who = 1; who < SEATS; who++) {
        CHECK_EQUAL(act_status(who).pins, 0);
    }
    check_canaries();
    serve_another();
}

static bool
is_of_no_matter(const struct attack *attack)
{
    return attack->detail == ANY;
}

static void
check_outcome(const struct attack *attack)
{
    if (attack->kind != 0) {
        CHECK(!act_returned(attack->who));
        CHECK_FAULT(attack->who, attack->kind, attack->detail, attack->address);
        return;
    }
    CHECK(act_returned(attack->who));
    if (!is_of_no_matter(attack)) {
        CHECK_EQUAL(act_out(attack->who, 0), attack->detail);
    }
}

/* The client is blocked in the scene, so the one that attacks isn't lending. */
void
attack_run(const void *row)
{
    const struct attack *attack = row;

    if (attack->who == CLIENT) {
        set_canaries();
    } else {
        attack_hold();
    }
    act_words(attack->who, attack->number, attack->words);
    check_outcome(attack);
    if (attack->who == SERVER && attack->kind != 0) {
        attack_freed();
    } else if (attack->who != CLIENT) {
        attack_still_held();
    }
    attack_aftermath();
}

void
attack_sequence(const void *row)
{
    const struct sequence *sequence = row;

    sequence->run();
    attack_aftermath();
}
