/* SPDX-License-Identifier: MIT */
/* Whom send, receive and reply refuse: a row of the specification each. */
#include "suites.h"

#define SEND SLUICE_SYS_SEND
#define RECEIVE SLUICE_SYS_RECEIVE
#define REPLY SLUICE_SYS_REPLY
#define REPLY_RECEIVE SLUICE_SYS_REPLY_RECEIVE
#define REPLY_FAULT SLUICE_SYS_REPLY_FAULT
#define ANYBODY SLUICE_ID_NOBODY
#define TASKS 5u

static const struct refusal refusals[] = {
    {"unknown call", SOLO, CLIENT, SLUICE_SYS_COUNT, {0},
     USAGE(SLUICE_USAGE_SYSCALL)},
    {"unknown call, the largest", SOLO, CLIENT, 0xffffffff, {0},
     USAGE(SLUICE_USAGE_SYSCALL)},

    {"send: no right", SOLO, SERVER, SEND,
     {ID_OF(CLIENT), 1, OWN(0), 4, OWN(0), 4, 0}, USAGE(SLUICE_USAGE_RIGHT)},
    {"send: to oneself", SOLO, CLIENT, SEND,
     {ID_OF(CLIENT), 1, OWN(0), 4, OWN(0), 4, 0}, USAGE(SLUICE_USAGE_RIGHT)},
    {"send: to nobody", SOLO, CLIENT, SEND,
     {ANYBODY, 1, OWN(0), 4, OWN(0), 4, 0}, USAGE(SLUICE_USAGE_TASK)},
    {"send: index past the last task", SOLO, CLIENT, SEND,
     {TASKS, 1, OWN(0), 4, OWN(0), 4, 0}, USAGE(SLUICE_USAGE_TASK)},
    {"send: id with a reserved bit", SOLO, CLIENT, SEND,
     {0x40000000 | SERVER, 1, OWN(0), 4, OWN(0), 4, 0},
     USAGE(SLUICE_USAGE_TASK)},
    {"send: message longer than message-max", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, OWN(0), 65, OWN(0), 4, 0}, USAGE(SLUICE_USAGE_LENGTH)},
    {"send: message wraps", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, 0xfffffff0, 32, OWN(0), 4, 0}, MEMORY(0xfffffff0)},
    {"send: message nowhere", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, NOWHERE, 4, OWN(0), 4, 0}, MEMORY(NOWHERE)},
    {"send: message at null", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, 0, 1, OWN(0), 4, 0}, MEMORY(0)},
    {"send: message in kernel memory", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, KERNEL_RAM, 4, OWN(0), 4, 0}, MEMORY(KERNEL_RAM)},
    {"send: message in kernel code", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, KERNEL_TEXT, 4, OWN(0), 4, 0}, MEMORY(KERNEL_TEXT)},
    {"send: message in a peripheral of mine", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, CONFIG_UART1, 4, OWN(0), 4, 0}, MEMORY(CONFIG_UART1)},
    {"send: message leaves the last of my regions", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, CONFIG_SPAN + 1024, 33, OWN(0), 4, 0},
     MEMORY(CONFIG_SPAN + 1024)},
    {"send: reply room not writable", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, OWN(0), 4, OWN_TEXT, 4, 0}, MEMORY(OWN_TEXT)},
    {"send: reply room in kernel memory", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, OWN(0), 4, KERNEL_RAM, 4, 0}, MEMORY(KERNEL_RAM)},
    {"send: reply room in a peripheral of mine", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, OWN(0), 4, CONFIG_UART1, 4, 0}, MEMORY(CONFIG_UART1)},
    {"send: reply room wraps", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1, OWN(0), 4, OWN(0), 0xffffffff, 0}, MEMORY(OWN(0))},
    {"send: lease table not aligned", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1 | 1u << 16, OWN(0), 4, OWN(0), 4, OWN(2)},
     USAGE(SLUICE_USAGE_SLICE)},
    {"send: more leases than there can be", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1 | 256u << 16, OWN(0), 4, OWN(0), 4, OWN(0)},
     USAGE(SLUICE_USAGE_SLICE)},
    {"send: lease table nowhere", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1 | 1u << 16, OWN(0), 4, OWN(0), 4, NOWHERE},
     MEMORY(NOWHERE)},
    {"send: lease table in a peripheral of mine", SOLO, CLIENT, SEND,
     {ID_OF(SERVER), 1 | 1u << 16, OWN(0), 4, OWN(0), 4, CONFIG_UART1},
     MEMORY(CONFIG_UART1)},

    {"receive: buffer not writable", SOLO, SERVER, RECEIVE,
     {OWN_TEXT, 4, 0, ANYBODY}, MEMORY(OWN_TEXT)},
    {"receive: buffer in kernel memory", SOLO, SERVER, RECEIVE,
     {KERNEL_RAM, 4, 0, ANYBODY}, MEMORY(KERNEL_RAM)},
    {"receive: buffer in a peripheral of mine", SOLO, CLIENT, RECEIVE,
     {CONFIG_UART1, 4, 0, ANYBODY}, MEMORY(CONFIG_UART1)},
    {"receive: buffer wraps", SOLO, SERVER, RECEIVE,
     {OWN(0), 0xfffffff0, 0, ANYBODY}, MEMORY(OWN(0))},
    {"receive: closed on one who may not send to me", SOLO, CLIENT, RECEIVE,
     {OWN(0), 4, 0, ID_OF(SERVER)}, USAGE(SLUICE_USAGE_RIGHT)},
    {"receive: closed on myself", SOLO, SERVER, RECEIVE,
     {OWN(0), 4, 0, ID_OF(SERVER)}, USAGE(SLUICE_USAGE_RIGHT)},
    {"receive: closed on no task", SOLO, SERVER, RECEIVE,
     {OWN(0), 4, 0, TASKS}, USAGE(SLUICE_USAGE_TASK)},
    {"receive: closed on an id with a reserved bit", SOLO, SERVER, RECEIVE,
     {OWN(0), 4, 0, 0xffffffff}, USAGE(SLUICE_USAGE_TASK)},

    {"reply: longer than its room", SERVED, SERVER, REPLY,
     {ID_OF(CLIENT), 0, OWN(0), 17}, USAGE(SLUICE_USAGE_REPLY)},
    {"reply: a code of the kernel", SERVED, SERVER, REPLY,
     {ID_OF(CLIENT), SLUICE_RC_DEAD, OWN(0), 4}, USAGE(SLUICE_USAGE_REASON)},
    {"reply: the lowest code of the kernel", SERVED, SERVER, REPLY,
     {ID_OF(CLIENT), SLUICE_RC_SERVER_MAX + 1, OWN(0), 4},
     USAGE(SLUICE_USAGE_REASON)},
    {"reply: message not mine", SERVED, SERVER, REPLY,
     {ID_OF(CLIENT), 0, NOWHERE, 4}, MEMORY(NOWHERE)},
    {"reply: message in kernel memory", SERVED, SERVER, REPLY,
     {ID_OF(CLIENT), 0, KERNEL_RAM, 4}, MEMORY(KERNEL_RAM)},
    {"reply: message wraps", SERVED, SERVER, REPLY,
     {ID_OF(CLIENT), 0, 0xfffffffc, 8}, MEMORY(0xfffffffc)},
    {"reply: to no task", SOLO, SERVER, REPLY, {TASKS, 0, OWN(0), 4},
     USAGE(SLUICE_USAGE_TASK)},
    {"reply: to nobody", SOLO, SERVER, REPLY, {ANYBODY, 0, OWN(0), 4},
     USAGE(SLUICE_USAGE_TASK)},

    {"reply-and-receive: reply too long", SERVED, SERVER, REPLY_RECEIVE,
     {ID_OF(CLIENT), 0, OWN(0), 17, OWN(64), 64, 0},
     USAGE(SLUICE_USAGE_REPLY)},
    {"reply-and-receive: reply not mine", SERVED, SERVER, REPLY_RECEIVE,
     {ID_OF(CLIENT), 0, NOWHERE, 4, OWN(64), 64, 0}, MEMORY(NOWHERE)},
    {"reply-and-receive: a code of the kernel", SERVED, SERVER, REPLY_RECEIVE,
     {ID_OF(CLIENT), 0xffffffff, OWN(0), 4, OWN(64), 64, 0},
     USAGE(SLUICE_USAGE_REASON)},
    {"reply-and-receive: buffer not mine", SERVED, SERVER, REPLY_RECEIVE,
     {ID_OF(CLIENT), 0, OWN(0), 4, KERNEL_RAM, 4, 0}, MEMORY(KERNEL_RAM)},
    {"reply-and-receive: to no task", SOLO, SERVER, REPLY_RECEIVE,
     {TASKS, 0, OWN(0), 4, OWN(64), 64, 0}, USAGE(SLUICE_USAGE_TASK)},

    {"reply-fault: undefined reason", SERVED, SERVER, REPLY_FAULT,
     {ID_OF(CLIENT), SLUICE_REASON_MAX + 1}, USAGE(SLUICE_USAGE_REASON)},
    {"reply-fault: no task", SOLO, SERVER, REPLY_FAULT, {TASKS, 0},
     USAGE(SLUICE_USAGE_TASK)},

    {"refresh: no task", SOLO, CLIENT, SLUICE_SYS_REFRESH, {TASKS},
     USAGE(SLUICE_USAGE_TASK)},
    {"refresh: the largest index", SOLO, CLIENT, SLUICE_SYS_REFRESH,
     {0x3fffffff}, USAGE(SLUICE_USAGE_TASK)},
    {"panic", SOLO, CLIENT, SLUICE_SYS_PANIC, {OWN(8), 5},
     SLUICE_FAULT_PANIC, 5, OWN(8)},
};

/*
 * When the server is at fault the client is told that it is dead; whom the row
 * did not serve was not waiting. Both halves of a refused reply-and-receive
 * leave the client without an answer.
 */
static void
refused(const void *row)
{
    const struct refusal *refusal = row;

    act_refusal(row);
    if (refusal->scene == SERVED) {
        CHECK(act_returned(CLIENT));
        CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
        CHECK_OUT(CLIENT, 1, 0);
        CHECK_OUT(CLIENT, 2, act_id(SERVER));
        CHECK_EQUAL(act_read(CLIENT, ROOM_AT), 0);
    }
}

const struct suite suite_message_refusals = SUITE(refusals, refused);
