/* SPDX-License-Identifier: MIT */
/*
 * FRAME is at home with the server, and may go to the client; OTHER is at home
 * with the third, and may go to the client.
 */
#include <task.h>

#include "../../lib/act.h"

#define FRAME 3u /* region of the server, and of the client */
#define OTHER 3u /* of the third */
#define OTHER_OF_CLIENT 4u
#define HANDOFF SLUICE_SYS_HANDOFF

static void
give(uint32_t who, uint32_t region, uint32_t to)
{
    ACT(who, HANDOFF, region, to);
    CHECK(act_returned(who));
    CHECK_OUT(who, 0, SLUICE_RC_OK);
}

static void
write_word(uint32_t who, uint32_t address)
{
    DO(who, DEED_BYTES, address, 1, 4);
    CHECK(act_returned(who));
}

static void
can_read(uint32_t who, uint32_t address, uint32_t word)
{
    const uint8_t *bytes = act_peek(who, address, 4);

    CHECK(act_returned(who));
    CHECK_EQUAL(*(const uint32_t *)(const void *)bytes, word);
}

static void
cannot_read(uint32_t who, uint32_t address)
{
    DO(who, DEED_READ, address);
    CHECK_FAULT(who, SLUICE_FAULT_MEMORY, 0, address);
}

static void
home_has_it(void)
{
    write_word(SERVER, CONFIG_FRAME);
    can_read(SERVER, CONFIG_FRAME, 0x04030201);
    cannot_read(CLIENT, CONFIG_FRAME);
}

static void
taker_has_it(void)
{
    write_word(SERVER, CONFIG_FRAME);
    give(SERVER, FRAME, ID_OF(CLIENT));
    can_read(CLIENT, CONFIG_FRAME, 0x04030201);
    write_word(CLIENT, CONFIG_FRAME + 1020);
    give(CLIENT, FRAME, ID_OF(SERVER));
    can_read(SERVER, CONFIG_FRAME + 1020, 0x04030201);
    cannot_read(CLIENT, CONFIG_FRAME);
}

/* The giver goes on without a change of tasks, with its table in the unit. */
static void
giver_has_it_no_more(void)
{
    THEN(SERVER, DEED + (uint32_t)DEED_READ, CONFIG_FRAME);
    ACT(SERVER, HANDOFF, FRAME, ID_OF(CLIENT));
    CHECK_FAULT(SERVER, SLUICE_FAULT_MEMORY, 0, CONFIG_FRAME);
}

static void
not_in_messages_either(void)
{
    give(SERVER, FRAME, ID_OF(CLIENT));
    ACT(SERVER, SLUICE_SYS_RECEIVE, CONFIG_FRAME, 4, 0, SLUICE_ID_NOBODY);
    CHECK_MEMORY(SERVER, CONFIG_FRAME);
}

static void
taker_sends_from_it(void)
{
    write_word(SERVER, CONFIG_FRAME);
    give(SERVER, FRAME, ID_OF(CLIENT));
    ACT(SERVER, SLUICE_SYS_RECEIVE, OWN(0), 4, 0, SLUICE_ID_NOBODY);
    ACT(CLIENT, SLUICE_SYS_SEND, ID_OF(SERVER), 1, CONFIG_FRAME, 4, OWN(0), 0,
        0);
    CHECK(act_returned(SERVER));
    CHECK_EQUAL(act_read(SERVER, 0), 0x04030201);
}

static void
dead_taker_takes_nothing(void)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, CLIENT, 1), SLUICE_RC_OK);
    ACT(SERVER, HANDOFF, FRAME, STALE_ID_OF(CLIENT));
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEAD);
    CHECK_OUT(SERVER, 1, act_id(CLIENT));
    write_word(SERVER, CONFIG_FRAME);
}

static void
faulted_taker_takes_nothing(void)
{
    DO(CLIENT, DEED_UNDEFINED, 0);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_INSTRUCTION, 0, 0);
    ACT(SERVER, HANDOFF, FRAME, ID_OF(CLIENT));
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEAD);
    write_word(SERVER, CONFIG_FRAME);
}

static void
is_home_and_zero(void)
{
    DO(SERVER, DEED_COPY, (uint32_t)(uintptr_t)STAGE->notes, CONFIG_FRAME,
       1024);
    CHECK(act_returned(SERVER));
    for (uint32_t i = 0; i < 1024 / 4; i++) {
        CHECK_EQUAL(STAGE->notes[i], 0);
    }
}

static void
lend_out(void)
{
    write_word(SERVER, CONFIG_FRAME);
    give(SERVER, FRAME, ID_OF(CLIENT));
    DO(CLIENT, DEED_FILL, CONFIG_FRAME, 0x77, 1024);
}

static void
goes_home_at_a_fault(void)
{
    lend_out();
    DO(CLIENT, DEED_UNDEFINED, 0);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_INSTRUCTION, 0, 0);
    is_home_and_zero();
}

static void
goes_home_at_a_restart(void)
{
    lend_out();
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, CLIENT, 1), SLUICE_RC_OK);
    is_home_and_zero();
    cannot_read(CLIENT, CONFIG_FRAME);
}

static void
stays_out_when_its_home_ends(void)
{
    lend_out();
    DO(SERVER, DEED_UNDEFINED, 0);
    act_restart(SERVER);
    can_read(CLIENT, CONFIG_FRAME, 0x77777777);
    cannot_read(SERVER, CONFIG_FRAME);
}

static void
is_zero_when_its_home_ends_with_it(void)
{
    DO(SERVER, DEED_FILL, CONFIG_FRAME, 0x77, 1024);
    DO(SERVER, DEED_UNDEFINED, 0);
    act_restart(SERVER);
    is_home_and_zero();
}

static void
to_itself_changes_nothing(void)
{
    write_word(SERVER, CONFIG_FRAME);
    give(SERVER, FRAME, ID_OF(SERVER));
    can_read(SERVER, CONFIG_FRAME, 0x04030201);
}

/* Each region has its own holder. */
static void
two_regions_go_their_ways(void)
{
    write_word(SERVER, CONFIG_FRAME);
    write_word(THIRD, CONFIG_OTHER);
    give(SERVER, FRAME, ID_OF(CLIENT));
    give(THIRD, OTHER, ID_OF(CLIENT));
    can_read(CLIENT, CONFIG_FRAME, 0x04030201);
    can_read(CLIENT, CONFIG_OTHER, 0x04030201);
    give(CLIENT, OTHER_OF_CLIENT, ID_OF(THIRD));
    can_read(CLIENT, CONFIG_FRAME, 0x04030201);
    cannot_read(CLIENT, CONFIG_OTHER);
}

/* A lease of a region that its lender holds is as good as any. */
static void
holder_lends_it(void)
{
    lend_out();
    act_lease(CLIENT, 0, CONFIG_FRAME, 64,
              SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
    act_served(1);
    ACT(SERVER, SLUICE_SYS_BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(64), 4);
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    CHECK_EQUAL(act_read(SERVER, 64), 0x77777777);
}

static void
lease_of_what_is_elsewhere(void)
{
    act_lease(CLIENT, 0, CONFIG_FRAME, 64, SLUICE_LEASE_READ);
    act_served(1);
    ACT(SERVER, SLUICE_SYS_BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(64), 4);
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEFECT);
    CHECK_MEMORY(CLIENT, CONFIG_FRAME);
}

static const struct test tests[] = {
    {"the region is with its home at first", home_has_it},
    {"the taker has it, and can give it back", taker_has_it},
    {"the giver has it no more, from the next instruction on",
     giver_has_it_no_more},
    {"the giver can't receive into it either", not_in_messages_either},
    {"the taker sends from it", taker_sends_from_it},
    {"a taker whose incarnation is over gets nothing",
     dead_taker_takes_nothing},
    {"a taker that has faulted gets nothing", faulted_taker_takes_nothing},
    {"it goes home zeroed at the holder's fault", goes_home_at_a_fault},
    {"it goes home zeroed at the holder's restart", goes_home_at_a_restart},
    {"it stays with its holder when its home ends",
     stays_out_when_its_home_ends},
    {"it is zeroed when its home ends with it",
     is_zero_when_its_home_ends_with_it},
    {"handed to oneself it stays", to_itself_changes_nothing},
    {"two regions go their own ways", two_regions_go_their_ways},
    {"who holds it can lend it", holder_lends_it},
    {"a lease of what somebody else holds", lease_of_what_is_elsewhere},
};

static const struct refusal refusals[] = {
    {"handoff of a region that is with another",
     SOLO,
     CLIENT,
     HANDOFF,
     {FRAME, ID_OF(SERVER)},
     USAGE(SLUICE_USAGE_REGION)},
    {"handoff of a region that is not handed on",
     SOLO,
     SERVER,
     HANDOFF,
     {2, ID_OF(CLIENT)},
     USAGE(SLUICE_USAGE_REGION)},
    {"handoff of the home region",
     SOLO,
     SERVER,
     HANDOFF,
     {0, ID_OF(CLIENT)},
     USAGE(SLUICE_USAGE_REGION)},
    {"handoff of a region past the last",
     SOLO,
     SERVER,
     HANDOFF,
     {4, ID_OF(CLIENT)},
     USAGE(SLUICE_USAGE_REGION)},
    {"handoff of the largest region number",
     SOLO,
     SERVER,
     HANDOFF,
     {0xffffffffu, ID_OF(CLIENT)},
     USAGE(SLUICE_USAGE_REGION)},
    {"handoff to a task that is not declared for it",
     SOLO,
     SERVER,
     HANDOFF,
     {FRAME, ID_OF(THIRD)},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"handoff to no task",
     SOLO,
     SERVER,
     HANDOFF,
     {FRAME, 200},
     USAGE(SLUICE_USAGE_TASK)},
    {"handoff to the kernel",
     SOLO,
     SERVER,
     HANDOFF,
     {FRAME, SLUICE_ID_KERNEL},
     USAGE(SLUICE_USAGE_TASK)},
    {"handoff to nobody",
     SOLO,
     SERVER,
     HANDOFF,
     {FRAME, SLUICE_ID_NOBODY},
     USAGE(SLUICE_USAGE_TASK)},
};

_Noreturn void
task_main(void)
{
    static const struct suite suites[] = {SUITE(tests, act_test),
                                          SUITE(refusals, act_refusal)};

    act_all(suites, sizeof suites / sizeof suites[0]);
}
