/* SPDX-License-Identifier: MIT */
/*
 * Kernel calls. The runner makes the good ones; for the bad ones a puppet with
 * all privileges (THIRD) sends the request at OWN(0), two words.
 */
#include "suites.h"

#define SEND SLUICE_SYS_SEND
#define KERNEL SLUICE_ID_KERNEL
#define TASKS 5u

static void
status(void)
{
    struct kcall_status status = act_status(CLIENT);

    CHECK_EQUAL(status.id, act_id(CLIENT));
    CHECK_EQUAL(status.state, SLUICE_STATE_RECEIVING);
    CHECK_EQUAL(status.peer, SLUICE_ID_KERNEL);
    CHECK_EQUAL(status.pins, 0);
    CHECK_EQUAL(status.waiting, 0);
    for (uint32_t i = 0; i < TASKS; i++) {
        CHECK_EQUAL(act_status(i).id & SLUICE_ID_INDEX_MASK, i);
    }
    /* The runner itself: it runs */
    CHECK_EQUAL(act_state(TASKS - 1), SLUICE_STATE_READY);
}

static void
fault_and_next(void)
{
    struct kcall_next next;

    CHECK_EQUAL(act_kernel(SLUICE_KCALL_FAULT, THIRD, 0), SLUICE_RC_OK);
    CHECK_FAULT(THIRD, SLUICE_FAULT_INJECTED, 0, 0);
    CHECK_EQUAL(act_status(THIRD).fault.by & SLUICE_ID_INDEX_MASK, TASKS - 1);
    (void)act_kernel_reply(SLUICE_KCALL_NEXT_FAULTED, 1, 0, &next, sizeof next);
    CHECK_EQUAL(next.index, THIRD);
    (void)act_kernel_reply(SLUICE_KCALL_NEXT_FAULTED, THIRD, 0, &next,
                           sizeof next);
    CHECK_EQUAL(next.index, THIRD);
    (void)act_kernel_reply(SLUICE_KCALL_NEXT_FAULTED, THIRD + 1, 0, &next,
                           sizeof next);
    CHECK_EQUAL(next.index, 0);
}

/* The record that explains is the first. */
static void
second_fault_changes_nothing(void)
{
    uint32_t id;

    DO(CLIENT, DEED_READ, NOWHERE);
    id = act_id(CLIENT);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_FAULT, CLIENT, 0), SLUICE_RC_OK);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_MEMORY, 0, NOWHERE);
    CHECK_EQUAL(act_id(CLIENT), id);
}

static void
supervisor_is_told(void)
{
    uint32_t before = STAGE->seats[SLUICE_SUPERVISOR].done;

    STAGE->seats[SLUICE_SUPERVISOR].bits = 0;
    DO(CLIENT, DEED_UNDEFINED, 0);
    CHECK_EQUAL(STAGE->seats[SLUICE_SUPERVISOR].done, before + 1);
    CHECK_EQUAL(STAGE->seats[SLUICE_SUPERVISOR].bits, SLUICE_NOTIFY_FAULT);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_INSTRUCTION, 0, ANY);
}

static void
image_id(void)
{
    uint64_t id = 0;
    struct sent sent =
        act_kernel_reply(SLUICE_KCALL_IMAGE_ID, 0, 0, &id, sizeof id);

    CHECK_EQUAL(sent.rc, SLUICE_RC_OK);
    CHECK_EQUAL(sent.length, sizeof id);
    CHECK(id != 0);
}

static void
panic_text(void)
{
    char text[8] = {0};
    struct sent sent =
        act_kernel_reply(SLUICE_KCALL_PANIC_TEXT, CLIENT, 0, text, sizeof text);

    CHECK_EQUAL(sent.rc, 1); /* it has not panicked */
    DO(CLIENT, DEED_BYTES, OWN(0), 'a', 12);
    ACT(CLIENT, SLUICE_SYS_PANIC, OWN(0), 12);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_PANIC, 12, OWN(0));
    sent =
        act_kernel_reply(SLUICE_KCALL_PANIC_TEXT, CLIENT, 0, text, sizeof text);
    CHECK_EQUAL(sent.rc, SLUICE_RC_OK);
    CHECK_EQUAL(sent.length, sizeof text);
    CHECK(text[0] == 'a' && text[7] == 'h');
}

static void
panic_text_is_not_its_own(void)
{
    char text[8] = {0};
    struct sent sent;

    ACT(CLIENT, SLUICE_SYS_PANIC, KERNEL_RAM, 8);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_PANIC, 8, KERNEL_RAM);
    sent =
        act_kernel_reply(SLUICE_KCALL_PANIC_TEXT, CLIENT, 0, text, sizeof text);
    CHECK_EQUAL(sent.rc, 2);
    CHECK_EQUAL(sent.length, 0);
    CHECK_EQUAL(text[0], 0);
}

static void
restart_stopped(void)
{
    uint32_t starts = STAGE->seats[CLIENT].starts;

    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, CLIENT, 0), SLUICE_RC_OK);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_STOPPED);
    CHECK_EQUAL(STAGE->seats[CLIENT].starts, starts);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, CLIENT, 1), SLUICE_RC_OK);
    CHECK_EQUAL(STAGE->seats[CLIENT].starts, starts + 1);
}

/* Effect: CLIENT has left bytes at OWN(0) and an id in its frame, and faults.
 */
static void
client_leaves_bytes(void)
{
    DO(CLIENT, DEED_BYTES, OWN(0), 'a', 12);
    DO(CLIENT, DEED_READ, NOWHERE);
    CHECK_FAULT(CLIENT, SLUICE_FAULT_MEMORY, 0, NOWHERE);
}

static void
dump(void)
{
    char bytes[12] = {0};
    struct kcall_region region;
    struct sent sent;

    client_leaves_bytes();
    (void)act_kernel_reply(SLUICE_KCALL_REGION, CLIENT, 0, &region,
                           sizeof region);
    CHECK(act_own(CLIENT) - region.base < region.size);
    sent = act_kernel_reply(SLUICE_KCALL_DUMP, CLIENT, act_own(CLIENT), bytes,
                            sizeof bytes);
    CHECK_EQUAL(sent.rc, SLUICE_RC_OK);
    CHECK_EQUAL(sent.length, sizeof bytes);
    CHECK(bytes[0] == 'a' && bytes[11] == 'l');
    (void)act_kernel_reply(SLUICE_KCALL_REGION, CLIENT, 20, &region,
                           sizeof region);
    CHECK_EQUAL(region.size, 0);
}

static void
dump_of_the_living(void)
{
    char bytes[12] = {0};
    struct kcall_registers registers;

    CHECK_EQUAL(act_kernel_reply(SLUICE_KCALL_DUMP, CLIENT, act_own(CLIENT),
                                 bytes, sizeof bytes)
                    .rc,
                SLUICE_KCALL_NOT_SO);
    CHECK_EQUAL(bytes[0], 0);
    CHECK_EQUAL(act_kernel_reply(SLUICE_KCALL_REGISTERS, CLIENT, 0, &registers,
                                 sizeof registers)
                    .rc,
                SLUICE_KCALL_NOT_SO);
}

static void
registers(void)
{
    struct kcall_registers registers;
    struct kcall_region region;
    uint32_t stacked[8] = {0};

    ACT(CLIENT, SLUICE_SYS_COUNT, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77);
    CHECK_USAGE(CLIENT, SLUICE_USAGE_SYSCALL);
    CHECK_EQUAL(act_kernel_reply(SLUICE_KCALL_REGISTERS, CLIENT, 0, &registers,
                                 sizeof registers)
                    .length,
                sizeof registers);
    for (uint32_t i = 0; i < 7; i++) {
        CHECK_EQUAL(registers.words[i], 0x11 * (i + 1));
    }
    CHECK_EQUAL(registers.words[7], SLUICE_SYS_COUNT);
    (void)act_kernel_reply(SLUICE_KCALL_REGION, CLIENT, 0, &region,
                           sizeof region);
    CHECK(registers.stack - region.base < region.size);
    (void)act_kernel_reply(SLUICE_KCALL_DUMP, CLIENT, registers.stack, stacked,
                           sizeof stacked);
    CHECK(stacked[6] != 0); /* where it stood */
}

static void
system_now(void)
{
    struct kcall_system first, second;

    CHECK_EQUAL(
        act_kernel_reply(SLUICE_KCALL_SYSTEM, 0, 0, &first, sizeof first)
            .length,
        sizeof first);
    (void)act_kernel_reply(SLUICE_KCALL_SYSTEM, 0, 0, &second, sizeof second);
    CHECK(second.up_us > first.up_us || second.up_us == first.up_us);
    CHECK_EQUAL(first.panics, 0);
    CHECK_EQUAL(first.strays, 0);
    CHECK(first.counts_per_us >= 1);
    CHECK(second.blackout >= first.blackout && first.blackout != 0);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_FEED, 0, 0), SLUICE_RC_OK);
}

static const struct test tests[] = {
    {"status of every task", status},
    {"an injected fault, and who is faulted next", fault_and_next},
    {"a second fault does not replace the first", second_fault_changes_nothing},
    {"the supervisor is told of a fault", supervisor_is_told},
    {"the image has an id", image_id},
    {"the text of a panic", panic_text},
    {"the text of a panic must be the task's own", panic_text_is_not_its_own},
    {"a task can be left stopped", restart_stopped},
    {"memory of a faulted task is dumped", dump},
    {"what lives is not dumped", dump_of_the_living},
    {"registers of a faulted task", registers},
    {"time, strays and panics of the system", system_now},
};

const struct suite suite_kernel_calls = SUITE(tests, act_test);

struct bad_call {
    const char *name;
    uint32_t who;
    uint32_t operation; /* with leases */
    uint32_t index, value;
    uint32_t base, length, room, room_length;
    uint32_t kind, detail, address;
};

#define REQUEST OWN(0), 8
#define ROOM OWN(64), 64
#define STATUS SLUICE_KCALL_STATUS
#define RESTART SLUICE_KCALL_RESTART

static const struct bad_call bad_calls[] = {
    {"operation 0", THIRD, 0, 1, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"operation past the last", THIRD, SLUICE_KCALL_MAX + 1, 1, 0, REQUEST,
     ROOM, USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"operation 0xffff", THIRD, 0xffff, 1, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"leases", THIRD, STATUS | 1u << 16, 1, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"request too short", THIRD, STATUS, 1, 0, OWN(0), 7, ROOM,
     USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"request too long", THIRD, STATUS, 1, 0, OWN(0), 9, ROOM,
     USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"request nowhere", THIRD, STATUS, 1, 0, NOWHERE, 8, ROOM, MEMORY(NOWHERE)},
    {"request in kernel memory", THIRD, STATUS, 1, 0, KERNEL_RAM, 8, ROOM,
     MEMORY(KERNEL_RAM)},
    {"room too small", THIRD, STATUS, 1, 0, REQUEST, OWN(64),
     sizeof(struct kcall_status) - 1, USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"room in kernel memory", THIRD, STATUS, 1, 0, REQUEST, KERNEL_RAM, 64,
     MEMORY(KERNEL_RAM)},
    {"room in my code", THIRD, STATUS, 1, 0, REQUEST, OWN_TEXT, 64,
     MEMORY(OWN_TEXT)},
    {"no privilege", SERVER, STATUS, 1, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_RIGHT)},
    {"no privilege to restart", CLIENT, RESTART, 1, 1, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_RIGHT)},
    {"no privilege to reset", THIRD, SLUICE_KCALL_RESET, 1, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_RIGHT)},
    {"status of task N", THIRD, STATUS, TASKS, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"status of the largest index", THIRD, STATUS, 0xffffffff, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"restart of task N", THIRD, RESTART, TASKS, 1, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"restart of the supervisor", THIRD, RESTART, 0, 1, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"restart with an undefined value", THIRD, RESTART, CLIENT, 2, REQUEST,
     ROOM, USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"fault of task N", THIRD, SLUICE_KCALL_FAULT, TASKS, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"fault of the largest index", THIRD, SLUICE_KCALL_FAULT, 0xffffffff, 0,
     REQUEST, ROOM, USAGE(SLUICE_USAGE_TASK)},
    {"fault of the supervisor", THIRD, SLUICE_KCALL_FAULT, 0, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"fault of oneself", THIRD, SLUICE_KCALL_FAULT, THIRD, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"retire the supervisor", THIRD, SLUICE_KCALL_RETIRE, 0, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"retire oneself", THIRD, SLUICE_KCALL_RETIRE, THIRD, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"soft irq without a line", THIRD, SLUICE_KCALL_SOFT_IRQ, SERVER,
     NOTIFY_SERVER_BELL, REQUEST, ROOM, USAGE(SLUICE_USAGE_IRQ)},
    {"soft irq of no bits", THIRD, SLUICE_KCALL_SOFT_IRQ, SERVER, 0, REQUEST,
     ROOM, USAGE(SLUICE_USAGE_IRQ)},
    {"soft irq of task N", THIRD, SLUICE_KCALL_SOFT_IRQ, TASKS, 1, REQUEST,
     ROOM, USAGE(SLUICE_USAGE_TASK)},
    {"next faulted from task N", THIRD, SLUICE_KCALL_NEXT_FAULTED, TASKS, 0,
     REQUEST, ROOM, USAGE(SLUICE_USAGE_TASK)},
    {"panic text of task N", THIRD, SLUICE_KCALL_PANIC_TEXT, TASKS, 0, REQUEST,
     ROOM, USAGE(SLUICE_USAGE_TASK)},
    {"region of task N", THIRD, SLUICE_KCALL_REGION, TASKS, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"region: room too small", THIRD, SLUICE_KCALL_REGION, CLIENT, 0, REQUEST,
     OWN(64), 7, USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"dump of task N", THIRD, SLUICE_KCALL_DUMP, TASKS, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_TASK)},
    {"registers of task N", THIRD, SLUICE_KCALL_REGISTERS, TASKS, 0, REQUEST,
     ROOM, USAGE(SLUICE_USAGE_TASK)},
    {"system: room too small", THIRD, SLUICE_KCALL_SYSTEM, 0, 0, REQUEST,
     OWN(64), 63, USAGE(SLUICE_USAGE_KERNEL_CALL)},
    {"no privilege to feed the watchdog", SERVER, SLUICE_KCALL_FEED, 0, 0,
     REQUEST, ROOM, USAGE(SLUICE_USAGE_RIGHT)},
    {"no privilege to dump", SERVER, SLUICE_KCALL_DUMP, 1, 0, REQUEST, ROOM,
     USAGE(SLUICE_USAGE_RIGHT)},
    {"image id: room too small", THIRD, SLUICE_KCALL_IMAGE_ID, 0, 0, REQUEST,
     OWN(64), 7, USAGE(SLUICE_USAGE_KERNEL_CALL)},
};

static void
refused(const void *row)
{
    const struct bad_call *call = row;

    act_write(call->who, 0, call->index);
    act_write(call->who, 4, call->value);
    ACT(call->who, SEND, KERNEL, call->operation, call->base, call->length,
        call->room, call->room_length, OWN(128));
    CHECK(!act_returned(call->who));
    CHECK_FAULT(call->who, call->kind, call->detail, call->address);
}

const struct suite suite_kernel_refusals = SUITE(bad_calls, refused);
