/* SPDX-License-Identifier: MIT */
/*
 * The channel's state machine against a toy controller: what no real one of
 * this repository shows, such as a reset of a domain, registers that fault and
 * an engine that lies about its residue. Transfers over simulated time are in
 * tests/sim.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "boot.h"
#include "dma.h"
#include "fake_arch.h"
#include "image.h"
#include "kernel.h"
#include "panic.h"
#include "sched.h"
#include "task.h"

/* The toy: two controllers. The first has a reset and channels 0 and 1. */
#define REG(channel, n) (FAKE_IO + 32u * (channel) + 4u * (n))
#define SRC(channel) REG(channel, 0)
#define DST(channel) REG(channel, 1)
#define LEFT(channel) REG(channel, 2)
#define GO(channel) REG(channel, 3)
#define STATUS(channel) REG(channel, 4)
#define CLEAR(channel) REG(channel, 5)
#define SETUP REG(4, 0)
#define SETUP_OTHER REG(4, 1)
#define RESET REG(4, 2)
#define BUSY 1u
#define DONE 2u
#define ERROR 4u

enum { SUPERVISOR, DRIVER, CLIENT, TASKS };
enum { FIRST, SECOND, ALONE, CHANNELS };
enum { HOME_0, HOME_1, HOME_2, CHUNK, OWN, FIRMWARE, REGIONS };

#define HOME(task) (FAKE_MEMORY + 0x1000u * (task))
#define CHUNK_BASE (FAKE_MEMORY + 0x4000u)
#define OWN_BASE (FAKE_MEMORY + 0x5000u)
#define FIRMWARE_BASE (FAKE_MEMORY + 0x6000u)
#define SINK (FAKE_MEMORY + 0x8000u)
#define SIZE 0x100u
#define LEASES (HOME(CLIENT) + 0x800u)
#define LINE 5u
#define LINE_OTHER 6u
#define BIT(channel) (1u << (channel))
#define PER_US 20u

static bool stubborn;     /* a stop has no effect */
static bool unresettable; /* nor has a reset */

#define TABLES(n, setup)                                                       \
    static const struct dma_op arm##n[] = {                                    \
        DMA_WRITE_SLOT(SRC(n), DMA_SLOT_SRC),                                  \
        DMA_WRITE_SLOT(DST(n), DMA_SLOT_DST),                                  \
        DMA_WRITE_COUNT(LEFT(n), 0, 0xffffu, 0), DMA_START(GO(n), 1),          \
        DMA_END};                                                              \
    static const struct dma_op init##n[] = {DMA_WRITE(setup, 1), DMA_END};     \
    static const struct dma_op stop##n[] = {DMA_WRITE(GO(n), 0), DMA_END};     \
    static const struct dma_op idle##n[] = {DMA_POLL(STATUS(n), BUSY, 0, 1),   \
                                            DMA_END};                          \
    static const struct dma_op fini##n[] = {                                   \
        DMA_GET(DMA_GET_RESIDUE, LEFT(n), 0xffffffffu, 0, 0),                  \
        DMA_WRITE_SLOT(SRC(n), DMA_SLOT_SINK),                                 \
        DMA_WRITE_SLOT(DST(n), DMA_SLOT_SINK),                                 \
        DMA_WRITE(LEFT(n), 0),                                                 \
        DMA_WRITE(CLEAR(n), 1),                                                \
        DMA_END};                                                              \
    static const struct dma_op ack##n[] = {                                    \
        DMA_GET(DMA_GET_ERROR, STATUS(n), ERROR, 0, 0),                        \
        DMA_GET(DMA_GET_DONE, STATUS(n), DONE, 0, 0), DMA_WRITE(CLEAR(n), 1),  \
        DMA_END};                                                              \
    static const struct dma_op audit##n[] = {                                  \
        DMA_GET(DMA_SLOT_SRC, SRC(n), 0xffffffffu, 0, 0),                      \
        DMA_GET(DMA_SLOT_DST, DST(n), 0xffffffffu, 0, 0),                      \
        DMA_GET(DMA_SLOT_LEN, LEFT(n), 0xffffu, 0, 0), DMA_END};               \
    static const struct dma_variant variants##n[] = {{4, 0x1000u, arm##n}}

TABLES(0, SETUP);
TABLES(1, SETUP);
TABLES(2, SETUP_OTHER);
static const struct dma_op reset[] = {DMA_WRITE(RESET, 1), DMA_END};

/* The second channel of the first controller has its INIT and its RESET. */
static const struct dma_binding bindings[CHANNELS] = {
    {variants0, 1, init0, stop0, idle0, fini0, ack0, reset, audit0,
     SLUICE_RESIDUE_EXACT},
    {variants1, 1, init0, stop1, idle1, fini1, ack1, reset, audit1,
     SLUICE_RESIDUE_UNKNOWN},
    {variants2, 1, init2, stop2, idle2, fini2, ack2, NULL, audit2,
     SLUICE_RESIDUE_AT_MOST},
};

/* The image. */
struct task task_table[TASKS];
struct channel channel_table[CHANNELS];
uint8_t region_pins[REGIONS];

#define DATA (REGION_READ | REGION_WRITE)
static const struct region supervisor_regions[] = {
    {HOME(SUPERVISOR), 0x1000u, DATA, HOME_0}};
static const struct region driver_regions[] = {
    {HOME(DRIVER), 0x1000u, DATA, HOME_1},
    {OWN_BASE, SIZE, DATA | REGION_DMA, OWN}};
static const struct region client_regions[] = {
    {HOME(CLIENT), 0x1000u, DATA, HOME_2},
    {CHUNK_BASE, SIZE, DATA | REGION_DMA, CHUNK}};
static const struct region firmware = {FIRMWARE_BASE, SIZE,
                                       REGION_READ | REGION_DMA, FIRMWARE};
static const uint32_t may_send = 0;
static const struct task_desc tasks[TASKS] = {
    {"supervisor", supervisor_regions, .region_count = 1,
     .may_send = &may_send},
    {"driver", driver_regions, .region_count = 2, .priority = 1, .start = true,
     .may_send = &may_send, .channel_count = CHANNELS},
    {"client", client_regions, .region_count = 2, .priority = 2, .start = true,
     .may_send = &may_send},
};
static const struct reach reach[] = {{FAKE_MEMORY, FAKE_MEMORY_SIZE}};
static const uint16_t lines[] = {LINE, LINE_OTHER};
#define CHANNEL(n, kind, target)                                               \
    {                                                                          \
        "channel", &bindings[n], target, reach, lines, 128, 5000, 1000, 4,     \
            BIT(n), DRIVER, CHANNEL_FILLS_NEAR, kind, NEAR_LEASE | NEAR_OWN,   \
            1, 2                                                               \
    }
static const struct channel_desc channels[CHANNELS] = {
    CHANNEL(FIRST, FAR_REGION, &firmware),
    CHANNEL(SECOND, FAR_REGION, &firmware),
    CHANNEL(ALONE, FAR_LEASE, NULL),
};
static const uint8_t line_routes[1] = {NO_ROUTE};

const struct image image = {
    .task_count = TASKS,
    .region_count = REGIONS,
    .channel_count = CHANNELS,
    .message_max = 64,
    .sink = SINK,
    .time = {0, PER_US, 1000 * PER_US, false},
    .tasks = tasks,
    .channels = channels,
    .line_routes = line_routes,
};

/* What the toy does. */

static void
toy_write(uint32_t address, uint32_t value)
{
    for (uint32_t n = 0; n < CHANNELS; n++) {
        if (address == GO(n) && value == 1) {
            *fake_register(STATUS(n)) = BUSY;
        } else if (address == GO(n) && !stubborn) {
            *fake_register(STATUS(n)) &= ~BUSY;
        } else if (address == CLEAR(n)) {
            *fake_register(STATUS(n)) &= BUSY;
        } else if (address == RESET && n != ALONE && !unresettable) {
            *fake_register(STATUS(n)) = 0;
        }
    }
}

static void
toy_ends(uint32_t channel, uint32_t left, uint32_t status)
{
    *fake_register(LEFT(channel)) = left;
    *fake_register(STATUS(channel)) = status;
}

static struct task *driver = &task_table[DRIVER];
static struct task *client = &task_table[CLIENT];

static void
lend(uint32_t index, uint32_t base, uint32_t length, uint32_t attributes)
{
    struct lease lease = {base, length, attributes};

    memcpy(fake_memory(LEASES + index * 12u), &lease, sizeof(lease));
}

/* The driver runs; the client waits for its reply and lends two ranges. */
static int
prepare(void **state)
{
    (void)state;
    fake_reset();
    memset(&kernel, 0, sizeof(kernel));
    memset(task_table, 0, sizeof(task_table));
    memset(channel_table, 0, sizeof(channel_table));
    memset(region_pins, 0, sizeof(region_pins));
    fake.on_write = toy_write;
    stubborn = false;
    unresettable = false;
    boot_init();
    sched_unready(client);
    client->wait = WAIT_REPLY | driver->id;
    client->context.frame[1] = 2u << SLUICE_LEASES_SHIFT;
    client->context.frame[6] = LEASES;
    task_list_push(&driver->waiters, client);
    lend(0, CHUNK_BASE, SIZE, SLUICE_LEASE_WRITE);
    lend(1, CHUNK_BASE + 128u, 128u, SLUICE_LEASE_READ);
    return 0;
}

static uint32_t
arm(uint32_t channel, uint32_t lender, uint32_t near, uint32_t offset,
    uint32_t length)
{
    uint32_t *frame = driver->context.frame;
    uint32_t far = channel == ALONE ? 1u : SLUICE_DMA_NO_FAR;
    const uint32_t words[] = {channel, lender, near, offset, far, 0, length};

    memcpy(frame, words, sizeof(words));
    (void)dma_syscall_arm(driver);
    return frame[0];
}

static void
expect_idle(uint32_t channel)
{
    assert_int_equal(channel_table[channel].state, SLUICE_DMA_IDLE);
    assert_false(channel_table[channel].timer.queued);
    assert_int_equal(*fake_register(SRC(channel)), SINK);
    assert_int_equal(*fake_register(DST(channel)), SINK);
    assert_int_equal(*fake_register(LEFT(channel)), 0);
}

static void
expect_no_pins(void)
{
    assert_int_equal(client->lent_pins, 0);
    assert_int_equal(driver->own_pins, 0);
    assert_int_equal(kernel.channels_armed, 0);
    for (uint32_t i = 0; i < REGIONS; i++) {
        assert_int_equal(region_pins[i], 0);
    }
}

static void
expect_end(uint32_t channel, uint32_t status, uint32_t residue)
{
    expect_idle(channel);
    driver->context.frame[0] = channel;
    assert_ptr_equal(dma_syscall_result(driver), driver);
    assert_int_equal(driver->context.frame[0], channel_table[channel].arm);
    assert_int_equal(driver->context.frame[1], SLUICE_DMA_IDLE);
    assert_int_equal(driver->context.frame[2], status);
    assert_int_equal(driver->context.frame[3], residue);
    assert_int_equal(driver->context.frame[4], bindings[channel].residue);
    assert_int_equal(driver->pending & BIT(channel), BIT(channel));
}

static void
expect_usage(uint32_t usage)
{
    assert_int_not_equal(driver->life, TASK_ALIVE);
    assert_int_equal(driver->fault.kind, SLUICE_FAULT_USAGE);
    assert_int_equal(driver->fault.detail, usage);
    expect_no_pins();
    assert_int_equal(fake_writes(GO(FIRST)), 0);
}

static void
tick(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        timer_tick();
    }
}

/* Boot. */

static void
each_controller_is_set_up_once(void **state)
{
    (void)state;
    assert_int_equal(fake_writes(SETUP), 1);
    assert_int_equal(fake_writes(SETUP_OTHER), 1);
    assert_true(fake.enabled[LINE] && fake.enabled[LINE_OTHER]);
}

static void
controller_that_faults_at_boot_is_broken(void **state)
{
    (void)state;
    memset(channel_table, 0, sizeof(channel_table));
    fake.fault_at = SETUP;
    dma_init();
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_BROKEN);
    assert_int_equal(arm(SECOND, client->id, 0, 0, 16), SLUICE_RC_BROKEN);
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver);
    assert_int_equal(driver->context.frame[0], SLUICE_RC_BROKEN);
    dma_irq(FIRST);
    assert_false(fake.enabled[LINE]);
}

/* Arm. */

static void
arm_pins_both_ends_before_it_starts(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 16, 64), SLUICE_RC_OK);
    assert_int_equal(*fake_register(SRC(FIRST)), FIRMWARE_BASE);
    assert_int_equal(*fake_register(DST(FIRST)), CHUNK_BASE + 16u);
    assert_int_equal(*fake_register(LEFT(FIRST)), 64);
    assert_int_equal(client->lent_pins, 1);
    assert_int_equal(driver->own_pins, 1);
    assert_int_equal(region_pins[CHUNK], 1);
    assert_int_equal(region_pins[FIRMWARE], 1);
    assert_true(dma_is_pinned(CHUNK, CHUNK_BASE + 79u, 1));
    assert_false(dma_is_pinned(CHUNK, CHUNK_BASE + 80u, 1));
    assert_false(dma_is_pinned(CHUNK, CHUNK_BASE, 16));
    assert_true(dma_is_pinned(CHUNK, CHUNK_BASE, 17));
    assert_false(dma_is_pinned(CHUNK, CHUNK_BASE + 20u, 0));
    assert_false(dma_is_pinned(FIRMWARE, FIRMWARE_BASE, 1)); /* not lent */
}

static void
own_region_lends_nothing(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, driver->id, 1, 0, 64), SLUICE_RC_OK);
    assert_int_equal(client->lent_pins, 0);
    assert_int_equal(driver->own_pins, 1);
    assert_int_equal(region_pins[OWN], 1);
    assert_false(dma_is_pinned(OWN, OWN_BASE, 64));
}

struct bad_arm {
    uint32_t channel, near, offset, length, usage;
    bool own;
};

static void
misuse_faults_the_owner(void **state)
{
    static const struct bad_arm rows[] = {
        {CHANNELS, 0, 0, 16, SLUICE_USAGE_CHANNEL, false},
        {0xffffffffu, 0, 0, 16, SLUICE_USAGE_CHANNEL, false},
        {FIRST, 0, 0, 0, SLUICE_USAGE_DMA, false},
        {FIRST, 0, 0, 129, SLUICE_USAGE_DMA, false}, /* over its maximum */
        {FIRST, 0, 0, 0xffffffffu, SLUICE_USAGE_DMA, false},
        {FIRST, 2, 0, 16, SLUICE_USAGE_LEASE, false},
        {FIRST, 0xffffffffu, 0, 16, SLUICE_USAGE_LEASE, false},
        {FIRST, 0, SIZE, 16, SLUICE_USAGE_OFFSET, false},
        {FIRST, 0, SIZE - 15u, 16, SLUICE_USAGE_OFFSET, false},
        {FIRST, 0, 0xfffffff0u, 16, SLUICE_USAGE_OFFSET, false},
        {FIRST, 0, 0xfffffff0u, 32, SLUICE_USAGE_OFFSET, false},
        {FIRST, 2, 0, 16, SLUICE_USAGE_DMA, true}, /* no such region */
        {FIRST, 0xffffffffu, 0, 16, SLUICE_USAGE_DMA, true},
        {FIRST, 0, 0, 16, SLUICE_USAGE_DMA, true}, /* not for DMA */
        {FIRST, 1, SIZE - 15u, 16, SLUICE_USAGE_OFFSET, true},
        {FIRST, 1, 0xfffffff0u, 32, SLUICE_USAGE_OFFSET, true},
        {ALONE, 1, 0, 16, SLUICE_USAGE_DMA, true}, /* its far is a lease */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        (void)prepare(state);
        (void)arm(rows[i].channel, rows[i].own ? driver->id : client->id,
                  rows[i].near, rows[i].offset, rows[i].length);
        expect_usage(rows[i].usage);
        assert_int_equal(client->life, TASK_ALIVE);
    }
}

static void
channel_of_another_task_faults(void **state)
{
    (void)state;
    client->context.frame[0] = FIRST;
    task_list_remove(&driver->waiters, client);
    client->wait = WAIT_NONE;
    (void)dma_syscall_arm(client);
    assert_int_equal(client->fault.detail, SLUICE_USAGE_CHANNEL);
}

static void
lease_that_does_not_suit_gives_a_code(void **state)
{
    (void)state;
    lend(0, CHUNK_BASE + 2u, 64, SLUICE_LEASE_WRITE); /* no variant aligns */
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_REACH);
    lend(0, HOME(CLIENT), 64, SLUICE_LEASE_WRITE); /* no memory for DMA */
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_REACH);
    lend(0, CHUNK_BASE, 64, SLUICE_LEASE_READ); /* wrong direction */
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
    assert_int_equal(arm(FIRST, client->id + 256u, 0, 0, 16), SLUICE_RC_DEAD);
    client->wait = WAIT_REPLY | task_table[SUPERVISOR].id;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
    assert_int_equal(client->life, TASK_ALIVE);
    expect_no_pins();
    assert_int_equal(fake_writes(GO(FIRST)), 0);
}

static void
lie_faults_the_lender(void **state)
{
    (void)state;
    lend(0, CHUNK_BASE + SIZE - 8u, 64, SLUICE_LEASE_WRITE);
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
    assert_int_not_equal(client->life, TASK_ALIVE);
    assert_int_equal(client->fault.kind, SLUICE_FAULT_MEMORY);
    assert_int_equal(driver->life, TASK_ALIVE);
    expect_no_pins();
}

static void
secrets_stay_with_hardware(void **state)
{
    (void)state;
    lend(1, CHUNK_BASE + 128u, 128u,
         SLUICE_LEASE_READ | SLUICE_LEASE_DEVICE_ONLY);
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
    expect_no_pins();
    lend(0, CHUNK_BASE, 128u, SLUICE_LEASE_WRITE | SLUICE_LEASE_DEVICE_ONLY);
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
    assert_int_equal(client->lent_pins, 2);
}

static void
pinned_bytes_are_not_armed_again(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, client->id, 0, 60, 16), SLUICE_RC_BUSY);
    assert_int_equal(kernel.channels_armed, 1);
    /* The next bytes are free, and both may read the same firmware */
    assert_int_equal(arm(SECOND, client->id, 0, 64, 16), SLUICE_RC_OK);
    assert_int_equal(region_pins[FIRMWARE], 2);
    assert_int_equal(driver->own_pins, 2);
}

/* Ends. */

static void
interrupt_closes_what_is_idle(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    fake.pending[LINE_OTHER] = true;
    toy_ends(FIRST, 0, DONE);
    dma_irq(FIRST);
    expect_end(FIRST, SLUICE_DMA_OK, 0);
    expect_no_pins();
    assert_false(fake.pending[LINE_OTHER]); /* nor an old one for later */
}

static void
line_that_speaks_for_another_is_kept(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, client->id, 0, 64, 64), SLUICE_RC_OK);
    fake.pending[LINE] = true;
    toy_ends(FIRST, 0, DONE);
    dma_irq(FIRST);
    dma_irq(SECOND); /* busy: a hint that is false */
    assert_true(fake.pending[LINE]);
    assert_int_equal(channel_table[SECOND].state, SLUICE_DMA_ARMED);
    assert_int_equal(client->lent_pins, 1);
}

static void
residue_and_errors_are_honest(void **state)
{
    static const struct {
        uint32_t channel, left, flags, status, residue;
    } rows[] = {
        {FIRST, 0, DONE | ERROR, SLUICE_DMA_ERROR, 0},
        {FIRST, 24, ERROR, SLUICE_DMA_ERROR, 24},
        {FIRST, 24, DONE, SLUICE_DMA_ERROR, 24},   /* not all was moved */
        {FIRST, 5000, DONE, SLUICE_DMA_ERROR, 64}, /* more than was asked */
        {SECOND, 24, DONE, SLUICE_DMA_OK, 24},     /* worth nothing: unknown */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        (void)prepare(state);
        assert_int_equal(arm(rows[i].channel, client->id, 0, 0, 64),
                         SLUICE_RC_OK);
        toy_ends(rows[i].channel, rows[i].left, rows[i].flags);
        dma_irq(rows[i].channel);
        expect_end(rows[i].channel, rows[i].status, rows[i].residue);
    }
}

static void
error_while_busy_is_stopped(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 32, BUSY | ERROR);
    dma_irq(FIRST);
    expect_end(FIRST, SLUICE_DMA_ERROR, 32);
}

static void
deadline_stops_and_says_late(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    tick(4);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_ARMED);
    tick(1);
    expect_end(FIRST, SLUICE_DMA_LATE, 64);
    expect_no_pins();
}

static void
finished_in_time_is_not_late(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 0, DONE);
    tick(5); /* its interrupt was lost */
    expect_end(FIRST, SLUICE_DMA_OK, 0);
}

static void
stop_begins_once(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    for (int i = 0; i < 2; i++) {
        driver->context.frame[0] = FIRST;
        (void)dma_syscall_stop(driver);
        assert_int_equal(driver->context.frame[0], SLUICE_RC_OK);
        assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_DRAINING);
    }
    assert_int_equal(driver->pending, 0);
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_BUSY);
    toy_ends(FIRST, 8, 0);
    tick(2);
    expect_end(FIRST, SLUICE_DMA_CANCELLED, 8);
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver); /* nothing is armed: nothing to do */
    assert_int_equal(driver->context.frame[0], SLUICE_RC_OK);
}

static void
old_end_does_not_speak_for_a_new_arm(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    toy_ends(FIRST, 0, DONE);
    dma_irq(FIRST);
    assert_int_equal(driver->pending, BIT(FIRST));
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(driver->pending, 0);
    assert_int_equal(channel_table[FIRST].arm, 2);
    dma_irq(FIRST); /* a stray one */
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_ARMED);
}

/* The end of a task. */

static void
owner_that_ends_is_told_nothing(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(task_restart(driver, true), SLUICE_RC_OK);
    expect_idle(FIRST);
    expect_no_pins();
    assert_int_equal(driver->pending, 0);
    assert_int_equal(channel_table[FIRST].status, SLUICE_DMA_CANCELLED);
    assert_int_equal(client->context.frame[0], SLUICE_RC_DEAD);
}

static void
restart_of_the_owner_waits_for_the_drain(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    assert_int_equal(task_restart(driver, true), SLUICE_RC_PINNED);
    assert_true(client->parked);
    toy_ends(FIRST, 8, 0);
    tick(2);
    expect_no_pins();
    assert_false(client->parked);
    assert_int_equal(driver->life, TASK_ALIVE);
    assert_int_equal(driver->pending, 0);
}

static void
restart_of_the_lender_waits_for_the_drain(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, driver->id, 1, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    assert_int_equal(task_restart(client, true), SLUICE_RC_PINNED);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_DRAINING);
    assert_int_equal(channel_table[SECOND].state, SLUICE_DMA_ARMED);
    tick(2);
    assert_int_not_equal(client->life, TASK_ALIVE);
    toy_ends(FIRST, 8, 0);
    tick(1);
    assert_int_equal(client->life, TASK_ALIVE);
    expect_end(FIRST, SLUICE_DMA_CANCELLED, 8);
}

/* The ladder. */

static void
drain_limit_resets_the_domain(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, driver->id, 1, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(ALONE, client->id, 0, 64, 16), SLUICE_RC_OK);
    stubborn = true;
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver);
    tick(3);
    assert_int_equal(fake_writes(RESET), 0);
    tick(1);
    assert_int_equal(fake_writes(RESET), 1);
    assert_int_equal(fake_writes(SETUP), 3); /* anew, for each member */
    expect_end(FIRST, SLUICE_DMA_RESET, 64);
    expect_end(SECOND, SLUICE_DMA_RESET, 64); /* a casualty */
    assert_int_equal(channel_table[ALONE].state, SLUICE_DMA_ARMED);
    assert_int_equal(fake.resets, 0);
}

static void
reset_that_does_not_help_resets_the_system(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    stubborn = true;
    unresettable = true;
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver);
    tick(4);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, PANIC_DRAIN);
    assert_int_equal(client->lent_pins, 1);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_RESETTING);
}

static void
no_reset_means_the_system(void **state)
{
    (void)state;
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
    stubborn = true;
    driver->context.frame[0] = ALONE;
    (void)dma_syscall_stop(driver);
    tick(4);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.fault.detail, ALONE);
    assert_int_equal(client->lent_pins, 2);
}

/* Each register of each table, in turn: nothing is handed back on a fault. */
static void
bus_fault_while_armed_resets(void **state)
{
    static const uint32_t registers[] = {SRC(ALONE),    DST(ALONE),
                                         LEFT(ALONE),   GO(ALONE),
                                         STATUS(ALONE), CLEAR(ALONE)};

    for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
        (void)prepare(state);
        assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
        fake.fault_at = registers[i];
        driver->context.frame[0] = ALONE;
        (void)dma_syscall_stop(driver);
        assert_int_equal(fake.resets, 1);
        assert_int_equal(client->lent_pins, 2);
        assert_int_equal(channel_table[ALONE].state, SLUICE_DMA_RESETTING);
    }
}

static void
bus_fault_in_arm_resets(void **state)
{
    (void)state;
    fake.fault_at = DST(FIRST);
    (void)arm(FIRST, client->id, 0, 0, 16);
    assert_int_equal(fake_writes(RESET), 1);
    assert_int_equal(fake.resets, 1); /* its FINI faults as well */
    assert_int_equal(client->lent_pins, 1);
}

static void
bus_fault_while_idle_breaks_the_channel(void **state)
{
    (void)state;
    fake.fault_at = STATUS(FIRST);
    dma_irq(FIRST);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_BROKEN);
    fake.fault_at = 0;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_BROKEN);
    expect_no_pins();
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_controller_is_set_up_once, prepare),
        cmocka_unit_test_setup(controller_that_faults_at_boot_is_broken,
                               prepare),
        cmocka_unit_test_setup(arm_pins_both_ends_before_it_starts, prepare),
        cmocka_unit_test_setup(own_region_lends_nothing, prepare),
        cmocka_unit_test_setup(misuse_faults_the_owner, prepare),
        cmocka_unit_test_setup(channel_of_another_task_faults, prepare),
        cmocka_unit_test_setup(lease_that_does_not_suit_gives_a_code, prepare),
        cmocka_unit_test_setup(lie_faults_the_lender, prepare),
        cmocka_unit_test_setup(secrets_stay_with_hardware, prepare),
        cmocka_unit_test_setup(pinned_bytes_are_not_armed_again, prepare),
        cmocka_unit_test_setup(interrupt_closes_what_is_idle, prepare),
        cmocka_unit_test_setup(line_that_speaks_for_another_is_kept, prepare),
        cmocka_unit_test_setup(residue_and_errors_are_honest, prepare),
        cmocka_unit_test_setup(error_while_busy_is_stopped, prepare),
        cmocka_unit_test_setup(deadline_stops_and_says_late, prepare),
        cmocka_unit_test_setup(finished_in_time_is_not_late, prepare),
        cmocka_unit_test_setup(stop_begins_once, prepare),
        cmocka_unit_test_setup(old_end_does_not_speak_for_a_new_arm, prepare),
        cmocka_unit_test_setup(owner_that_ends_is_told_nothing, prepare),
        cmocka_unit_test_setup(restart_of_the_owner_waits_for_the_drain,
                               prepare),
        cmocka_unit_test_setup(restart_of_the_lender_waits_for_the_drain,
                               prepare),
        cmocka_unit_test_setup(drain_limit_resets_the_domain, prepare),
        cmocka_unit_test_setup(reset_that_does_not_help_resets_the_system,
                               prepare),
        cmocka_unit_test_setup(no_reset_means_the_system, prepare),
        cmocka_unit_test_setup(bus_fault_while_armed_resets, prepare),
        cmocka_unit_test_setup(bus_fault_in_arm_resets, prepare),
        cmocka_unit_test_setup(bus_fault_while_idle_breaks_the_channel,
                               prepare),
    };

    return cmocka_run_group_tests_name("dma", tests, NULL, NULL);
}
