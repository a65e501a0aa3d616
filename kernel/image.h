/* SPDX-License-Identifier: MIT */
/*
 * The constant tables of an image, as the tool writes them from the manifest
 * (gen/tables.c). The kernel trusts them and nothing else. What cannot be const
 * but is sized by the image (tasks, channels, pin counts) is defined beside
 * them and declared in kernel.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/abi.h>
#include <sluice/dma.h>

/* What may be done to a region; a region that a task holds is in its map. */
#define REGION_READ 1u
#define REGION_WRITE 2u
#define REGION_EXECUTE 4u
#define REGION_DEVICE 8u   /* registers: never in a message or lease */
#define REGION_DMA 16u     /* a controller may reach it; no lease tables here */
#define REGION_SHARED 32u  /* in several maps: no DMA destination by lease */
#define REGION_HANDOFF 64u /* in several maps, but held by one at a time */

struct link;
struct task;

/* A range of memory by its canonical address. */
struct region {
    uint32_t base;
    uint32_t size;
    uint16_t attributes; /* REGION_* */
    uint16_t index;      /* its place in region_pins[] */
};

/*
 * The protection unit's register pairs for one task, ready to be loaded, four
 * at a time with the words that stand before them in the unit: "off", and the
 * number of the first.
 */
#define PROTECTION_REGIONS 8u
struct protection {
    struct {
        uint32_t off; /* 0 */
        uint32_t number;
        uint32_t words[8];
    } halves[2];
};

struct post_right {
    uint32_t index; /* the task that may be posted to */
    uint32_t bits;  /* never bits that the kernel feeds */
};

struct task_desc {
    const char *name;
    /* The home region (stack and data, shared with nobody) comes first. */
    const struct region *regions;
    const struct protection *protection;
    struct protection *changing;    /* a copy in RAM that is used instead */
    const uint32_t *may_send;       /* bit per task index */
    const struct post_right *posts; /* the last names NO_TASK; NULL: none */
    const uint8_t *irqs;            /* routes that post to this task */
    const uint8_t *channels;        /* channels that this task owns */
    /* A ring per priority of those who may send to it, and between them. */
    struct link *senders;
    uint32_t *extra; /* the port's: room for FPU registers, or NULL */
    uint32_t entry;
    uint32_t stack_limit; /* lowest address of the stack */
    uint32_t stack_top;
    uint32_t privileges;  /* bit per SLUICE_KCALL_* */
    uint8_t region_count; /* at most PROTECTION_REGIONS */
    uint8_t irq_count;
    uint8_t channel_count;
    uint8_t sender_first; /* the priority of the first ring */
    uint8_t sender_rings;
    uint8_t priority; /* dense rank, 0 most important, below PRIORITIES */
    bool start;       /* at boot */
};

/* Where an interrupt line goes: to a task's bits, or to DMA channels. */
struct irq_route {
    uint16_t line;
    uint16_t channel_count; /* channels whose ACK runs at this line */
    struct task *task;      /* the receiver, when channel_count is 0 */
    uint32_t bits;          /* posted to the task */
    const uint8_t *channels;
};

/* A range that a controller can reach. */
struct reach {
    uint32_t base;
    uint32_t size;
};

/* Which end of a transfer the near range (lease or own region) is. */
#define CHANNEL_FILLS_NEAR 0u  /* near is the destination */
#define CHANNEL_DRAINS_NEAR 1u /* near is the source */

/* What the far end is. */
#define FAR_NONE 0u   /* a peripheral: constant in the tables */
#define FAR_REGION 1u /* one fixed region of the manifest */
#define FAR_LEASE 2u  /* a second lease of the same lender */

/* What the near end may be: bits. */
#define NEAR_LEASE 1u
#define NEAR_OWN 2u
#define NEAR_ANY 0xffffu /* any of the owner's regions that suits */

struct channel_desc {
    const char *name;
    const struct dma_binding *binding;
    const struct region *far; /* with FAR_REGION */
    const struct reach *reach;
    const uint16_t *lines; /* interrupt lines, to enable and to clear */
    uint32_t max_length;   /* bytes of one arm, from the manifest */
    uint32_t deadline_us;  /* of one arm; 0: a stream, which has none */
    uint32_t drain_period_us;
    uint32_t drain_limit; /* polls before the domain is reset */
    uint32_t notify_bit;  /* posted to the owner when a transfer is closed */
    uint16_t near_region; /* the one of the owner's, or NEAR_ANY */
    uint8_t owner;        /* task index */
    uint8_t direction;    /* CHANNEL_* */
    uint8_t far_kind;     /* FAR_* */
    uint8_t near_kinds;   /* NEAR_* */
    uint8_t reach_count;
    uint8_t line_count;
};

/* What rings when a deadline comes: a second register and its interrupt. */
struct alarm {
    const struct dma_op *start; /* at boot: counter and alarm run */
    uint32_t set;               /* register: counts from now, or the counter */
    uint32_t clear;             /* register, and what takes the request back */
    uint32_t clear_value;
    uint32_t most; /* counts that may be set; at most half of a round */
    uint16_t line;
    bool compares; /* with the counter's value, else counts from now down */
};

/*
 * Time: a counter register that never stops, as the chip describes it: 32 bits
 * that run freely, with an alarm; or the core's own tick, whose current-value
 * register is then `counter`.
 */
struct timebase {
    uint32_t counter; /* address of the counter register */
    uint32_t per_us;  /* counts per microsecond */
    uint32_t period;  /* counts from one tick to the next; 0: no tick */
    bool counts_down; /* a tick's from period - 1 to 0 */
    const struct alarm *alarm; /* NULL: a tick */
};

/* A region that is handed on, in the tables of a task that may hold it. */
struct holder {
    uint8_t task;
    uint8_t slot; /* number of its words in the task's protection */
    uint32_t on[2];
    uint32_t off[2];
};

struct handoff_desc {
    const struct region *region;
    const struct holder *holders; /* its home among them */
    uint8_t holder_count;
    uint8_t home; /* the task that has it at boot, and after an end */
};

/* A peripheral that masters the bus, and the task that has it, or NO_TASK. */
struct dedicated_desc {
    const struct dma_master *master;
    uint8_t owner;
};

struct image {
    uint32_t abi_version;
    uint64_t id; /* hash of the image's sections and manifest */
    uint32_t task_count;
    uint32_t region_count;
    uint32_t channel_count;
    uint32_t route_count;
    uint32_t master_count;
    uint32_t line_count;  /* interrupt lines of the chip */
    uint32_t message_max; /* bytes */
    uint32_t sink;        /* base of the scrub target */
    struct timebase time;
    /* Board set-up before the first task: clocks, port security. */
    const struct dma_op *const *board_init;
    uint32_t board_init_count;
    /* Every channel of every controller of the chip, used or not. */
    const struct dma_binding *const *masters;
    const struct task_desc *tasks;
    const struct channel_desc *channels;
    const struct irq_route *routes;
    const uint8_t *line_routes; /* by line: its route, or NO_ROUTE */
    uint32_t watchdog_us;       /* the supervisor feeds it; 0: there is none */
    const struct dedicated_desc *dedicated;
    uint32_t dedicated_count;
    uint32_t handoff_count;
    const struct handoff_desc *handoffs;
};

#define NO_ROUTE 0xffu
#define PRIORITIES 32u

extern const struct image image;
