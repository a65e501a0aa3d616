/* SPDX-License-Identifier: MIT */
/* The tables of the simulation tests: what the tool would write. */
#include "sim_image.h"

#include <stddef.h>

#include "kernel.h"
#include "sim.h"

#include <sluice/kcall.h>

/* The bindings, from chips/mps2. */
extern const struct dma_binding dmac0_0_memory, dmac0_1_memory;
extern const struct dma_binding dmac1_0_memory, dmac1_1_memory;
extern const struct dma_binding dmac1_0_never;
extern const struct dma_binding dmac2_0_memory, dmac2_1_memory;
extern const struct dma_binding dmac3_0_memory, dmac3_1_memory;

struct task task_table[TASKS];
struct task *const task_at[TASKS] = {&task_table[0], &task_table[1],
                                     &task_table[2], &task_table[3],
                                     &task_table[4], &task_table[5]};
struct channel channel_table[CHANNELS];
uint8_t region_pins[REGIONS];
uint8_t handoff_holder[1];

/* Regions. */
#define DATA_RIGHTS (REGION_READ | REGION_WRITE)
#define BUFFER_RIGHTS (REGION_READ | REGION_WRITE | REGION_DMA)

#define HOME_OF(task)                                                          \
    {                                                                          \
        HOME(task), HOME_SIZE, DATA_RIGHTS, REGION_HOME + (task)               \
    }
#define TEXT_OF(task)                                                          \
    {                                                                          \
        TEXT(task), TEXT_SIZE, REGION_READ | REGION_EXECUTE,                   \
            REGION_TEXT + (task)                                               \
    }
#define SHARED_WINDOW                                                          \
    {                                                                          \
        WINDOW, WINDOW_SIZE, BUFFER_RIGHTS | REGION_SHARED, REGION_WINDOW      \
    }

static const struct region supervisor_regions[] = {HOME_OF(SUPERVISOR),
                                                   TEXT_OF(SUPERVISOR)};
static const struct region other_regions[] = {HOME_OF(OTHER), TEXT_OF(OTHER)};
static const struct region driver_regions[] = {
    HOME_OF(DRIVER),
    TEXT_OF(DRIVER),
    {CHUNK_DRIVER, CHUNK_SIZE, BUFFER_RIGHTS, REGION_CHUNK_DRIVER},
    SHARED_WINDOW,
};
static const struct region client_a_regions[] = {
    HOME_OF(CLIENT_A),
    TEXT_OF(CLIENT_A),
    {CHUNK_A, CHUNK_SIZE, BUFFER_RIGHTS, REGION_CHUNK_A},
    {CHUNK_A2, CHUNK_SIZE, BUFFER_RIGHTS, REGION_CHUNK_A2},
    SHARED_WINDOW,
};
static const struct region client_b_regions[] = {
    HOME_OF(CLIENT_B),
    TEXT_OF(CLIENT_B),
    {CHUNK_B, CHUNK_SIZE, BUFFER_RIGHTS, REGION_CHUNK_B},
    {CHUNK_B2, CHUNK_SIZE, BUFFER_RIGHTS, REGION_CHUNK_B2},
};
static const struct region low_regions[] = {HOME_OF(LOW), TEXT_OF(LOW)};
static const struct region firmware = {
    FIRMWARE, FIRMWARE_SIZE, REGION_READ | REGION_DMA, REGION_FIRMWARE};

/* Protection words, in the encoding of PMSAv8: base, limit and enable. */
#define ANY_WRITES 0x2u /* and never executes: 0x1 */
#define ANY_READS 0x6u
#define NEVER_EXECUTES 0x1u
#define WRITABLE(base, size)                                                   \
    (base) | ANY_WRITES | NEVER_EXECUTES, ((base) + (size)-32u) | 0x1u
#define EXECUTABLE(base, size) (base) | ANY_READS, ((base) + (size)-32u) | 0x1u
#define PROTECT_TASK(task)                                                     \
    WRITABLE(HOME(task), HOME_SIZE), EXECUTABLE(TEXT(task), TEXT_SIZE)

/* As many as fit into one half, and the rest. */
#define FIRST_HALF(...)                                                        \
    {                                                                          \
        0, 0,                                                                  \
        {                                                                      \
            __VA_ARGS__                                                        \
        }                                                                      \
    }
#define SECOND_HALF(...)                                                       \
    {                                                                          \
        0, 4,                                                                  \
        {                                                                      \
            __VA_ARGS__                                                        \
        }                                                                      \
    }

static const struct protection protections[TASKS] = {
    [SUPERVISOR] = {{FIRST_HALF(PROTECT_TASK(SUPERVISOR))}},
    [OTHER] = {{FIRST_HALF(PROTECT_TASK(OTHER))}},
    [DRIVER] = {{FIRST_HALF(PROTECT_TASK(DRIVER),
                            WRITABLE(CHUNK_DRIVER, CHUNK_SIZE),
                            WRITABLE(WINDOW, WINDOW_SIZE))}},
    [CLIENT_A] = {{FIRST_HALF(PROTECT_TASK(CLIENT_A),
                              WRITABLE(CHUNK_A, CHUNK_SIZE),
                              WRITABLE(CHUNK_A2, CHUNK_SIZE)),
                   SECOND_HALF(WRITABLE(WINDOW, WINDOW_SIZE))}},
    [CLIENT_B] = {{FIRST_HALF(PROTECT_TASK(CLIENT_B),
                              WRITABLE(CHUNK_B, CHUNK_SIZE),
                              WRITABLE(CHUNK_B2, CHUNK_SIZE))}},
    [LOW] = {{FIRST_HALF(PROTECT_TASK(LOW))}},
};

/* Rights. */
#define BIT(n) (1u << (n))

static const uint32_t may_send[TASKS] = {
    [DRIVER] = BIT(OTHER),
    [CLIENT_A] = BIT(DRIVER) | BIT(OTHER),
    [CLIENT_B] = BIT(DRIVER),
    [LOW] = BIT(DRIVER) | BIT(CLIENT_A) | BIT(CLIENT_B),
};
static const struct post_right driver_posts[] = {{CLIENT_A, CLIENT_A_TOLD},
                                                 {NO_TASK, 0}};
static const struct post_right low_posts[] = {{SUPERVISOR, SUPERVISOR_TOLD},
                                              {NO_TASK, 0}};

/* Interrupts and channels. */
enum {
    ROUTE_POKE,
    ROUTE_DRIVER,
    ROUTE_ERROR0,
    ROUTE_DONE0,
    ROUTE_ERROR1,
    ROUTE_DONE1,
    ROUTES,
};

static const uint8_t supervisor_irqs[] = {ROUTE_POKE};
static const uint8_t driver_irqs[] = {ROUTE_DRIVER};
static const uint8_t controller0[] = {CHANNEL_READ, CHANNEL_COPY};
static const uint8_t controller1[] = {CHANNEL_PACED};

static const struct irq_route routes[ROUTES] = {
    [ROUTE_POKE] = {LINE_POKE, 0, &task_table[SUPERVISOR], SUPERVISOR_POKE,
                    NULL},
    [ROUTE_DRIVER] = {LINE_DRIVER, 0, &task_table[DRIVER], DRIVER_IRQ, NULL},
    [ROUTE_ERROR0] = {LINE_ERROR0, 2, NULL, 0, controller0},
    [ROUTE_DONE0] = {LINE_DONE0, 2, NULL, 0, controller0},
    [ROUTE_ERROR1] = {LINE_ERROR1, 1, NULL, 0, controller1},
    [ROUTE_DONE1] = {LINE_DONE1, 1, NULL, 0, controller1},
};

/* Filled at start, since most of it is NO_ROUTE. */
static uint8_t line_routes[LINES];

static const struct reach reach[] = {
    {DMA_RAM_BASE, CHUNK_B2 - DMA_RAM_BASE},
    {CHUNK_DRIVER, MEMORY_SIZE / 2},
    {PSRAM_BASE, MEMORY_SIZE},
};
static const uint16_t lines0[] = {LINE_ERROR0, LINE_DONE0};
static const uint16_t lines1[] = {LINE_ERROR1, LINE_DONE1};

#define TIMES DEADLINE_US, DRAIN_PERIOD_US, DRAIN_LIMIT

static const struct channel_desc channels[CHANNELS] = {
    [CHANNEL_READ] = {"read", &dmac0_0_memory, &firmware, reach, lines0,
                      CHUNK_SIZE, TIMES, DRIVER_READ, NEAR_ANY, DRIVER,
                      CHANNEL_FILLS_NEAR, FAR_REGION, NEAR_LEASE | NEAR_OWN, 3,
                      2},
    [CHANNEL_COPY] = {"copy", &dmac0_1_memory, NULL, reach, lines0, CHUNK_SIZE,
                      TIMES, DRIVER_COPY, NEAR_ANY, DRIVER, CHANNEL_FILLS_NEAR,
                      FAR_LEASE, NEAR_LEASE, 3, 2},
    [CHANNEL_PACED] = {"paced", &dmac1_0_never, NULL, reach, lines1, CHUNK_SIZE,
                       TIMES, OTHER_PACED, NEAR_ANY, OTHER, CHANNEL_DRAINS_NEAR,
                       FAR_NONE, NEAR_LEASE, 3, 2},
};
static const uint8_t driver_channels[] = {CHANNEL_READ, CHANNEL_COPY};
static const uint8_t other_channels[] = {CHANNEL_PACED};

static const struct dma_binding *const masters[] = {
    &dmac0_0_memory, &dmac0_1_memory, &dmac1_0_memory, &dmac1_1_memory,
    &dmac2_0_memory, &dmac2_1_memory, &dmac3_0_memory, &dmac3_1_memory,
};

/* Tasks. */
static struct link senders[TASKS][7];
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define COMMON(task)                                                           \
    .protection = &protections[task], .may_send = &may_send[task],             \
    .entry = TEXT(task), .stack_limit = HOME(task),                            \
    .stack_top = HOME(task) + STACK_SIZE, .start = true,                       \
    .senders = senders[task], .sender_rings = 7
#define EVERY_CALL ((1u << (SLUICE_KCALL_MAX + 1u)) - 2u)

static const struct task_desc tasks[TASKS] = {
    [SUPERVISOR] = {"supervisor", supervisor_regions, COMMON(SUPERVISOR),
                    .irqs = supervisor_irqs, .irq_count = 1, .region_count = 2,
                    .privileges = EVERY_CALL, .priority = 0},
    [OTHER] = {"other", other_regions, COMMON(OTHER),
               .privileges = EVERY_CALL & ~BIT(SLUICE_KCALL_RESET),
               .channels = other_channels, .channel_count = 1,
               .region_count = COUNT(other_regions), .priority = 1},
    [DRIVER] = {"driver", driver_regions, COMMON(DRIVER), .posts = driver_posts,
                .irqs = driver_irqs, .irq_count = 1,
                .channels = driver_channels, .channel_count = 2,
                .region_count = COUNT(driver_regions), .priority = 2},
    [CLIENT_A] = {"client-a", client_a_regions, COMMON(CLIENT_A),
                  .region_count = COUNT(client_a_regions), .priority = 4},
    [CLIENT_B] = {"client-b", client_b_regions, COMMON(CLIENT_B),
                  .region_count = COUNT(client_b_regions), .priority = 4},
    [LOW] = {"low", low_regions, COMMON(LOW), .posts = low_posts,
             .region_count = COUNT(low_regions),
             .privileges = BIT(SLUICE_KCALL_STATUS), .priority = 6},
};

const struct image image = {
    .abi_version = SLUICE_ABI_VERSION,
    .id = 0x0123456789abcdefull,
    .task_count = TASKS,
    .region_count = REGIONS,
    .channel_count = CHANNELS,
    .route_count = ROUTES,
    .master_count = COUNT(masters),
    .line_count = LINES,
    .message_max = MESSAGE_MAX,
    .sink = SINK,
    .time = {0xe000e018u, COUNTS_PER_US, COUNTS_PER_US *TICK_US, true},
    .masters = masters,
    .tasks = tasks,
    .channels = channels,
    .routes = routes,
    .line_routes = line_routes,
};

/* What the simulation has to know beside the image. */
const struct host_range sim_memories[SIM_MEMORIES] = {
    {CODE_BASE, MEMORY_SIZE},
    {RAM_BASE, MEMORY_SIZE},
    {DMA_RAM_BASE, MEMORY_SIZE},
    {PSRAM_BASE, MEMORY_SIZE},
};
const struct sim_controller sim_controllers[SIM_CONTROLLERS] = {
    {0x50110000u, LINE_ERROR0, LINE_DONE0},
    {0x50111000u, LINE_ERROR1, LINE_DONE1},
    {0x50112000u, 62, 63},
    {0x50113000u, 65, 66},
};

void
sim_image_init(void)
{
    for (uint32_t i = 0; i < LINES; i++) {
        line_routes[i] = NO_ROUTE;
    }
    for (uint8_t i = 0; i < ROUTES; i++) {
        line_routes[routes[i].line] = i;
    }
}
