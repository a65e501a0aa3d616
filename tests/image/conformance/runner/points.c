/* SPDX-License-Identifier: MIT */
/* What docs/conformance.md asks for and no other image shows. */
#include <task.h>

#include "suites.h"

#define RECEIVE SLUICE_SYS_RECEIVE
#define SEND SLUICE_SYS_SEND
#define KERNEL SLUICE_ID_KERNEL
#define ALARM 1u /* the server's first bit is its interrupt's */
#define CLOCK 1u /* and so is the client's */
#define ALL_BITS (~NOTIFY_SERVER_GO)

/* An id of six bits of generation would come back after 64. */
static void
ids_do_not_alias(void)
{
    uint32_t first = act_id(SERVER);
    uint32_t last = first;

    for (uint32_t i = 1; i <= 260; i++) {
        act_restart(SERVER);
        CHECK_EQUAL(act_id(SERVER), last + (1u << SLUICE_ID_GENERATION_SHIFT));
        last = act_id(SERVER);
        if (i % 64 == 0) {
            ACT(CLIENT, SEND, first, 1, OWN(0), 4, OWN(64), 16, 0);
            CHECK(act_returned(CLIENT));
            CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
            CHECK_OUT(CLIENT, 2, last);
        }
    }
}

/* Where it ends is the map's affair; that it ends so is not. */
static void
climb(uint32_t who, uint32_t from)
{
    uint32_t kind;

    DO(who, DEED_CLIMB, from);
    CHECK(!act_returned(who));
    kind = act_status(who).fault.kind;
    CHECK(kind == SLUICE_FAULT_MEMORY || kind == SLUICE_FAULT_BUS);
    CHECK_FAULT(who, kind, ANY, ANY);
}

static void
climb_from_code(void)
{
    climb(CLIENT, OWN_TEXT);
    climb(SERVER, OWN_TEXT);
}

static void
climb_from_memory(void)
{
    climb(CLIENT, OWN(0));
    climb(SERVER, OWN(0));
}

static void
wait_for(uint32_t who, uint32_t bits)
{
    ACT(who, RECEIVE, 0, 0, bits, KERNEL);
}

static void
all_bits_at_once(void)
{
    ACT(SERVER, SLUICE_SYS_TIMER, 0, 0, ALL_BITS);
    wait_for(SERVER, ALL_BITS);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, KERNEL);
    CHECK_OUT(SERVER, 1, ALL_BITS);
    wait_for(SERVER, ALL_BITS);
    CHECK(!act_returned(SERVER));
}

static void
each_bit_by_itself(void)
{
    ACT(SERVER, SLUICE_SYS_TIMER, 0, 0, ALL_BITS);
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (bit != NOTIFY_SERVER_GO) {
            wait_for(SERVER, bit);
            CHECK(act_returned(SERVER));
            CHECK_OUT(SERVER, 1, bit);
        }
    }
    wait_for(SERVER, ALL_BITS);
    CHECK(!act_returned(SERVER));
}

/* To the id that it has since its end: who begins again finds them. */
static void
bits_wait_for_the_start(void)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, SERVER, 0), SLUICE_RC_OK);
    ACT(CLIENT, SLUICE_SYS_POST, ID_OF(SERVER), NOTIFY_SERVER_BELL);
    CHECK_OUT(CLIENT, 0, SLUICE_RC_OK);
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_RESTART, SERVER, 1), SLUICE_RC_OK);
    wait_for(SERVER, NOTIFY_SERVER_BELL);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 1, NOTIFY_SERVER_BELL);
}

/* The third raises a line of `of` while that one waits for it. */
static void
raise(uint32_t of, uint32_t bits)
{
    ACT(of, SLUICE_SYS_IRQ, bits, SLUICE_IRQ_ENABLE);
    wait_for(of, bits);
    CHECK(!act_returned(of));
    act_write(THIRD, 0, of);
    act_write(THIRD, 4, bits);
    ACT(THIRD, SEND, KERNEL, SLUICE_KCALL_SOFT_IRQ, OWN(0), 8, 0, 0, 0);
    CHECK(act_returned(THIRD));
    CHECK(act_returned(of));
    CHECK_OUT(of, 1, bits);
}

static void
interrupt_of_the_more_important(void)
{
    raise(SERVER, ALARM);
    CHECK(STAGE->seats[SERVER].when < STAGE->seats[THIRD].when);
}

static void
interrupt_of_the_less_important(void)
{
    raise(CLIENT, CLOCK);
    CHECK(STAGE->seats[THIRD].when < STAGE->seats[CLIENT].when);
}

static void
wake_in(uint32_t who, uint32_t us)
{
    uint64_t at = sys_time().now_us + us;

    ACT(who, SLUICE_SYS_TIMER, (uint32_t)at, (uint32_t)(at >> 32), 1u << 30);
    wait_for(who, 1u << 30);
    CHECK(!act_returned(who));
}

/* The client makes no call at all; the server runs in its midst. */
static void
deadline_of_the_more_important(void)
{
    wake_in(SERVER, 2000);
    DO(CLIENT, DEED_SPIN, 1000000000);
    CHECK(act_returned(CLIENT));
    CHECK_EQUAL(STAGE->notes[0], 1);
    CHECK(act_returned(SERVER));
    CHECK(STAGE->seats[SERVER].when < STAGE->seats[CLIENT].when);
}

static void
deadline_of_the_less_important(void)
{
    wake_in(CLIENT, 1000);
    DO(SERVER, DEED_BUSY, 4000);
    CHECK(act_returned(SERVER));
    CHECK_EQUAL(STAGE->notes[0], 0);
    CHECK(act_returned(CLIENT));
    CHECK(STAGE->seats[SERVER].when < STAGE->seats[CLIENT].when);
}

static void
cpu_time_is_whose_it_was(void)
{
    uint64_t client = act_status(CLIENT).cpu_us;
    uint64_t third = act_status(THIRD).cpu_us;
    uint64_t server = act_status(SERVER).cpu_us;

    DO(CLIENT, DEED_BUSY, 6000);
    CHECK(act_status(CLIENT).cpu_us - client >= 5000);
    CHECK(act_status(THIRD).cpu_us == third);
    CHECK(act_status(SERVER).cpu_us == server);
}

static void
cpu_time_outlives_a_restart(void)
{
    uint64_t before;

    DO(CLIENT, DEED_BUSY, 2000);
    before = act_status(CLIENT).cpu_us;
    act_restart(CLIENT);
    CHECK(act_status(CLIENT).cpu_us >= before);
}

static void
configuration(void)
{
    CHECK_EQUAL(CONFIG_ANSWER, 42);
    CHECK_EQUAL(CONFIG_RIGHT, CONFIG_LEFT + END);
    CHECK_EQUAL(CONFIG_STAGE, (uint32_t)area_stage);
}

/* The client lends memory that the server has too. */
static void
lend_shared(void)
{
    act_lease(CLIENT, 0, SHARED, 64, SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
    act_served(1);
}

static void
overlap_when_read(void)
{
    lend_shared();
    ACT(SERVER, SLUICE_SYS_BORROW_READ, ID_OF(CLIENT), 0, 0, SHARED + 60, 64);
    CHECK_MEMORY(SERVER, SHARED + 60);
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
}

/* It chose the range, not the lender. */
static void
overlap_when_written(void)
{
    lend_shared();
    ACT(SERVER, SLUICE_SYS_BORROW_WRITE, ID_OF(CLIENT), 0, 0, SHARED + 60, 64);
    CHECK_MEMORY(SERVER, SHARED + 60);
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
}

/* It chose the server's, which it does not hold. */
static void
lent_what_the_borrower_uses(void)
{
    act_lease(CLIENT, 0, SHELF, 64, SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
    act_served(1);
    ACT(SERVER, SLUICE_SYS_BORROW_WRITE, ID_OF(CLIENT), 0, 0, SHELF, 64);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEFECT);
    CHECK_MEMORY(CLIENT, SHELF);
}

static void
side_by_side(void)
{
    lend_shared();
    ACT(SERVER, SLUICE_SYS_BORROW_READ, ID_OF(CLIENT), 0, 0, SHARED + 64, 64);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_RC_OK);
    CHECK_OUT(SERVER, 1, 64);
}

/* An exchange changes what is in the other's memory, and nothing around it. */
static void
not_a_byte_more(void)
{
    DO(SERVER, DEED_FILL, OWN(0), 0x55, 64);
    DO(CLIENT, DEED_FILL, OWN(0), 0x33, 64);
    ACT(SERVER, RECEIVE, OWN(17), 5, 0, SLUICE_ID_NOBODY);
    ACT(CLIENT, SEND, ID_OF(SERVER), 1, OWN(1), 9, OWN(33), 7, 0);
    CHECK_EQUAL(act_read(SERVER, 16), 0x33333355);
    CHECK_EQUAL(act_read(SERVER, 20), 0x55553333);
    CHECK_EQUAL(act_read(SERVER, 12), 0x55555555);
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 0, OWN(0), 6);
    CHECK_OUT(CLIENT, 1, 6);
    CHECK_EQUAL(act_read(CLIENT, 28), 0x33333333);
    CHECK_EQUAL(act_read(CLIENT, 32), 0x55555533);
    CHECK_EQUAL(act_read(CLIENT, 36), 0x33555555);
}

static const struct test tests[] = {
    {"an id does not come back, however often its task restarts",
     ids_do_not_alias},
    {"reading up from its code, a task ends in a fault", climb_from_code},
    {"reading up from its memory, a task ends in a fault", climb_from_memory},
    {"all bits arrive at once, and once", all_bits_at_once},
    {"each bit is received by itself, and the others stay", each_bit_by_itself},
    {"a bit posted to a stopped task waits for its start",
     bits_wait_for_the_start},
    {"an interrupt of a more important task runs it at once",
     interrupt_of_the_more_important},
    {"an interrupt of a less important task waits",
     interrupt_of_the_less_important},
    {"a deadline of a more important task runs it at once",
     deadline_of_the_more_important},
    {"a deadline of a less important task waits",
     deadline_of_the_less_important},
    {"CPU time is charged to the task that computes", cpu_time_is_whose_it_was},
    {"CPU time is of all incarnations", cpu_time_outlives_a_restart},
    {"configuration values are the manifest's", configuration},
    {"a borrow into the lease itself faults the borrower", overlap_when_read},
    {"a borrow out of the lease itself faults the borrower",
     overlap_when_written},
    {"a lease of the borrower's own range faults the lender",
     lent_what_the_borrower_uses},
    {"a borrow beside the lease is none of both", side_by_side},
    {"an exchange writes not a byte more", not_a_byte_more},
};

const struct suite suite_points = SUITE(tests, act_test);
