/* SPDX-License-Identifier: MIT */
/* The image of the life tests: what the tool would write, made for each row. */
#include "drive.h"

#include <string.h>

#include <sluice/kcall.h>

struct task task_table[TASKS];
struct task *const task_at[TASKS] = {&task_table[0], &task_table[1],
                                     &task_table[2]};
struct channel channel_table[1];

enum { REGION_HOME, REGION_NEAR = TASKS, REGION_FAR, REGIONS };
uint8_t region_pins[REGIONS];
uint8_t handoff_holder[1];

#define DATA_RIGHTS (REGION_READ | REGION_WRITE)
#define BUFFER_RIGHTS (REGION_READ | REGION_WRITE | REGION_DMA)

static const struct region supervisor_regions[] = {
    {HOME(SUPERVISOR), HOME_SIZE, DATA_RIGHTS, REGION_HOME + SUPERVISOR}};
static const struct region owner_regions[] = {
    {HOME(OWNER), HOME_SIZE, DATA_RIGHTS, REGION_HOME + OWNER}};
static struct region client_regions[] = {
    {HOME(CLIENT), HOME_SIZE, DATA_RIGHTS, REGION_HOME + CLIENT},
    {0, CHUNK_SIZE, BUFFER_RIGHTS, REGION_NEAR},
    {0, CHUNK_SIZE, BUFFER_RIGHTS, REGION_FAR},
};

static const struct protection protection;
static const uint32_t may_send[TASKS] = {[CLIENT] = 1u << OWNER};
static const uint8_t owner_channels[] = {0};
static const uint8_t supervisor_irqs[] = {0};

#define COMMON(task)                                                           \
    .protection = &protection, .may_send = &may_send[task],                    \
    .entry = TEXT(task), .stack_limit = HOME(task),                            \
    .stack_top = HOME(task) + 0x100u, .start = true, .priority = (task)
#define EVERY_CALL ((1u << (SLUICE_KCALL_MAX + 1u)) - 2u)

static const struct task_desc tasks[TASKS] = {
    [SUPERVISOR] = {.name = "supervisor",
                    .regions = supervisor_regions,
                    COMMON(SUPERVISOR),
                    .irqs = supervisor_irqs,
                    .irq_count = 1,
                    .region_count = 1,
                    .privileges = EVERY_CALL},
    [OWNER] = {.name = "owner",
               .regions = owner_regions,
               COMMON(OWNER),
               .channels = owner_channels,
               .channel_count = 1,
               .region_count = 1},
    [CLIENT] = {.name = "client",
                .regions = client_regions,
                COMMON(CLIENT),
                .region_count = 3},
};

static const struct irq_route routes[] = {
    {LINE_POKE, 0, &task_table[SUPERVISOR], 4u, NULL},
    {LINE_DMA, 1, NULL, 0, owner_channels},
};
static uint8_t line_routes[LINES];
static struct reach reach[1];
static const uint16_t lines[] = {LINE_DMA};
static struct channel_desc channels[1];
static const struct dma_binding *masters[1];

/* Not const: each row has another sink. */
static struct image made;
extern const struct image image __attribute__((alias("made")));

void
life_image_init(const struct life_row *row, const struct dma_binding *binding)
{
    bool sends = row->way == LIFE_SEND;

    client_regions[1].base = row->memory + NEAR_AT;
    client_regions[2].base = row->memory + FAR_AT;
    reach[0] = (struct reach){row->memory, LIFE_MEMORY_SIZE};
    masters[0] = binding;
    channels[0] = (struct channel_desc){
        .name = "channel",
        .binding = binding,
        .reach = reach,
        .lines = lines,
        .max_length = CHUNK_SIZE,
        .deadline_us = DEADLINE_US,
        .drain_period_us = DRAIN_PERIOD_US,
        .drain_limit = DRAIN_LIMIT,
        .notify_bit = OWNER_BIT,
        .owner = OWNER,
        .direction = sends ? CHANNEL_DRAINS_NEAR : CHANNEL_FILLS_NEAR,
        .far_kind = row->way == LIFE_COPY ? FAR_LEASE : FAR_NONE,
        .near_kinds = NEAR_LEASE,
        .reach_count = 1,
        .line_count = 1,
    };
    memset(line_routes, NO_ROUTE, sizeof(line_routes));
    line_routes[LINE_POKE] = 0;
    line_routes[LINE_DMA] = 1;
    made = (struct image){
        .abi_version = SLUICE_ABI_VERSION,
        .task_count = TASKS,
        .region_count = REGIONS,
        .channel_count = 1,
        .route_count = 2,
        .master_count = 1,
        .line_count = LINES,
        .message_max = 256,
        .sink = row->memory + SINK_AT,
        .time = {0xe000e018u, COUNTS_PER_US, COUNTS_PER_US * TICK_US, true},
        .masters = masters,
        .tasks = tasks,
        .channels = channels,
        .routes = routes,
        .line_routes = line_routes,
    };
}
