/* SPDX-License-Identifier: MIT */
/*
 * What the manifests say, after every check: plain structs that the layout, the
 * generators and the reports read. Filled by load_*.c, completed by layout.c.
 * Lists are arrays in the arena with a count beside them; names are C strings.
 * `where` is the place in a manifest to blame.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct node; /* a place in a manifest; see tree.h */

struct task_model;
struct range;

struct memory {
    const char *name;
    const struct node *where;
    uint32_t base; /* canonical */
    uint32_t size;
    bool executable; /* access: execute (read and execute) */
    bool writable;   /* access: write (read and write) */
    bool dma;        /* a controller may be aimed at it */
    uint32_t aliases[4];
    size_t alias_count;
    uint32_t used;                     /* bytes placed so far, by layout.c */
    const struct block_filter *filter; /* NULL: any master passes */
};

/*
 * A filter in front of a memory. With a view, blocks that hold something are
 * opened to controllers, and are then found at that address; without, all of
 * it stays closed to them.
 */
struct block_filter {
    const struct memory *memory;
    uint32_t registers; /* base */
    uint32_t block;     /* bytes that a bit of its table stands for */
    uint32_t view;      /* 0: none */
};

/* Hardware filters of a chip. None: block_count is 0. */
struct filters {
    uint32_t master_register; /* set bits make lesser masters */
    uint32_t master_bits;
    uint32_t control, index, table; /* offsets in a filter's registers */
    uint32_t open, locked;          /* of control: while filled, and after */
    struct block_filter *blocks;
    size_t block_count;
};

struct interrupt {
    const char *name; /* "rx" */
    uint32_t line;
};

struct peripheral {
    const char *name;
    const struct node *where;
    uint32_t base;
    uint32_t size;
    const char *kind; /* of its registers: a folder of drivers/, or NULL */
    struct interrupt *interrupts;
    size_t interrupt_count;
};

/*
 * A register as a family names it: an offset in the controller's page, or in
 * one of the other blocks that its tables touch. Block 0 is the page.
 */
#define PLACE_SHIFT 24u
#define PLACE_NONE UINT32_MAX
#define BLOCKS_MAX 6u

enum block_kind {
    BLOCK_REGISTERS, /* the kernel's alone: a request mux, a reset register */
    BLOCK_MEMORY,    /* descriptors: memory of the kernel's alone */
    BLOCK_SPLIT,     /* a task maps it too: nothing in it is to be believed */
};

struct block {
    const char *name;
    uint32_t size;
    enum block_kind kind;
};

/* Where a controller has a block. */
struct block_use {
    uint32_t base;
    uint32_t bits; /* what of its registers is the controller's; ~0: all */
};

/* A register of the peripheral itself: switches its request on and off. */
struct request_register {
    uint32_t address;
    uint32_t bits;
};

/* A peripheral that masters the bus by itself, as the chip has it. */
struct master {
    struct peripheral device; /* its name first */
    const char *tables;       /* C name of its struct dma_master, or NULL */
    uint32_t tiers;           /* bit per tier by which a task may have it */
    const struct memory **reaches;
    size_t reach_count;
    /* By the application, else NULL. */
    const struct task_model *owner;
    const char *tier;
    const struct range *memory; /* of its descriptors and frames */
};

struct request {
    const char *name;
    bool far_is_memory;
    bool far_is_source; /* of a peripheral's: peripheral to memory */
    bool never_asserted;
    uint32_t channels; /* bit for each channel that has it; 0: all */
    struct request_register registers[4];
    size_t register_count;
};

enum register_class {
    REGISTER_CLEAR,  /* write 1 to clear, or to set: only own bits */
    REGISTER_STATUS, /* read only */
    REGISTER_INIT,   /* written by INIT and RESET only */
    REGISTER_KICK,   /* only constant 0 may be written */
    REGISTER_FIELD,  /* read and written back: only own bits change */
    REGISTER_BASE,   /* takes the address of the first block of memory */
};

struct shared_register {
    uint32_t offset;
    enum register_class class;
};

/* A register that counts what is left, in a field of its bits. */
struct count_field {
    uint32_t offset;
    uint32_t mask;
    bool bytes;    /* counts bytes, not units of the variant */
    bool less_one; /* holds one less than the count */
};

/* A field that has one right value, in every store to its register. */
struct fixed_field {
    uint32_t offset;
    uint32_t mask;
    uint32_t value;
};

struct window {
    uint32_t offset;
    uint32_t size;
};

struct own_bits {
    uint32_t offset; /* PLACE_NONE: of every shared register */
    uint32_t bits;
};

/* Offsets are places. */
struct channel_layout {
    struct window windows[4];
    size_t window_count;
    struct own_bits own[8];
    size_t own_count;
    uint32_t addresses[6];
    bool holds_last[6]; /* the address of the last unit, not of the first */
    size_t address_count;
    uint32_t constants[12];
    size_t constant_count;
    struct fixed_field fixed[8];
    size_t fixed_count;
    struct count_field counts[2];
    size_t count_count;
    uint32_t start;
    uint32_t start_bits;
    bool unscrubbable; /* FINI can't reach addresses and counts */
};

struct family {
    const char *name;
    uint32_t size;
    const struct memory **reaches;
    size_t reach_count;
    struct request *requests;
    size_t request_count;
    uint32_t max_length;
    uint32_t blackout; /* register accesses of a stop, and of ARM */
    uint32_t drain_period_us;
    uint32_t drain_limit;
    bool reset_is_system;
    struct shared_register *shared;
    size_t shared_count;
    struct channel_layout *channels;
    size_t channel_count;
    struct block blocks[BLOCKS_MAX];
    size_t block_count;
    uint32_t descriptor; /* bytes of one that POST fills; 0: no rings */
};

struct controller {
    const char *name;
    const struct node *where;
    const struct family *family;
    uint32_t base;
    const char *tables; /* prefix of the C records */
    struct interrupt *interrupts;
    size_t interrupt_count;
    struct block_use blocks[BLOCKS_MAX]; /* by block of the family */
    bool filtered; /* a lesser master, once filters are set up */
};

/* How a protection unit describes a region; see protection.h. */
enum protection_kind { PROTECTION_PMSAV8, PROTECTION_PMSAV7 };

/* What a core can have and a chip's may not: bits, in the manifest's order. */
enum core_feature { CORE_FPU = 1, CORE_DSP = 2 };

/* A store to a register. */
struct store {
    uint32_t reg, value;
};

/* What rings at a deadline, where the counter runs freely. */
struct chip_alarm {
    const struct node *where; /* NULL: none */
    struct store *start;      /* at boot */
    size_t start_count;
    struct store clear;
    uint32_t reg, line, most;
    bool compares;
};

struct chip {
    const char *name;
    const char *folder; /* "chips/mps2", holds the C tables too */
    const char *cpu;
    uint32_t lacks; /* bit per enum core_feature */
    uint32_t clock_hz;
    enum protection_kind protection;
    uint32_t protection_regions;
    uint32_t lines;
    uint32_t counter;
    bool counts_down;
    uint32_t per_us;
    uint32_t tick_us; /* 0: there is an alarm */
    struct chip_alarm alarm;
    struct memory *memories;
    size_t memory_count;
    const struct memory *text_default, *data_default, *kernel_default;
    struct peripheral *peripherals;
    size_t peripheral_count;
    struct master *masters;
    size_t master_count;
    struct controller *controllers;
    size_t controller_count;
    bool has_filters; /* whether the image uses them or not */
    struct filters filters;
};

struct board {
    const char *name;
    const char *folder;
    struct chip *chip;
    const char **run; /* command words; "{image}" is replaced */
    size_t run_count;
    const char *init_table; /* C symbol of a board INIT table, or NULL */
};

/* Wherever a member is called `bit`, it is a mask of one bit. */

/* A named range: an area of the app, a buffer of a task, or (by layout) a
 * task's text, data or peripheral. Becomes a struct region of the kernel. */
struct range {
    const char *name;
    const struct node *where;
    const struct memory *memory; /* NULL for a peripheral */
    uint32_t base;               /* by layout, or fixed */
    uint32_t size;
    uint32_t attributes; /* REGION_* of kernel/image.h, without SHARED */
    size_t holders;      /* tasks that map it, by any of its views */
    uint32_t index;      /* in the image's region table, by layout */
    /* A read-only view of an area or peripheral that others may write: same
     * memory, so the same index (its pins are one count). NULL otherwise. */
    const struct range *view_of;
    const struct task_model *home; /* of a region that is handed on, or NULL */
};

struct irq_use {
    const char *name; /* notification name, "rx-irq" */
    const struct node *where;
    uint32_t line;
    uint32_t bits; /* several, if interrupts of these names share the line */
};

struct post_use {
    size_t task;
    uint32_t bits;
};

struct dma_use {
    const char *name; /* "read" */
    const struct node *where;
    const struct controller *controller;
    uint32_t channel;
    const struct request *request;
    bool near_is_source;             /* from: lease (or own), to: far */
    bool near_lease;                 /* near may be a lease */
    bool near_own;                   /* near may be a region of the owner */
    const struct range *near_buffer; /* own buffer named in the manifest */
    bool far_lease;                  /* second lease */
    const struct range *far;         /* fixed area or buffer, or NULL */
    uint32_t max_length;
    uint32_t deadline_us;
    uint32_t bit;   /* notification bit */
    uint32_t index; /* channel number in the image */
};

struct notification {
    const char *name;
    uint32_t bit;
    bool kernel_fed; /* interrupt or DMA: not postable */
};

struct task_model {
    const char *name;
    const struct node *where;
    const char *source; /* folder, relative to the root of its tree */
    uint32_t index;
    uint32_t priority; /* as written; rank is dense */
    uint32_t rank;
    uint32_t stack;
    const struct node *stack_where;
    bool start;
    bool fpu;                     /* may use the FPU */
    uint32_t privileges;          /* bit per SLUICE_KCALL_* */
    uint32_t restart_deadline_us; /* 0: none promised */
    size_t *calls;                /* task indices, into `tasks` */
    size_t call_count;
    struct post_use *posts;
    size_t post_count;
    struct range **ranges; /* what it maps beyond text and data */
    size_t range_count;
    struct range **buffers; /* those of them that it owns */
    size_t buffer_count;
    struct irq_use *irqs;
    size_t irq_count;
    struct dma_use *dma;
    size_t dma_count;
    struct notification *notifications;
    size_t notification_count;
    const char **config_names; /* `config:` constants for task_config.h */
    uint32_t *config_values;
    size_t config_count;

    /* By layout: home (stack, data, bss) and text; their `memory` by load. */
    struct range text, home;
    uint32_t entry;
    uint32_t data_size, bss_size;
};

struct app {
    const char *name;
    const char *path;
    const char *root; /* folder that sources are relative to */
    struct board *board;
    uint32_t message_max;
    uint32_t watchdog_us; /* 0: none */
    bool allow_cycle;
    bool allow_unproved; /* stacks whose depth no one can tell */
    bool dma_audit;
    bool blackout;       /* the longest kernel entry is measured */
    bool filters;        /* the chip's, if it has any, are set up */
    struct range *areas; /* at fixed places: layout keeps clear of them */
    size_t area_count;
    struct task_model *tasks; /* task 0 is the supervisor */
    size_t task_count;
    uint64_t id;

    /* By layout. */
    struct range sink;
    struct range kernel_text, kernel_data;
};

/* Effect: the image is for this board, whatever the app manifest says. */
void model_set_board(const char *name);

/* Returns: the name that model_set_board() was given, or NULL. */
const char *model_board(void);

/* Effect: `folder` holds boards/ and chips/, instead of a parent of the app. */
void model_set_root(const char *folder);

/*
 * Effect: the most important priority of those who may send to the task, and
 * how many there are from it to the least; 0 if nobody may.
 */
void model_senders(const struct app *app, const struct task_model *task,
                   uint32_t *first, uint32_t *count);

/* Returns: how many tables the kernel runs before the first task: the board's,
 * then that of the filters. */
size_t model_init_tables(const struct app *app);

/*
 * Effect: reads the app manifest and those it names; prints every error.
 * Returns: the model, or NULL after at least one error.
 */
struct app *model_load(const char *path);
