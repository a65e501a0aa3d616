/* SPDX-License-Identifier: MIT */
/* A peer whose incarnation is over is known at once, with its new id. */
#include "suites.h"

#define RECEIVE SLUICE_SYS_RECEIVE
#define SEND SLUICE_SYS_SEND
#define ANYBODY SLUICE_ID_NOBODY

static void
check_told_dead(uint32_t who, uint32_t of)
{
    CHECK(act_returned(who));
    CHECK_OUT(who, 0, SLUICE_RC_DEAD);
    CHECK_OUT(who, 1, 0);
    CHECK_OUT(who, 2, act_id(of));
}

static void
client_sends_to(uint32_t id)
{
    ACT(CLIENT, SEND, id, 1, OWN(0), 4, OWN(64), 16, 0);
}

static void
stale_id(void)
{
    client_sends_to(STALE_ID_OF(SERVER));
    check_told_dead(CLIENT, SERVER);
    client_sends_to(SERVER); /* generation 0 is nobody's */
    check_told_dead(CLIENT, SERVER);
}

static void
dies_before_receive(void)
{
    client_sends_to(ID_OF(SERVER));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_FAULT, SERVER, 0), SLUICE_RC_OK);
    check_told_dead(CLIENT, SERVER);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INJECTED, 0, 0);
}

static void
dies_before_reply(void)
{
    act_served(0);
    DO(SERVER, DEED_UNDEFINED, 0);
    check_told_dead(CLIENT, SERVER);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
}

static void
restarted_before_reply(void)
{
    act_served(0);
    act_restart(SERVER);
    check_told_dead(CLIENT, SERVER);
}

static void
dies_in_closed_receive(void)
{
    uint32_t old = act_id(CLIENT);

    ACT(SERVER, RECEIVE, OWN(0), 4, 0, ID_OF(CLIENT));
    CHECK(!act_returned(SERVER));
    act_restart(CLIENT);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
    CHECK_OUT(SERVER, 6, SLUICE_RC_DEAD);
    ACT(SERVER, RECEIVE, OWN(0), 4, 0, old);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
    CHECK_OUT(SERVER, 6, SLUICE_RC_DEAD);
}

static void
client_dies_while_served(void)
{
    uint32_t old = act_id(CLIENT);

    act_lease(CLIENT, 0, OWN(64), 64, SLUICE_LEASE_READ);
    act_served(1);
    DO(CLIENT, DEED_COPY, 0, 0, 0); /* it waits: the order stays untaken */
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_FAULT, CLIENT, 0), SLUICE_RC_OK);
    ACT(SERVER, SLUICE_SYS_BORROW_READ, old, 0, 0, OWN(0), 4);
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEAD);
    CHECK_OUT(SERVER, 1, 0);
    ACT(SERVER, SLUICE_SYS_REPLY, old, 0, 0, 0);
    CHECK(act_returned(SERVER));
    CHECK_FAULT(CLIENT, SLUICE_FAULT_INJECTED, 0, 0);
}

static void
sender_dies(void)
{
    client_sends_to(ID_OF(SERVER));
    act_restart(CLIENT);
    ACT(SERVER, RECEIVE, OWN(0), 4, 0, ANYBODY);
    CHECK(!act_returned(SERVER)); /* its message died with it */
}

static void
send_to_stopped(void)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, SERVER, 0), SLUICE_RC_OK);
    CHECK_EQUAL(act_state(SERVER), SLUICE_STATE_STOPPED);
    client_sends_to(ID_OF(SERVER));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, SERVER, 1), SLUICE_RC_OK);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
    ACT(SERVER, RECEIVE, OWN(0), 4, 0, ANYBODY);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
}

/* Nobody waits for the supervisor's decision: the next send waits instead. */
static void
send_to_faulted(void)
{
    DO(SERVER, DEED_UNDEFINED, 0);
    client_sends_to(ID_OF(SERVER));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
    act_restart(SERVER);
    ACT(SERVER, RECEIVE, OWN(0), 4, 0, ANYBODY);
    CHECK(act_returned(SERVER));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
}

static void
many_wait(void)
{
    ACT(THIRD, SEND, ID_OF(SERVER), 1, OWN(0), 4, OWN(0), 4, 0);
    client_sends_to(ID_OF(SERVER));
    ACT(SERVER, RECEIVE, OWN(0), 4, 0, ANYBODY);
    CHECK_EQUAL(act_state(THIRD), SLUICE_STATE_REPLY);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
    act_restart(SERVER);
    check_told_dead(THIRD, SERVER);
    check_told_dead(CLIENT, SERVER);
}

static void
post_to_the_dead(void)
{
    ACT(CLIENT, SLUICE_SYS_POST, STALE_ID_OF(SERVER), NOTIFY_SERVER_BELL);
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    CHECK_OUT(CLIENT, 1, act_id(SERVER));
    ACT(SERVER, RECEIVE, 0, 0, NOTIFY_SERVER_BELL, SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
}

/* Message and buffer overlap in memory of both: the receiver is to blame. */
static void
buffer_overlaps_message(void)
{
    uint32_t notes = (uint32_t)(uintptr_t)STAGE->notes;

    ACT(SERVER, RECEIVE, notes + 4, 8, 0, ANYBODY);
    ACT(CLIENT, SEND, ID_OF(SERVER), 1, notes, 8, OWN(0), 4, 0);
    CHECK_MEMORY(SERVER, notes + 4);
    check_told_dead(CLIENT, SERVER);
}

static const struct test tests[] = {
    {"a stale id is answered with the new one", stale_id},
    {"the receiver dies before it receives", dies_before_receive},
    {"the receiver dies before it replies", dies_before_reply},
    {"the receiver is restarted before it replies", restarted_before_reply},
    {"the peer of a closed receive dies", dies_in_closed_receive},
    {"a client dies while it is served", client_dies_while_served},
    {"a sender dies before it is received", sender_dies},
    {"a send to a stopped task waits for its start", send_to_stopped},
    {"a send to a faulted task waits for its restart", send_to_faulted},
    {"all who wait are told", many_wait},
    {"a buffer over the message faults the receiver", buffer_overlaps_message},
    {"a post to a dead incarnation does nothing", post_to_the_dead},
};

const struct suite suite_deaths = SUITE(tests, act_test);
