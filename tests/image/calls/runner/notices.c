/* SPDX-License-Identifier: MIT */
/* Notifications: posts, deadlines, interrupts. */
#include "suites.h"

#define RECEIVE SLUICE_SYS_RECEIVE
#define POST SLUICE_SYS_POST
#define TIMER SLUICE_SYS_TIMER
#define TIME SLUICE_SYS_TIME
#define IRQ SLUICE_SYS_IRQ
#define IRQ_STATUS SLUICE_SYS_IRQ_STATUS
#define ALARM 1u /* the server's first bits are its interrupts', in order */
#define CLOCK 2u

static void
check_bits(uint32_t who, uint32_t bits)
{
    CHECK(act_returned(who));
    CHECK_OUT(who, 0, SLUICE_ID_KERNEL);
    CHECK_OUT(who, 1, bits);
}

static void
wait_for(uint32_t who, uint32_t bits)
{
    ACT(who, RECEIVE, 0, 0, bits, SLUICE_ID_KERNEL);
}

static void
post_wakes(void)
{
    wait_for(SERVER, NOTIFY_SERVER_BELL);
    CHECK(!act_returned(SERVER));
    ACT(CLIENT, POST, ID_OF(SERVER), NOTIFY_SERVER_BELL);
    CHECK_OUT(CLIENT, 0, SLUICE_RC_OK);
    check_bits(SERVER, NOTIFY_SERVER_BELL);
}

static void
post_stays(void)
{
    ACT(CLIENT, POST, ID_OF(SERVER), NOTIFY_SERVER_BELL);
    ACT(CLIENT, POST, ID_OF(SERVER), NOTIFY_SERVER_BELL);
    wait_for(SERVER, NOTIFY_SERVER_BELL | NOTIFY_SERVER_LATE);
    check_bits(SERVER, NOTIFY_SERVER_BELL);
    wait_for(SERVER, NOTIFY_SERVER_BELL);
    CHECK(!act_returned(SERVER)); /* they are not counted */
}

static void
post_of_nothing(void)
{
    wait_for(SERVER, NOTIFY_SERVER_BELL);
    ACT(CLIENT, POST, ID_OF(SERVER), 0);
    CHECK_OUT(CLIENT, 0, SLUICE_RC_OK);
    CHECK(!act_returned(SERVER));
}

static void
timer_in_the_past(void)
{
    ACT(SERVER, TIMER, 0, 0, NOTIFY_SERVER_LATE);
    CHECK(act_returned(SERVER));
    wait_for(SERVER, NOTIFY_SERVER_LATE);
    check_bits(SERVER, NOTIFY_SERVER_LATE);
    ACT(SERVER, TIME, 0);
    CHECK_OUT(SERVER, 2, 0xffffffff);
    CHECK_OUT(SERVER, 3, 0xffffffff);
}

/* The server's, as the latest TIME gave it. */
static uint64_t
now_of_server(void)
{
    ACT(SERVER, TIME, 0);
    return (uint64_t)act_out(SERVER, 1) << 32 | act_out(SERVER, 0);
}

static void
set_timer(uint64_t at)
{
    ACT(SERVER, TIMER, (uint32_t)at, (uint32_t)(at >> 32), NOTIFY_SERVER_LATE);
}

static void
timer_in_the_future(void)
{
    uint64_t at = now_of_server() + 5000;

    set_timer(at);
    ACT(SERVER, TIME, 0);
    CHECK_OUT(SERVER, 2, (uint32_t)at);
    CHECK_OUT(SERVER, 3, (uint32_t)(at >> 32));
    wait_for(SERVER, NOTIFY_SERVER_LATE);
    CHECK(!act_returned(SERVER));
    act_sleep(7000);
    check_bits(SERVER, NOTIFY_SERVER_LATE);
    CHECK(now_of_server() >= at);
    CHECK_OUT(SERVER, 2, 0xffffffff);
}

static void
timer_replaced(void)
{
    set_timer(now_of_server() + 3000);
    set_timer(now_of_server() + 60000000);
    wait_for(SERVER, NOTIFY_SERVER_LATE);
    act_sleep(6000);
    CHECK(!act_returned(SERVER));
}

static void
timer_never(void)
{
    set_timer(now_of_server() + 3000);
    set_timer(SLUICE_TIMER_NEVER);
    wait_for(SERVER, NOTIFY_SERVER_LATE);
    act_sleep(6000);
    CHECK(!act_returned(SERVER));
}

/* Deadlines so far away that their counts don't fit in 64 bits. */
static void
timer_far_away(void)
{
    set_timer(SLUICE_TIMER_NEVER - 1);
    wait_for(SERVER, NOTIFY_SERVER_LATE);
    act_sleep(3000);
    CHECK(!act_returned(SERVER));
}

static void
time_advances(void)
{
    uint64_t before = now_of_server();

    act_sleep(2000);
    CHECK(now_of_server() >= before + 2000);
    CHECK(act_status(SERVER).cpu_us < now_of_server());
}

static void
soft_irq(uint32_t bits)
{
    CHECK_EQUAL(act_kernel(SLUICE_KCALL_SOFT_IRQ, SERVER, bits), SLUICE_RC_OK);
}

static uint32_t
irq_status(uint32_t bits)
{
    ACT(SERVER, IRQ_STATUS, bits);
    CHECK(act_returned(SERVER));
    return act_out(SERVER, 0);
}

static void
irq_to_bit(void)
{
    ACT(SERVER, IRQ, ALARM, SLUICE_IRQ_ENABLE);
    CHECK(act_returned(SERVER));
    wait_for(SERVER, ALARM);
    CHECK(!act_returned(SERVER));
    soft_irq(ALARM);
    check_bits(SERVER, ALARM);
    for (uint32_t word = 2; word < 7; word++) {
        CHECK_OUT(SERVER, word, 0);
    }
}

static void
irq_states(void)
{
    CHECK_EQUAL(irq_status(ALARM), 0);
    soft_irq(ALARM);
    CHECK_EQUAL(irq_status(ALARM), SLUICE_IRQ_IS_PENDING);
    ACT(SERVER, IRQ, ALARM, SLUICE_IRQ_ENABLE);
    /* Taken: posted, and masked until it is enabled again */
    CHECK_EQUAL(irq_status(ALARM), SLUICE_IRQ_IS_POSTED);
    soft_irq(ALARM);
    CHECK_EQUAL(irq_status(ALARM),
                SLUICE_IRQ_IS_POSTED | SLUICE_IRQ_IS_PENDING);
    wait_for(SERVER, ALARM);
    CHECK_EQUAL(irq_status(ALARM), SLUICE_IRQ_IS_PENDING);
    ACT(SERVER, IRQ, ALARM, SLUICE_IRQ_CLEAR | SLUICE_IRQ_ENABLE);
    CHECK_EQUAL(irq_status(ALARM), SLUICE_IRQ_IS_ENABLED);
    ACT(SERVER, IRQ, ALARM, 0);
    CHECK_EQUAL(irq_status(ALARM), 0);
}

static void
irq_lines_are_apart(void)
{
    ACT(SERVER, IRQ, ALARM | CLOCK, SLUICE_IRQ_ENABLE);
    CHECK_EQUAL(irq_status(ALARM | CLOCK), SLUICE_IRQ_IS_ENABLED);
    soft_irq(CLOCK);
    CHECK_EQUAL(irq_status(CLOCK), SLUICE_IRQ_IS_POSTED);
    CHECK_EQUAL(irq_status(ALARM), SLUICE_IRQ_IS_ENABLED);
    ACT(SERVER, IRQ, ALARM | CLOCK, SLUICE_IRQ_CLEAR);
    CHECK_EQUAL(irq_status(ALARM), 0);
}

static const struct test tests[] = {
    {"a post wakes who waits for the bit", post_wakes},
    {"a post stays until it is received", post_stays},
    {"a post of no bits does nothing", post_of_nothing},
    {"a deadline that is past posts at once", timer_in_the_past},
    {"a deadline posts when it comes", timer_in_the_future},
    {"a deadline replaces the one before", timer_replaced},
    {"a deadline can be taken back", timer_never},
    {"a deadline may be centuries away", timer_far_away},
    {"time advances", time_advances},
    {"an interrupt becomes a bit", irq_to_bit},
    {"an interrupt's states", irq_states},
    {"interrupts of one task are apart", irq_lines_are_apart},
};

const struct suite suite_notices = SUITE(tests, act_test);

static const struct refusal refusals[] = {
    {"post: a bit without right",
     SOLO,
     CLIENT,
     POST,
     {ID_OF(SERVER), NOTIFY_SERVER_LATE},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"post: a bit of the kernel's, forged",
     SOLO,
     CLIENT,
     POST,
     {ID_OF(SERVER), ALARM},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"post: one bit too many",
     SOLO,
     CLIENT,
     POST,
     {ID_OF(SERVER), NOTIFY_SERVER_BELL | CLOCK},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"post: to the supervisor, a fault forged",
     SOLO,
     CLIENT,
     POST,
     {0, SLUICE_NOTIFY_FAULT},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"post: no right at all",
     SOLO,
     SERVER,
     POST,
     {ID_OF(CLIENT), 1},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"post: no right to a stale id either",
     SOLO,
     SERVER,
     POST,
     {STALE_ID_OF(CLIENT), 1},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"post: no such task",
     SOLO,
     CLIENT,
     POST,
     {77, 1},
     USAGE(SLUICE_USAGE_TASK)},
    {"irq: not my bits",
     SOLO,
     SERVER,
     IRQ,
     {NOTIFY_SERVER_BELL, SLUICE_IRQ_ENABLE},
     USAGE(SLUICE_USAGE_IRQ)},
    {"irq: one of them not mine",
     SOLO,
     SERVER,
     IRQ,
     {ALARM | NOTIFY_SERVER_BELL, SLUICE_IRQ_ENABLE},
     USAGE(SLUICE_USAGE_IRQ)},
    {"irq: none of mine",
     SOLO,
     CLIENT,
     IRQ,
     {1, SLUICE_IRQ_ENABLE},
     USAGE(SLUICE_USAGE_IRQ)},
    {"irq: no bits",
     SOLO,
     SERVER,
     IRQ,
     {0, SLUICE_IRQ_ENABLE},
     USAGE(SLUICE_USAGE_IRQ)},
    {"irq: undefined control",
     SOLO,
     SERVER,
     IRQ,
     {ALARM, 4},
     USAGE(SLUICE_USAGE_IRQ)},
    {"irq status: not my bits",
     SOLO,
     SERVER,
     IRQ_STATUS,
     {0x80000000},
     USAGE(SLUICE_USAGE_IRQ)},
    {"irq status: none of mine",
     SOLO,
     CLIENT,
     IRQ_STATUS,
     {ALARM},
     USAGE(SLUICE_USAGE_IRQ)},
};

const struct suite suite_notice_refusals = SUITE(refusals, act_refusal);
