/* SPDX-License-Identifier: MIT */
/*
 * Who runs: always the most important that can. The stage's clock tells in
 * which order puppets came back from their calls.
 */
#include "suites.h"

static uint32_t
when(uint32_t who)
{
    CHECK(act_returned(who));
    return STAGE->seats[who].when;
}

static void
post_runs_the_woken_first(void)
{
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, NOTIFY_SERVER_BELL, SLUICE_ID_KERNEL);
    ACT(CLIENT, SLUICE_SYS_POST, ID_OF(SERVER), NOTIFY_SERVER_BELL);
    CHECK(when(SERVER) < when(CLIENT));
}

static void
reply_goes_on_with_the_server(void)
{
    act_served(0);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 0, 0, 0);
    CHECK(when(SERVER) < when(CLIENT));
}

/* Both are free at once: the server's fault releases two clients. */
static void
released_by_importance(void)
{
    ACT(CLIENT, SLUICE_SYS_SEND, ID_OF(SERVER), 1, 0, 0, 0, 0, 0);
    ACT(THIRD, SLUICE_SYS_SEND, ID_OF(SERVER), 1, 0, 0, 0, 0, 0);
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, 0, ANY);
    CHECK(when(THIRD) < when(CLIENT));
}

/* The server answers two, and only then gives way. */
static void
given_way_to_by_importance(void)
{
    act_served(0);
    ACT(THIRD, SLUICE_SYS_SEND, ID_OF(SERVER), 1, 0, 0, 0, 0, 0);
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, 0, SLUICE_ID_NOBODY);
    THEN(SERVER, SLUICE_SYS_REPLY_RECEIVE, ID_OF(CLIENT), 0, 0, 0, 0, 0, 0);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(THIRD), 0, 0, 0);
    CHECK(when(THIRD) < when(CLIENT));
}

/* The woken server has run, and waits again, before the send is made. */
static void
post_then_send(void)
{
    ACT(THIRD, SLUICE_SYS_RECEIVE, 0, 0, 0, SLUICE_ID_NOBODY);
    ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, NOTIFY_SERVER_BELL, SLUICE_ID_KERNEL);
    THEN(CLIENT, SLUICE_SYS_SEND, ID_OF(THIRD), 1, 0, 0, 0, 0, 0);
    ACT(CLIENT, SLUICE_SYS_POST, ID_OF(SERVER), NOTIFY_SERVER_BELL);
    CHECK(when(SERVER) < when(THIRD));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
}

static void
wait_until(uint32_t who, uint32_t at, uint32_t bit)
{
    ACT(who, SLUICE_SYS_TIMER, at, 0, bit);
    ACT(who, SLUICE_SYS_RECEIVE, 0, 0, bit, SLUICE_ID_KERNEL);
    CHECK(!act_returned(who));
}

/* Deadlines of one instant, set in the order that would be wrong. */
static void
due_together(void)
{
    uint32_t at = (uint32_t)sys_time().now_us + 5000;

    wait_until(CLIENT, at, 1u << 30);
    wait_until(THIRD, at, 1u << 30);
    wait_until(SERVER, at, 1u << 30);
    act_sleep(8000);
    CHECK(when(SERVER) < when(THIRD));
    CHECK(when(THIRD) < when(CLIENT));
}

static void
due_in_turn(void)
{
    uint32_t at = (uint32_t)sys_time().now_us + 5000;

    wait_until(SERVER, at + 4000, 1u << 30);
    wait_until(CLIENT, at, 1u << 30);
    wait_until(THIRD, at + 2000, 1u << 30);
    act_sleep(12000);
    CHECK(when(CLIENT) < when(THIRD));
    CHECK(when(THIRD) < when(SERVER));
}

static const struct test tests[] = {
    {"a post runs who was woken, if more important", post_runs_the_woken_first},
    {"after a reply the more important goes on", reply_goes_on_with_the_server},
    {"who is released runs by importance", released_by_importance},
    {"who is given way to is the most important", given_way_to_by_importance},
    {"a post, then a send", post_then_send},
    {"deadlines of one instant run by importance", due_together},
    {"deadlines come in turn, however they were set", due_in_turn},
};

const struct suite suite_order = SUITE(tests, act_test);
