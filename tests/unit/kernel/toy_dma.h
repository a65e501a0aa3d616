/* SPDX-License-Identifier: MIT */
/*
 * A toy controller, and an image of three tasks that uses it: what no real one
 * of this repository has, such as the reset of a domain. Transfers over
 * simulated time are in tests/sim. Definitions: for one file of each program.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dma.h"
#include "fake_arch.h"
#include "image.h"
#include "kernel.h"
#include "panic.h"
#include "port/trap.h"
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
#define SETUP REG(6, 0)
#define SETUP_OTHER REG(6, 1)
#define RESET REG(6, 2)
#define BUSY 1u
#define DONE 2u
#define ERROR 4u

enum { SUPERVISOR, DRIVER, CLIENT, TASKS };
enum { FIRST, SECOND, ALONE, PRIVATE, STREAM, CHANNELS };
enum {
    HOME_0,
    HOME_1,
    HOME_2,
    CHUNK,
    OWN,
    FIRMWARE,
    CONSTANTS,
    CODE,
    WINDOW,
    SPARE,
    REGIONS
};

#define HOME(task) (FAKE_MEMORY + 0x1000u * (task))
#define CHUNK_BASE (FAKE_MEMORY + 0x4000u)
#define OWN_BASE (FAKE_MEMORY + 0x5000u)
#define FIRMWARE_BASE (FAKE_MEMORY + 0x6000u)
#define CONSTANTS_BASE (FAKE_MEMORY + 0x7000u)
#define CODE_BASE (FAKE_MEMORY + 0x9000u)
#define WINDOW_BASE (FAKE_MEMORY + 0xa000u)
#define SPARE_BASE (FAKE_MEMORY + 0xb000u)
#define SINK (FAKE_MEMORY + 0x8000u)
#define SIZE 0x100u
#define LEASES (HOME(CLIENT) + 0x800u)
#define LINE 5u
#define LINE_OTHER 6u
#define LINE_DRIVER 7u /* no channel's */
#define BIT(channel) (1u << (channel))
#define PER_US 20u

static bool stubborn;     /* a stop has no effect */
static bool unresettable; /* nor has a reset */

struct look {
    struct dma_op idle[2], ack[4], fini[6];
};

#define TABLES(n)                                                              \
    static const struct dma_op arm##n[] = {                                    \
        DMA_WRITE_SLOT(SRC(n), DMA_SLOT_SRC),                                  \
        DMA_WRITE_SLOT(DST(n), DMA_SLOT_DST),                                  \
        DMA_WRITE_COUNT(LEFT(n), 0, 0xffffu, 0), DMA_START(GO(n), 1),          \
        DMA_END};                                                              \
    static const struct dma_op stop##n[] = {DMA_WRITE(GO(n), 0), DMA_END};     \
    static const struct look look##n = {                                       \
        {DMA_POLL(STATUS(n), BUSY, 0, 1), DMA_END},                            \
        {DMA_GET(DMA_GET_ERROR, STATUS(n), ERROR, 0, 0),                       \
         DMA_GET(DMA_GET_DONE, STATUS(n), DONE, 0, 0), DMA_WRITE(CLEAR(n), 1), \
         DMA_END},                                                             \
        {DMA_GET(DMA_GET_RESIDUE, LEFT(n), 0xffffffffu, 0, 0),                 \
         DMA_WRITE_SLOT(SRC(n), DMA_SLOT_SINK),                                \
         DMA_WRITE_SLOT(DST(n), DMA_SLOT_SINK), DMA_WRITE(LEFT(n), 0),         \
         DMA_WRITE(CLEAR(n), 1), DMA_END}};                                    \
    static const struct dma_op audit##n[] = {                                  \
        DMA_GET(DMA_SLOT_SRC, SRC(n), 0xffffffffu, 0, 0),                      \
        DMA_GET(DMA_SLOT_DST, DST(n), 0xffffffffu, 0, 0),                      \
        DMA_GET(DMA_SLOT_LEN, LEFT(n), 0xffffu, 0, 0), DMA_END};               \
    static const struct dma_variant variants##n[] = {{4, 0x1000u, arm##n, NULL}}

TABLES(0);
TABLES(1);
TABLES(2);
TABLES(3);
TABLES(4);
static const struct dma_op init[] = {DMA_WRITE(SETUP, 1), DMA_END};
static const struct dma_op init_other[] = {DMA_WRITE(SETUP_OTHER, 1), DMA_END};
static const struct dma_op reset[] = {DMA_WRITE(RESET, 1), DMA_END};

#define BINDING(n, init_table, reset_table, quality)                           \
    {                                                                          \
        .variants = variants##n, .variant_count = 1, .init = (init_table),     \
        .stop = stop##n, .idle = look##n.idle, .ack = look##n.ack,             \
        .fini = look##n.fini, .reset = (reset_table), .audit = audit##n,       \
        .residue = (quality)                                                   \
    }

/* The second channel of the first controller has its INIT and its RESET. */
static const struct dma_binding bindings[CHANNELS] = {
    BINDING(0, init, reset, SLUICE_RESIDUE_EXACT),
    BINDING(1, init, reset, SLUICE_RESIDUE_UNKNOWN),
    BINDING(2, init_other, NULL, SLUICE_RESIDUE_AT_MOST),
    BINDING(3, init_other, NULL, SLUICE_RESIDUE_AT_MOST),
    BINDING(4, init, reset, SLUICE_RESIDUE_EXACT),
};

/* The image. */
struct task task_table[TASKS];
struct task *const task_at[TASKS] = {&task_table[0], &task_table[1],
                                     &task_table[2]};
struct channel channel_table[CHANNELS];
uint8_t region_pins[REGIONS];
uint8_t handoff_holder[1];

#define DATA (REGION_READ | REGION_WRITE)
static const struct region supervisor_regions[] = {
    {HOME(SUPERVISOR), 0x1000u, DATA, HOME_0}};
static const struct region driver_regions[] = {
    {HOME(DRIVER), 0x1000u, DATA, HOME_1},
    {OWN_BASE, SIZE, DATA | REGION_DMA, OWN},
    {CONSTANTS_BASE, SIZE, REGION_READ | REGION_DMA, CONSTANTS},
    {CODE_BASE, SIZE, DATA | REGION_DMA | REGION_EXECUTE, CODE},
    {WINDOW_BASE, SIZE, DATA | REGION_DMA | REGION_SHARED, WINDOW},
    {SPARE_BASE, SIZE, DATA | REGION_DMA, SPARE}};
static const struct region client_regions[] = {
    {HOME(CLIENT), 0x1000u, DATA, HOME_2},
    {CHUNK_BASE, SIZE, DATA | REGION_DMA, CHUNK},
    {CONSTANTS_BASE, SIZE, REGION_READ | REGION_DMA, CONSTANTS},
    {CODE_BASE, SIZE, DATA | REGION_DMA | REGION_EXECUTE, CODE},
    {WINDOW_BASE, SIZE, DATA | REGION_DMA | REGION_SHARED, WINDOW}};
static const struct region firmware = {FIRMWARE_BASE, SIZE,
                                       REGION_READ | REGION_DMA, FIRMWARE};
static const uint32_t may_send = 0;
static const struct irq_route routes[] = {
    {.line = LINE_DRIVER, .task = &task_table[DRIVER], .bits = 0x100u}};
static const uint8_t driver_irqs[] = {0};
static struct link senders[TASKS][3];
static const struct task_desc tasks[TASKS] = {
    {"supervisor", supervisor_regions, .region_count = 1, .may_send = &may_send,
     .senders = senders[0], .sender_rings = 3},
    {"driver", driver_regions, .region_count = 6, .priority = 1, .start = true,
     .may_send = &may_send, .channel_count = CHANNELS, .senders = senders[1],
     .sender_rings = 3, .irqs = driver_irqs, .irq_count = 1},
    {"client", client_regions, .region_count = 5, .priority = 2, .start = true,
     .may_send = &may_send, .senders = senders[2], .sender_rings = 3},
};
static const struct reach reach[] = {{FAKE_MEMORY, FAKE_MEMORY_SIZE}};
static const uint16_t lines[] = {LINE, LINE_OTHER};
#define CHANNEL(n, kind, target, near)                                         \
    {                                                                          \
        "channel", &bindings[n], target, reach, lines, 128,                    \
            (n) == STREAM ? 0 : 5000, 1000, 4, BIT(n),                         \
            (n) == PRIVATE ? OWN : NEAR_ANY, DRIVER, CHANNEL_FILLS_NEAR, kind, \
            near, 1, 2                                                         \
    }
static const struct channel_desc channels[CHANNELS] = {
    CHANNEL(FIRST, FAR_REGION, &firmware, NEAR_LEASE | NEAR_OWN),
    CHANNEL(SECOND, FAR_REGION, &firmware, NEAR_LEASE | NEAR_OWN),
    CHANNEL(ALONE, FAR_LEASE, NULL, NEAR_LEASE),
    CHANNEL(PRIVATE, FAR_REGION, &firmware, NEAR_OWN),
    CHANNEL(STREAM, FAR_NONE, NULL, NEAR_OWN),
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
    .routes = routes,
    .route_count = 1,
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
    memset(&panic_record, 0, sizeof(panic_record));
    fake.on_write = toy_write;
    stubborn = false;
    unresettable = false;
    boot_init();
    sched_unready(client);
    client->wait = WAIT_REPLY | driver->id;
    client->context.frame[1] = 2u << SLUICE_LEASES_SHIFT;
    client->context.frame[6] = LEASES;
    link_insert(&driver->peers, &client->link);
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
expect_no_pins(void)
{
    assert_int_equal(client->lent_pins, 0);
    assert_int_equal(driver->own_pins, 0);
    assert_int_equal(kernel.channels_armed, 0);
    for (uint32_t i = 0; i < REGIONS; i++) {
        assert_int_equal(region_pins[i], 0);
    }
}
