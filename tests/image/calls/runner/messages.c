/* SPDX-License-Identifier: MIT */
/* Send, receive, reply: what they do when nobody does anything wrong. */
#include "suites.h"

#define RECEIVE SLUICE_SYS_RECEIVE
#define SEND SLUICE_SYS_SEND
#define REPLY SLUICE_SYS_REPLY
#define REPLY_RECEIVE SLUICE_SYS_REPLY_RECEIVE
#define REPLY_FAULT SLUICE_SYS_REPLY_FAULT
#define ANYBODY SLUICE_ID_NOBODY

static void
client_sends(uint32_t operation, uint32_t length)
{
    DO(CLIENT, DEED_BYTES, OWN(MESSAGE_AT), 1, 64);
    ACT(CLIENT, SEND, ID_OF(SERVER), operation, OWN(MESSAGE_AT), length,
        OWN(ROOM_AT), 16, 0);
}

static void
receive_then_send(void)
{
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ANYBODY);
    CHECK_EQUAL(act_state(SERVER), SLUICE_STATE_RECEIVING);
    client_sends(42, 8);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
    CHECK_OUT(SERVER, 1, 42);
    CHECK_OUT(SERVER, 2, 8);
    CHECK_OUT(SERVER, 3, 8);
    CHECK_OUT(SERVER, 4, 16);
    CHECK_OUT(SERVER, 5, 0);
    CHECK_OUT(SERVER, 6, SLUICE_RC_OK);
    CHECK_EQUAL(act_read(SERVER, 0), 0x04030201);
    CHECK_EQUAL(act_read(SERVER, 4), 0x08070605);
    CHECK_EQUAL(act_read(SERVER, 8), 0);
}

/* The sender's own map, in which it is read-only, is loaded meanwhile. */
static void
receive_where_the_sender_may_only_read(void)
{
    ACT(SERVER, RECEIVE, CONFIG_BIG, 64, 0, ANYBODY);
    client_sends(42, 8);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 2, 8);
    CHECK_EQUAL(act_peek(SERVER, CONFIG_BIG, 8)[0], 1);
}

static void
send_then_receive(void)
{
    client_sends(0xffff, 64);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
    CHECK_EQUAL(act_status(CLIENT).peer, act_id(SERVER));
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ANYBODY);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 1, 0xffff);
    CHECK_OUT(SERVER, 2, 64);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
    CHECK_EQUAL(act_status(CLIENT).peer, act_id(SERVER));
}

static void
reply_comes_back(void)
{
    act_served(0);
    act_write(SERVER, 0, 0xcafe);
    ACT(SERVER, REPLY, ID_OF(CLIENT), SLUICE_RC_SERVER_MAX, OWN(0), 4);
    CHECK(act_returned(SERVER));
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_SERVER_MAX);
    CHECK_OUT(CLIENT, 1, 4);
    CHECK_EQUAL(act_read(CLIENT, ROOM_AT), 0xcafe);
    CHECK_EQUAL(act_read(CLIENT, ROOM_AT + 4), 0);
}

static void
truncation_shows(void)
{
    client_sends(1, 64);
    ACT(SERVER, RECEIVE, OWN(0), 5, 0, ANYBODY);
    CHECK_OUT(SERVER, 2, 64);
    CHECK_OUT(SERVER, 3, 5);
    CHECK_EQUAL(act_read(SERVER, 4), 5);
}

static void
empty_message(void)
{
    ACT(SERVER, RECEIVE, 0, 0, 0, ANYBODY);
    ACT(CLIENT, SEND, ID_OF(SERVER), 3, 0xffffffff, 0, 1, 0, 2);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 2, 0);
    CHECK_OUT(SERVER, 4, 0);
    ACT(SERVER, REPLY, ID_OF(CLIENT), 0, 0, 0);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_OK);
    CHECK_OUT(CLIENT, 1, 0);
}

static void
message_spans_regions(void)
{
    DO(CLIENT, DEED_BYTES, CONFIG_SPAN, 9, 64);
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ANYBODY);
    ACT(CLIENT, SEND, ID_OF(SERVER), 3, CONFIG_SPAN, 64, CONFIG_SPAN, 64, 0);
    CHECK_OUT(SERVER, 3, 64);
    CHECK_EQUAL(act_read(SERVER, 60), 0x48474645);
    ACT(SERVER, REPLY, ID_OF(CLIENT), 0, OWN(30), 34);
    CHECK_OUT(CLIENT, 1, 34);
    CHECK_EQUAL(act_peek(CLIENT, CONFIG_SPAN + 32, 4)[1], 0x48);
}

static void
most_important_sender_first(void)
{
    client_sends(5, 4);
    ACT(THIRD, SEND, ID_OF(SERVER), 6, OWN(0), 4, 0, 0, 0);
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ANYBODY);
    CHECK_OUT(SERVER, 0, act_id(THIRD));
    CHECK_OUT(SERVER, 1, 6);
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ANYBODY);
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
}

static void
closed_receive(void)
{
    ACT(THIRD, SEND, ID_OF(SERVER), 6, OWN(0), 4, 0, 0, 0);
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ID_OF(CLIENT));
    CHECK(!act_returned(SERVER));
    CHECK_EQUAL(act_status(SERVER).peer, act_id(CLIENT));
    client_sends(5, 4);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
    CHECK_EQUAL(act_state(THIRD), SLUICE_STATE_SENDING);
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ID_OF(THIRD));
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(THIRD));
}

static void
closed_on_kernel(void)
{
    client_sends(5, 4);
    ACT(SERVER, RECEIVE, OWN(0), 64, NOTIFY_SERVER_LATE, SLUICE_ID_KERNEL);
    CHECK(!act_returned(SERVER));
    (void)sys_post((struct task_id){act_id(SERVER)}, NOTIFY_SERVER_LATE);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_ID_KERNEL);
    CHECK_OUT(SERVER, 1, NOTIFY_SERVER_LATE);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_SENDING);
}

static void
bits_before_messages(void)
{
    client_sends(5, 4);
    (void)sys_post((struct task_id){act_id(SERVER)}, NOTIFY_SERVER_LATE);
    ACT(SERVER, RECEIVE, OWN(0), 64, NOTIFY_SERVER_LATE, ANYBODY);
    CHECK_OUT(SERVER, 0, SLUICE_ID_KERNEL);
    CHECK_OUT(SERVER, 1, NOTIFY_SERVER_LATE);
    for (uint32_t word = 2; word < 7; word++) {
        CHECK_OUT(SERVER, word, 0);
    }
    /* Taken once; a bit outside the mask stays */
    (void)sys_post((struct task_id){act_id(SERVER)}, NOTIFY_SERVER_LATE);
    ACT(SERVER, RECEIVE, OWN(0), 64, NOTIFY_SERVER_BELL, ANYBODY);
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
    ACT(SERVER, RECEIVE, OWN(0), 64, NOTIFY_SERVER_LATE, ANYBODY);
    CHECK_OUT(SERVER, 1, NOTIFY_SERVER_LATE);
}

static void
stale_reply_ignored(void)
{
    act_served(0);
    ACT(SERVER, REPLY, STALE_ID_OF(CLIENT), 1, 0, 0);
    CHECK(act_returned(SERVER));
    CHECK(!act_returned(CLIENT));
    ACT(SERVER, REPLY, ID_OF(THIRD), 1, 0, 0); /* waits on nobody */
    CHECK(act_returned(SERVER));
    ACT(SERVER, REPLY_FAULT, STALE_ID_OF(CLIENT), 1);
    ACT(SERVER, REPLY_FAULT, ID_OF(THIRD), 1);
    CHECK(act_returned(SERVER));
    ACT(SERVER, REPLY, ID_OF(CLIENT), 7, 0, 0);
    CHECK_OUT(CLIENT, 0, 7);
    ACT(SERVER, REPLY, ID_OF(CLIENT), 8, 0, 0); /* twice */
    CHECK(act_returned(SERVER));
    CHECK_OUT(CLIENT, 0, 7);
}

/* A reply is for whom it names, not for whoever waits on somebody. */
static void
reply_by_another_ignored(void)
{
    act_served(0);
    ACT(THIRD, REPLY, ID_OF(CLIENT), 1, 0, 0);
    CHECK(act_returned(THIRD));
    ACT(THIRD, REPLY_FAULT, ID_OF(CLIENT), 1);
    CHECK(act_returned(THIRD));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
}

static void
reply_receive_both_halves(void)
{
    act_served(0);
    ACT(THIRD, SEND, ID_OF(SERVER), 6, OWN(0), 4, 0, 0, 0);
    act_write(SERVER, 0, 0xbeef);
    ACT(SERVER, REPLY_RECEIVE, ID_OF(CLIENT), 9, OWN(0), 4, OWN(64), 64, 0);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, 9);
    CHECK_EQUAL(act_read(CLIENT, ROOM_AT), 0xbeef);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(THIRD));
    CHECK_OUT(SERVER, 1, 6);
}

static void
reply_receive_blocks(void)
{
    act_served(0);
    ACT(SERVER, REPLY_RECEIVE, ID_OF(CLIENT), 9, 0, 0, OWN(64), 64, 0);
    CHECK(act_returned(CLIENT));
    CHECK_EQUAL(act_state(SERVER), SLUICE_STATE_RECEIVING);
    client_sends(77, 4);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 1, 77);
    ACT(SERVER, REPLY_RECEIVE, ANYBODY, 0, 0, 0, OWN(64), 64,
        NOTIFY_SERVER_LATE);
    CHECK_EQUAL(act_state(SERVER), SLUICE_STATE_RECEIVING);
    (void)sys_post((struct task_id){act_id(SERVER)}, NOTIFY_SERVER_LATE);
    CHECK_OUT(SERVER, 1, NOTIFY_SERVER_LATE);
}

static void
reply_receive_to_the_dead(void)
{
    uint32_t id = act_id(CLIENT);

    client_sends(1, 4);
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ANYBODY);
    ACT(THIRD, SEND, ID_OF(SERVER), 6, OWN(0), 4, 0, 0, 0);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_FAULT, CLIENT, 0), SLUICE_RC_OK);
    ACT(SERVER, REPLY_RECEIVE, id, 9, 0, 0, OWN(64), 64, 0);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(THIRD));
    CHECK_FAULT(CLIENT, SLUICE_FAULT_INJECTED, 0, 0);
}

static void
reply_fault_reasons(void)
{
    for (uint32_t reason = 0; reason <= SLUICE_REASON_MAX; reason++) {
        act_served(0);
        ACT(SERVER, REPLY_FAULT, ID_OF(CLIENT), reason);
        CHECK(act_returned(SERVER));
        CHECK(!act_returned(CLIENT));
        CHECK_FAULT(CLIENT, SLUICE_FAULT_SERVER, reason, 0);
        CHECK_EQUAL(act_status(CLIENT).fault.by, act_id(SERVER));
        act_restart(CLIENT);
    }
}

static void
out_of_order_replies(void)
{
    act_served(0);
    ACT(THIRD, SEND, ID_OF(SERVER), 6, OWN(0), 4, 0, 0, 0);
    ACT(SERVER, RECEIVE, OWN(0), 64, 0, ANYBODY);
    ACT(SERVER, REPLY, ID_OF(THIRD), 1, 0, 0);
    ACT(SERVER, REPLY, ID_OF(CLIENT), 2, 0, 0);
    CHECK_OUT(THIRD, 0, 1);
    CHECK_OUT(CLIENT, 0, 2);
}

static void
refresh(void)
{
    uint32_t old = act_id(SERVER);

    act_restart(SERVER);
    ACT(CLIENT, SLUICE_SYS_REFRESH, old);
    CHECK_OUT(CLIENT, 0, old + (1u << SLUICE_ID_GENERATION_SHIFT));
    ACT(CLIENT, SLUICE_SYS_REFRESH, 0);
    CHECK_OUT(CLIENT, 0, act_id(0));
}

static const struct test tests[] = {
    {"a message goes where its sender may only read",
     receive_where_the_sender_may_only_read},
    {"a message comes to a receiver that waits", receive_then_send},
    {"a sender waits for a receiver", send_then_receive},
    {"a reply comes back with code and bytes", reply_comes_back},
    {"a message cut to its buffer says so", truncation_shows},
    {"empty slices need no memory", empty_message},
    {"a message may span adjacent regions", message_spans_regions},
    {"the most important sender is received first",
     most_important_sender_first},
    {"a closed receive takes its peer only", closed_receive},
    {"a receive closed on the kernel takes bits only", closed_on_kernel},
    {"bits come before messages, and only those asked for",
     bits_before_messages},
    {"a reply to who does not wait on me is ignored", stale_reply_ignored},
    {"only the receiver can answer", reply_by_another_ignored},
    {"reply-and-receive answers, then receives", reply_receive_both_halves},
    {"reply-and-receive waits when nobody sends", reply_receive_blocks},
    {"reply-and-receive goes on when its client is gone",
     reply_receive_to_the_dead},
    {"reply-fault faults the client, with each reason", reply_fault_reasons},
    {"clients are answered in any order", out_of_order_replies},
    {"refresh gives the current generation", refresh},
};

const struct suite suite_messages = SUITE(tests, act_test);
