/* SPDX-License-Identifier: MIT */
#include "scene.h"

static void
set_canaries(void)
{
    DO(CLIENT, DEED_FILL, CONFIG_LENT, GUARD, 1024);
    DO(SERVER, DEED_FILL, CONFIG_RING, GUARD, 1024);
    DO(SERVER, DEED_FILL, CONFIG_FRAME, GUARD, 1024);
    DO(THIRD, DEED_FILL, CONFIG_HOARD, GUARD, 1024);
}

void
attack_scene(uint32_t base, uint32_t length, uint32_t attributes)
{
    set_canaries();
    act_lease(CLIENT, 0, base, length, attributes);
    act_served(1);
}

/* Up to the first wrong byte. */
static void
check_guard(uint32_t who, uint32_t address)
{
    const uint8_t *bytes = act_peek(who, address, 1024);

    for (uint32_t i = 0; i < 1024; i++) {
        if (bytes[i] != GUARD) {
            act_note("hurt: a byte of task", who);
            act_note("at", address + i);
            CHECK(!"a canary");
            return;
        }
    }
}

/* The third lends, and the server writes one byte there. */
static void
serve_another(void)
{
    act_lease(THIRD, 0, CONFIG_HOARD + 128, 64, BOTH);
    ACT(SERVER, SLUICE_SYS_RECEIVE, OWN(BUFFER_AT), 64, 0, SLUICE_ID_NOBODY);
    ACT(THIRD, SLUICE_SYS_SEND, ID_OF(SERVER), 7u | 1u << SLUICE_LEASES_SHIFT,
        OWN(MESSAGE_AT), 8, OWN(ROOM_AT), 16, OWN(0));
    CHECK(act_returned(SERVER));
    DO(SERVER, DEED_BYTES, OWN(0), 7, 4);
    ACT(SERVER, SLUICE_SYS_BORROW_WRITE, ID_OF(THIRD), 0, 8, OWN(0), 1);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    CHECK_OUT(SERVER, 1, 1);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(THIRD), 0, 0, 0);
    CHECK(act_returned(THIRD));
    CHECK_EQUAL(act_peek(THIRD, CONFIG_HOARD + 136, 4)[0], 7);
}

void
attack_aftermath(void)
{
    check_guard(SERVER, CONFIG_RING);
    for (uint32_t who = SEATS - 1; who >= 1; who--) {
        act_restart(who);
    }
    check_guard(CLIENT, CONFIG_LENT);
    check_guard(SERVER, CONFIG_RING);
    check_guard(THIRD, CONFIG_HOARD);
    serve_another();
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
    if (attack->detail != ANY) {
        CHECK_EQUAL(act_out(attack->who, 0), attack->detail);
    }
}

/* The honest client still waits, and gets the answer of its server. */
static void
check_served(void)
{
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 3, 0, 0);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, 3);
}

void
attack_run(const void *row)
{
    const struct attack *attack = row;

    if (attack->who == CLIENT) {
        set_canaries();
    } else {
        attack_scene(LENT_AT, LENT_SIZE, BOTH);
    }
    act_words(attack->who, attack->number, attack->words);
    check_outcome(attack);
    if (attack->who != CLIENT) {
        check_served();
    }
    attack_aftermath();
}
