/* SPDX-License-Identifier: MIT */
/*
 * Every call at a peer in every state. The peer is the third task, and the
 * client's or the server's call is a good one but for that.
 */
#include <task.h>

#include "suites.h"

/* The states, as functions that bring the third task there. */
static void
stopped(void)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, THIRD, 0), SLUICE_RC_OK);
}

static void
faulted(void)
{
    DO(THIRD, DEED_UNDEFINED, 0);
    CHECK_FAULT(THIRD, SLUICE_FAULT_INSTRUCTION, 0, ANY);
}

static void
sending(void)
{
    act_lease(THIRD, 0, MINE, 64, SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
    ACT(THIRD, SLUICE_SYS_SEND, ID_OF(SERVER), 1u | 1u << SLUICE_LEASES_SHIFT,
        OWN(MESSAGE_AT), 8, OWN(ROOM_AT), 16, OWN(0));
}

static void
served(void)
{
    ACT(SERVER, SLUICE_SYS_RECEIVE, OWN(BUFFER_AT), 64, 0, SLUICE_ID_NOBODY);
    sending();
}

static void
receiving(void)
{
    ACT(THIRD, SLUICE_SYS_RECEIVE, OWN(0), 64, 0, SLUICE_ID_NOBODY);
}

static void
closed(void)
{
    ACT(THIRD, SLUICE_SYS_RECEIVE, OWN(0), 64, 0, ID_OF(CLIENT));
}

static void
orders(void)
{
}

static void
retired(void)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RETIRE, THIRD, 0), SLUICE_RC_OK);
}

static uint32_t
reached(void (*reach)(void))
{
    static const struct {
        void (*reach)(void);
        uint32_t state;
    } states[] = {
        {stopped, SLUICE_STATE_STOPPED}, {faulted, SLUICE_STATE_FAULTED},
        {sending, SLUICE_STATE_SENDING}, {served, SLUICE_STATE_REPLY},
        {retired, SLUICE_STATE_RETIRED},
    };

    reach();
    for (uint32_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (states[i].reach == reach) {
            return states[i].state;
        }
    }
    return SLUICE_STATE_RECEIVING;
}

/* Requires that the peer is as it must be, and faulted only for this call. */
static void
check_after(uint32_t state, uint32_t kind)
{
    CHECK_EQUAL(act_state(THIRD), state);
    if (state == SLUICE_STATE_FAULTED) {
        CHECK_FAULT(THIRD, kind, 0, ANY);
    }
}

struct at_peer {
    const char *name;
    void (*reach)(void);
    uint32_t call;
    uint32_t outcome;
    uint32_t after;
};

static void
attempt_at_peer(const void *row)
{
    const struct at_peer *at = row;
    struct attempt attempt = {at->name, at->call, ID_OF(THIRD),
                              at->call == POST_TO ? NOTIFY_THIRD_BELL : 0,
                              at->outcome};
    uint32_t before = reached(at->reach);

    CHECK_EQUAL(act_state(THIRD), before);
    attempt_here(&attempt);
    check_after(at->after, before == SLUICE_STATE_FAULTED
                               ? SLUICE_FAULT_INSTRUCTION
                               : SLUICE_FAULT_SERVER);
}

/* A kernel call about a task in this state, by the runner. */
struct by_kernel {
    const char *name;
    void (*reach)(void);
    uint32_t operation, value;
    uint32_t rc;
    uint32_t after;
};

static void
call_kernel(const void *row)
{
    const struct by_kernel *by = row;
    uint32_t before = reached(by->reach);
    struct kcall_status status;
    struct sent sent;

    CHECK_EQUAL(act_state(THIRD), before);
    sent = act_kernel_reply(by->operation, THIRD, by->value, &status,
                            sizeof status);
    CHECK_EQUAL(sent.rc, by->rc);
    if (by->operation == SLUICE_KCALL_STATUS) {
        CHECK_EQUAL(status.state, before);
        CHECK_EQUAL(status.id, act_id(THIRD));
    }
    check_after(by->after, before == SLUICE_STATE_FAULTED
                               ? SLUICE_FAULT_INSTRUCTION
                               : SLUICE_FAULT_INJECTED);
}

static const struct at_peer at_peers[] = {
    {"send: the peer is stopped", stopped, SEND_TO, IS(SENDING),
     SLUICE_STATE_STOPPED},
    {"post: the peer is stopped", stopped, POST_TO, DONE, SLUICE_STATE_STOPPED},
    {"refresh: the peer is stopped", stopped, REFRESH, DONE,
     SLUICE_STATE_STOPPED},
    {"receive closed: the peer is stopped", stopped, RECEIVE_FROM,
     IS(RECEIVING), SLUICE_STATE_STOPPED},
    {"reply: the peer is stopped", stopped, REPLY_TO, DONE,
     SLUICE_STATE_STOPPED},
    {"reply-and-receive: the peer is stopped", stopped, RR_TO, IS(RECEIVING),
     SLUICE_STATE_STOPPED},
    {"reply-fault: the peer is stopped", stopped, REPLY_FAULT_TO, DONE,
     SLUICE_STATE_STOPPED},
    {"borrow read: the peer is stopped", stopped, READ_OF, DEFECT,
     SLUICE_STATE_STOPPED},
    {"borrow write: the peer is stopped", stopped, WRITE_OF, DEFECT,
     SLUICE_STATE_STOPPED},
    {"borrow info: the peer is stopped", stopped, INFO_OF, DEFECT,
     SLUICE_STATE_STOPPED},
    {"send: the peer has faulted", faulted, SEND_TO, IS(SENDING),
     SLUICE_STATE_FAULTED},
    {"post: the peer has faulted", faulted, POST_TO, DONE,
     SLUICE_STATE_FAULTED},
    {"refresh: the peer has faulted", faulted, REFRESH, DONE,
     SLUICE_STATE_FAULTED},
    {"receive closed: the peer has faulted", faulted, RECEIVE_FROM,
     IS(RECEIVING), SLUICE_STATE_FAULTED},
    {"reply: the peer has faulted", faulted, REPLY_TO, DONE,
     SLUICE_STATE_FAULTED},
    {"reply-and-receive: the peer has faulted", faulted, RR_TO, IS(RECEIVING),
     SLUICE_STATE_FAULTED},
    {"reply-fault: the peer has faulted", faulted, REPLY_FAULT_TO, DONE,
     SLUICE_STATE_FAULTED},
    {"borrow read: the peer has faulted", faulted, READ_OF, DEFECT,
     SLUICE_STATE_FAULTED},
    {"borrow write: the peer has faulted", faulted, WRITE_OF, DEFECT,
     SLUICE_STATE_FAULTED},
    {"borrow info: the peer has faulted", faulted, INFO_OF, DEFECT,
     SLUICE_STATE_FAULTED},
    {"send: the peer sends to another", sending, SEND_TO, IS(SENDING),
     SLUICE_STATE_SENDING},
    {"post: the peer sends to another", sending, POST_TO, DONE,
     SLUICE_STATE_SENDING},
    {"refresh: the peer sends", sending, REFRESH, DONE, SLUICE_STATE_SENDING},
    {"receive closed: the peer sends to me", sending, RECEIVE_FROM, DONE,
     SLUICE_STATE_REPLY},
    {"reply: the peer sends to me", sending, REPLY_TO, DONE,
     SLUICE_STATE_SENDING},
    {"reply-and-receive: the peer sends to me", sending, RR_TO, DONE,
     SLUICE_STATE_REPLY},
    {"reply-fault: the peer sends to me", sending, REPLY_FAULT_TO, DONE,
     SLUICE_STATE_SENDING},
    {"borrow read: the peer sends to me", sending, READ_OF, DEFECT,
     SLUICE_STATE_SENDING},
    {"borrow write: the peer sends to me", sending, WRITE_OF, DEFECT,
     SLUICE_STATE_SENDING},
    {"borrow info: the peer sends to me", sending, INFO_OF, DEFECT,
     SLUICE_STATE_SENDING},
    {"send: the peer waits for a reply", served, SEND_TO, IS(SENDING),
     SLUICE_STATE_REPLY},
    {"post: the peer waits for a reply", served, POST_TO, DONE,
     SLUICE_STATE_REPLY},
    {"refresh: the peer waits for a reply", served, REFRESH, DONE,
     SLUICE_STATE_REPLY},
    {"receive closed: the peer waits for my reply", served, RECEIVE_FROM,
     IS(RECEIVING), SLUICE_STATE_REPLY},
    {"reply: the peer waits for my reply", served, REPLY_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"reply-and-receive: the peer waits for my reply", served, RR_TO,
     IS(RECEIVING), SLUICE_STATE_RECEIVING},
    {"reply-fault: the peer waits for my reply", served, REPLY_FAULT_TO, DONE,
     SLUICE_STATE_FAULTED},
    {"borrow read: the peer waits for my reply", served, READ_OF, DONE,
     SLUICE_STATE_REPLY},
    {"borrow write: the peer waits for my reply", served, WRITE_OF, DONE,
     SLUICE_STATE_REPLY},
    {"borrow info: the peer waits for my reply", served, INFO_OF, DONE,
     SLUICE_STATE_REPLY},
    {"send: the peer receives", receiving, SEND_TO, IS(REPLY),
     SLUICE_STATE_RECEIVING},
    {"post: the peer receives", receiving, POST_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"refresh: the peer receives", receiving, REFRESH, DONE,
     SLUICE_STATE_RECEIVING},
    {"receive closed: the peer receives", receiving, RECEIVE_FROM,
     IS(RECEIVING), SLUICE_STATE_RECEIVING},
    {"reply: the peer receives", receiving, REPLY_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"reply-and-receive: the peer receives", receiving, RR_TO, IS(RECEIVING),
     SLUICE_STATE_RECEIVING},
    {"reply-fault: the peer receives", receiving, REPLY_FAULT_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"borrow read: the peer receives", receiving, READ_OF, DEFECT,
     SLUICE_STATE_RECEIVING},
    {"borrow write: the peer receives", receiving, WRITE_OF, DEFECT,
     SLUICE_STATE_RECEIVING},
    {"borrow info: the peer receives", receiving, INFO_OF, DEFECT,
     SLUICE_STATE_RECEIVING},
    {"send: the peer receives closed on me", closed, SEND_TO, IS(REPLY),
     SLUICE_STATE_RECEIVING},
    {"post: the peer receives closed on me", closed, POST_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"refresh: the peer receives closed on another", closed, REFRESH, DONE,
     SLUICE_STATE_RECEIVING},
    {"receive closed: the peer receives closed on another", closed,
     RECEIVE_FROM, IS(RECEIVING), SLUICE_STATE_RECEIVING},
    {"reply: the peer receives closed on another", closed, REPLY_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"reply-and-receive: the peer receives closed on another", closed, RR_TO,
     IS(RECEIVING), SLUICE_STATE_RECEIVING},
    {"reply-fault: the peer receives closed on another", closed, REPLY_FAULT_TO,
     DONE, SLUICE_STATE_RECEIVING},
    {"borrow read: the peer receives closed on another", closed, READ_OF,
     DEFECT, SLUICE_STATE_RECEIVING},
    {"borrow write: the peer receives closed on another", closed, WRITE_OF,
     DEFECT, SLUICE_STATE_RECEIVING},
    {"borrow info: the peer receives closed on another", closed, INFO_OF,
     DEFECT, SLUICE_STATE_RECEIVING},
    {"send: the peer waits for bits", orders, SEND_TO, IS(SENDING),
     SLUICE_STATE_RECEIVING},
    {"post: the peer waits for bits", orders, POST_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"refresh: the peer waits for bits", orders, REFRESH, DONE,
     SLUICE_STATE_RECEIVING},
    {"receive closed: the peer waits for bits", orders, RECEIVE_FROM,
     IS(RECEIVING), SLUICE_STATE_RECEIVING},
    {"reply: the peer waits for bits", orders, REPLY_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"reply-and-receive: the peer waits for bits", orders, RR_TO, IS(RECEIVING),
     SLUICE_STATE_RECEIVING},
    {"reply-fault: the peer waits for bits", orders, REPLY_FAULT_TO, DONE,
     SLUICE_STATE_RECEIVING},
    {"borrow read: the peer waits for bits", orders, READ_OF, DEFECT,
     SLUICE_STATE_RECEIVING},
    {"borrow write: the peer waits for bits", orders, WRITE_OF, DEFECT,
     SLUICE_STATE_RECEIVING},
    {"borrow info: the peer waits for bits", orders, INFO_OF, DEFECT,
     SLUICE_STATE_RECEIVING},
};

const struct suite suite_peers = SUITE(at_peers, attempt_at_peer);

static const struct by_kernel by_kernels[] = {
    {"injected fault: the task is stopped", stopped, SLUICE_KCALL_FAULT, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"stop: the task is stopped", stopped, SLUICE_KCALL_RESTART, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"start: the task is stopped", stopped, SLUICE_KCALL_RESTART, 1,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"status: the task is stopped", stopped, SLUICE_KCALL_STATUS, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"text of its panic: the task is stopped", stopped, SLUICE_KCALL_PANIC_TEXT,
     0, 1, SLUICE_STATE_STOPPED},
    {"injected fault: the task has faulted", faulted, SLUICE_KCALL_FAULT, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"stop: the task has faulted", faulted, SLUICE_KCALL_RESTART, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"start: the task has faulted", faulted, SLUICE_KCALL_RESTART, 1,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"status: the task has faulted", faulted, SLUICE_KCALL_STATUS, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"text of its panic: the task has faulted", faulted,
     SLUICE_KCALL_PANIC_TEXT, 0, 1, SLUICE_STATE_FAULTED},
    {"injected fault: the task sends", sending, SLUICE_KCALL_FAULT, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"stop: the task sends", sending, SLUICE_KCALL_RESTART, 0, SLUICE_RC_OK,
     SLUICE_STATE_STOPPED},
    {"start: the task sends", sending, SLUICE_KCALL_RESTART, 1, SLUICE_RC_OK,
     SLUICE_STATE_RECEIVING},
    {"status: the task sends", sending, SLUICE_KCALL_STATUS, 0, SLUICE_RC_OK,
     SLUICE_STATE_SENDING},
    {"text of its panic: the task sends", sending, SLUICE_KCALL_PANIC_TEXT, 0,
     1, SLUICE_STATE_SENDING},
    {"injected fault: the task waits for a reply", served, SLUICE_KCALL_FAULT,
     0, SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"stop: the task waits for a reply", served, SLUICE_KCALL_RESTART, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"start: the task waits for a reply", served, SLUICE_KCALL_RESTART, 1,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"status: the task waits for a reply", served, SLUICE_KCALL_STATUS, 0,
     SLUICE_RC_OK, SLUICE_STATE_REPLY},
    {"text of its panic: the task waits for a reply", served,
     SLUICE_KCALL_PANIC_TEXT, 0, 1, SLUICE_STATE_REPLY},
    {"injected fault: the task receives", receiving, SLUICE_KCALL_FAULT, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"stop: the task receives", receiving, SLUICE_KCALL_RESTART, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"start: the task receives", receiving, SLUICE_KCALL_RESTART, 1,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"status: the task receives", receiving, SLUICE_KCALL_STATUS, 0,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"text of its panic: the task receives", receiving, SLUICE_KCALL_PANIC_TEXT,
     0, 1, SLUICE_STATE_RECEIVING},
    {"injected fault: the task receives closed", closed, SLUICE_KCALL_FAULT, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"stop: the task receives closed", closed, SLUICE_KCALL_RESTART, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"start: the task receives closed", closed, SLUICE_KCALL_RESTART, 1,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"status: the task receives closed", closed, SLUICE_KCALL_STATUS, 0,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"text of its panic: the task receives closed", closed,
     SLUICE_KCALL_PANIC_TEXT, 0, 1, SLUICE_STATE_RECEIVING},
    {"injected fault: the task waits for bits", orders, SLUICE_KCALL_FAULT, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"stop: the task waits for bits", orders, SLUICE_KCALL_RESTART, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"start: the task waits for bits", orders, SLUICE_KCALL_RESTART, 1,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"status: the task waits for bits", orders, SLUICE_KCALL_STATUS, 0,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"text of its panic: the task waits for bits", orders,
     SLUICE_KCALL_PANIC_TEXT, 0, 1, SLUICE_STATE_RECEIVING},
    {"registers: the task is stopped", stopped, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_STOPPED},
    {"region: the task is stopped", stopped, SLUICE_KCALL_REGION, 0,
     SLUICE_RC_OK, SLUICE_STATE_STOPPED},
    {"dump: the task is stopped", stopped, SLUICE_KCALL_DUMP, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_STOPPED},
    {"registers: the task has faulted", faulted, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"region: the task has faulted", faulted, SLUICE_KCALL_REGION, 0,
     SLUICE_RC_OK, SLUICE_STATE_FAULTED},
    {"registers: the task sends", sending, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_SENDING},
    {"region: the task sends", sending, SLUICE_KCALL_REGION, 0, SLUICE_RC_OK,
     SLUICE_STATE_SENDING},
    {"dump: the task sends", sending, SLUICE_KCALL_DUMP, 0, SLUICE_KCALL_NOT_SO,
     SLUICE_STATE_SENDING},
    {"registers: the task waits for a reply", served, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_REPLY},
    {"region: the task waits for a reply", served, SLUICE_KCALL_REGION, 0,
     SLUICE_RC_OK, SLUICE_STATE_REPLY},
    {"dump: the task waits for a reply", served, SLUICE_KCALL_DUMP, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_REPLY},
    {"registers: the task receives", receiving, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RECEIVING},
    {"region: the task receives", receiving, SLUICE_KCALL_REGION, 0,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"dump: the task receives", receiving, SLUICE_KCALL_DUMP, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RECEIVING},
    {"registers: the task receives closed", closed, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RECEIVING},
    {"region: the task receives closed", closed, SLUICE_KCALL_REGION, 0,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"dump: the task receives closed", closed, SLUICE_KCALL_DUMP, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RECEIVING},
    {"registers: the task waits for bits", orders, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RECEIVING},
    {"region: the task waits for bits", orders, SLUICE_KCALL_REGION, 0,
     SLUICE_RC_OK, SLUICE_STATE_RECEIVING},
    {"dump: the task waits for bits", orders, SLUICE_KCALL_DUMP, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RECEIVING},
};

const struct suite suite_by_kernel = SUITE(by_kernels, call_kernel);

/* Last: the third task does not come back. */
static const struct at_peer at_retired[] = {
    {"send: the peer is retired", retired, SEND_TO, DEAD, SLUICE_STATE_RETIRED},
    {"post: the peer is retired", retired, POST_TO, DEAD, SLUICE_STATE_RETIRED},
    {"refresh: the peer is retired", retired, REFRESH, DONE,
     SLUICE_STATE_RETIRED},
    {"receive closed: the peer is retired", retired, RECEIVE_FROM, DEAD,
     SLUICE_STATE_RETIRED},
    {"reply: the peer is retired", retired, REPLY_TO, DONE,
     SLUICE_STATE_RETIRED},
    {"reply-and-receive: the peer is retired", retired, RR_TO, IS(RECEIVING),
     SLUICE_STATE_RETIRED},
    {"reply-fault: the peer is retired", retired, REPLY_FAULT_TO, DONE,
     SLUICE_STATE_RETIRED},
    {"borrow read: the peer is retired", retired, READ_OF, DEFECT,
     SLUICE_STATE_RETIRED},
    {"borrow write: the peer is retired", retired, WRITE_OF, DEFECT,
     SLUICE_STATE_RETIRED},
    {"borrow info: the peer is retired", retired, INFO_OF, DEFECT,
     SLUICE_STATE_RETIRED},
};

const struct suite suite_retired = SUITE(at_retired, attempt_at_peer);

static const struct by_kernel on_retired[] = {
    {"injected fault: the task is retired", retired, SLUICE_KCALL_FAULT, 0,
     SLUICE_RC_OK, SLUICE_STATE_RETIRED},
    {"stop: the task is retired", retired, SLUICE_KCALL_RESTART, 0,
     SLUICE_RC_DEAD, SLUICE_STATE_RETIRED},
    {"start: the task is retired", retired, SLUICE_KCALL_RESTART, 1,
     SLUICE_RC_DEAD, SLUICE_STATE_RETIRED},
    {"status: the task is retired", retired, SLUICE_KCALL_STATUS, 0,
     SLUICE_RC_OK, SLUICE_STATE_RETIRED},
    {"text of its panic: the task is retired", retired, SLUICE_KCALL_PANIC_TEXT,
     0, 1, SLUICE_STATE_RETIRED},
    {"registers: the task is retired", retired, SLUICE_KCALL_REGISTERS, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RETIRED},
    {"region: the task is retired", retired, SLUICE_KCALL_REGION, 0,
     SLUICE_RC_OK, SLUICE_STATE_RETIRED},
    {"dump: the task is retired", retired, SLUICE_KCALL_DUMP, 0,
     SLUICE_KCALL_NOT_SO, SLUICE_STATE_RETIRED},
};

const struct suite suite_on_retired = SUITE(on_retired, call_kernel);
