/* SPDX-License-Identifier: MIT */
#include "act.h"

#include <stddef.h>

#include <task.h>

#include "tap.h"

static struct {
    bool failed; /* the test that runs */
    bool any_failed;
    bool may_fault[SEATS]; /* in this test */
    uint32_t done[SEATS];  /* before the latest order */
} act;

static struct task_id
current(uint32_t who)
{
    return sys_refresh((struct task_id){who});
}

static void
fail(const char *text, const char *file, int line)
{
    tap_comment(text, file, line);
    act.failed = true;
}

void
act_check(bool good, const char *text, const char *file, int line)
{
    if (!good) {
        fail(text, file, line);
    }
}

void
act_check_equal(uint32_t is, uint32_t must, const char *text, const char *file,
                int line)
{
    if (is != must) {
        fail(text, file, line);
        tap_value("is  ", is);
        tap_value("must", must);
    }
}

void
act_note(const char *text, uint32_t value)
{
    tap_value(text, value);
}

static uint32_t
resolve(uint32_t who, uint32_t word)
{
    if (word - ID_OF(0) < SEATS) {
        return act_id(word - ID_OF(0));
    }
    if (word - STALE_ID_OF(0) < SEATS) {
        return act_id(word - STALE_ID_OF(0)) -
               (1u << SLUICE_ID_GENERATION_SHIFT);
    }
    if (word - OWN(0) < OWN_SIZE) {
        return act_own(who) + (word - OWN(0));
    }
    if (word - OF_THIRD(0) < OWN_SIZE) {
        return act_own(THIRD) + (word - OF_THIRD(0));
    }
    return word == OWN_TEXT ? STAGE->seats[who].text : word;
}

/* Who may be posted to, and with which bit. */
static void
post_go(uint32_t who)
{
    static const uint32_t go[SEATS] = {
        [SERVER] = NOTIFY_SERVER_GO,
        [THIRD] = NOTIFY_THIRD_GO,
        [CLIENT] = NOTIFY_CLIENT_GO,
    };

    (void)sys_post(current(who), go[who]);
}

static void
write_order(uint32_t who, struct order *order, uint32_t number,
            const uint32_t words[7])
{
    order->number = number;
    for (uint32_t i = 0; i < 7; i++) {
        order->in[i] = resolve(who, words[i]);
    }
}

void
act_words(uint32_t who, uint32_t number, const uint32_t words[7])
{
    struct seat *seat = &STAGE->seats[who];

    write_order(who, &seat->order, number, words);
    act.done[who] = seat->done;
    post_go(who);
}

void
act_then(uint32_t who, uint32_t number, const uint32_t words[7])
{
    struct seat *seat = &STAGE->seats[who];

    write_order(who, &seat->then, number, words);
    seat->follows = 1;
}

bool
act_returned(uint32_t who)
{
    return STAGE->seats[who].done != act.done[who];
}

uint32_t
act_out(uint32_t who, uint32_t word)
{
    return STAGE->seats[who].out[word];
}

uint32_t
act_own(uint32_t who)
{
    return STAGE->seats[who].own;
}

uint32_t
act_id(uint32_t who)
{
    return current(who).raw;
}

struct sent
act_kernel_reply(uint32_t operation, uint32_t index, uint32_t value,
                 void *reply, uint32_t room)
{
    struct kcall_request request = {index, value};

    return sys_send(ID_KERNEL, operation, slice_of(&request, sizeof request),
                    slice_of(reply, room), NULL, 0);
}

uint32_t
act_kernel(uint32_t operation, uint32_t index, uint32_t value)
{
    return act_kernel_reply(operation, index, value, NULL, 0).rc;
}

struct kcall_status
act_status(uint32_t who)
{
    struct kcall_status status;

    (void)act_kernel_reply(SLUICE_KCALL_STATUS, who, 0, &status, sizeof status);
    return status;
}

uint32_t
act_state(uint32_t who)
{
    return act_status(who).state;
}

void
act_restart(uint32_t who)
{
    uint32_t starts = STAGE->seats[who].starts;

    STAGE->seats[who].follows = 0;
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, who, 1), SLUICE_RC_OK);
    CHECK_EQUAL(STAGE->seats[who].starts, starts + 1);
    CHECK_EQUAL(act_state(who), SLUICE_STATE_RECEIVING);
    act.may_fault[who] = false;
}

static void
check_no_other_fault(void)
{
    for (uint32_t who = 1; who < SEATS; who++) {
        if (!act.may_fault[who] && act_state(who) == SLUICE_STATE_FAULTED) {
            struct fault fault = act_status(who).fault;

            fail("a task that did nothing wrong has faulted", "task", (int)who);
            tap_value("kind   ", fault.kind);
            tap_value("detail ", fault.detail);
            tap_value("address", fault.address);
            tap_value("pc     ", fault.pc);
        }
    }
}

void
act_check_fault(uint32_t who, uint32_t kind, uint32_t detail, uint32_t address,
                const char *file, int line)
{
    struct kcall_status status = act_status(who);

    act.may_fault[who] = true;
    address = resolve(who, address);
    act_check_equal(status.state, SLUICE_STATE_FAULTED, "state", file, line);
    act_check_equal(status.fault.kind, kind, "fault kind", file, line);
    if (detail != ANY) {
        act_check_equal(status.fault.detail, detail, "fault detail", file,
                        line);
    }
    if (address != ANY) {
        act_check_equal(status.fault.address, address, "fault address", file,
                        line);
    }
    check_no_other_fault();
}

void
act_sleep(uint32_t us)
{
    sys_timer(sys_time().now_us + us, 1u << 31);
    (void)sys_receive(SLICE_NONE, 1u << 31, ID_KERNEL);
}

void
act_write(uint32_t who, uint32_t offset, uint32_t word)
{
    STAGE->notes[0] = word;
    DO(who, DEED_COPY, OWN(offset), (uint32_t)(uintptr_t)STAGE->notes, 4);
}

void
act_lease(uint32_t who, uint32_t offset, uint32_t base, uint32_t length,
          uint32_t attributes)
{
    act_write(who, offset, resolve(who, base));
    act_write(who, offset + 4, length);
    act_write(who, offset + 8, attributes);
}

const uint8_t *
act_peek(uint32_t who, uint32_t address, uint32_t length)
{
    DO(who, DEED_COPY, (uint32_t)(uintptr_t)STAGE->notes, address, length);
    CHECK(act_returned(who));
    return (const uint8_t *)STAGE->notes;
}

uint32_t
act_read(uint32_t who, uint32_t offset)
{
    (void)act_peek(who, OWN(offset), 4);
    return STAGE->notes[0];
}

void
act_served(uint32_t count)
{
    DO(CLIENT, DEED_BYTES, OWN(MESSAGE_AT), 1, 8);
    ACT(SERVER, SLUICE_SYS_RECEIVE, OWN(BUFFER_AT), 64, 0, SLUICE_ID_NOBODY);
    ACT(CLIENT, SLUICE_SYS_SEND, ID_OF(SERVER),
        7u | count << SLUICE_LEASES_SHIFT, OWN(MESSAGE_AT), 8, OWN(ROOM_AT), 16,
        OWN(0));
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, act_id(CLIENT));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
}

/* Effect: every puppet fresh, whatever the test before has done to it. */
static void
set_stage(void)
{
    for (uint32_t who = 1; who < SEATS; who++) {
        act.may_fault[who] = false;
    }
    for (uint32_t who = SEATS - 1; who >= 1; who--) {
        if (act_state(who) != SLUICE_STATE_RETIRED) {
            act_restart(who);
        }
    }
}

void
act_test(const void *row)
{
    const struct test *test = row;

    test->run();
}

void
act_refusal(const void *row)
{
    const struct refusal *refusal = row;
    uint32_t id = act_id(refusal->who);

    if (refusal->scene == SERVED) {
        act_lease(CLIENT, 0, OWN(64), 64,
                  SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
        act_served(1);
    }
    act_words(refusal->who, refusal->number, refusal->words);
    CHECK(!act_returned(refusal->who));
    CHECK_FAULT(refusal->who, refusal->kind, refusal->detail, refusal->address);
    /* The incarnation is over: once, not twice */
    CHECK_EQUAL(act_id(refusal->who), id + (1u << SLUICE_ID_GENERATION_SHIFT));
}

static void
run_one(const struct suite *suite, const void *row, uint32_t number)
{
    /* Safe: by the contract of a suite, a row begins with its name */
    const char *name = *(const char *const *)row;

    act.failed = false;
    set_stage();
    suite->run(row);
    check_no_other_fault();
    tap_test(!act.failed, number, name);
    act.any_failed = act.any_failed || act.failed;
}

_Noreturn void
act_all(const struct suite *suites, uint32_t count)
{
    uint32_t total = 0;
    uint32_t number = 0;

    for (uint32_t i = 0; i < count; i++) {
        total += suites[i].count;
    }
    tap_start(total);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t row = 0; row < suites[i].count; row++) {
            run_one(&suites[i],
                    (const uint8_t *)suites[i].rows + row * suites[i].size,
                    ++number);
        }
    }
    tap_verdict(!act.any_failed);
    for (;;) {
        (void)sys_receive(SLICE_NONE, 0, ID_KERNEL);
    }
}
