/* SPDX-License-Identifier: MIT */
/*
 * From trees to the model. A loader notes each error where it stands and goes
 * on with what it has, so that one run shows them all; nothing half-read is
 * handed to the checks of check.h, since these run only on a model that loaded
 * without an error in the part that they look at.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model.h"

#define PRIORITY_UNKNOWN UINT32_MAX

/* The keys of a task as read, before their names are resolved. */
struct task_keys {
    const char *source, *memory;
    uint32_t priority, stack;
    bool start, fpu;
    const struct node *calls, *posts, *notifications, *peripherals;
    const struct node *interrupts, *areas, *buffers, *dma, *kernel_calls;
    const struct node *masters;
    const struct node *restart, *config;
    const struct node *node; /* the task's map */
};

/* Who has claimed what may have one owner only. */
struct claim {
    const struct node *where;
    const struct task_model *task;
    bool shared; /* the first claimant allows others */
};

/* One load: what the loaders share. */
struct loader {
    const char *root;
    struct app *app;
    struct chip *chip;           /* NULL when the board could not be loaded */
    struct task_keys *keys;      /* by task */
    struct claim *lines;         /* by interrupt line */
    struct claim *peripherals;   /* by peripheral of the chip */
    struct range *device_ranges; /* by peripheral: read-write */
    struct range **views;        /* read-only ranges made so far */
    size_t view_count;
    size_t channel_count;
};

/* Effect: adds the manifest's bytes to the image's id. */
void load_identify(struct app *app, const struct node *root);

/* Effect: fills app->board; `where` is the value of the key `board`. */
bool load_board(struct loader *loader, const struct node *where);

/* Returns: the chip, or NULL after errors; `where` names it. */
struct chip *load_chip(struct loader *loader, const struct node *where);

/* Effect: reads a map of the chip: `peripherals`, or `masters`. */
bool load_peripherals(const struct chip *chip, const struct node *map,
                      struct peripheral **list, size_t *count);
/* Effect: fills the chip's controllers from their map. */
bool load_controllers(struct loader *loader, struct chip *chip,
                      const struct node *map);

/* Effect: reads a map of interrupts by name. */
bool load_lines(const struct chip *chip, const struct node *map,
                struct interrupt **interrupts, size_t *count);

/* Effect: the area's `handoff` names a task: its home. */
bool load_handoff(struct app *app, struct range *area, const struct node *node);

/* Effect: fills the chip's masters, which have no channels. */
bool load_masters(struct chip *chip, const struct node *map);

/* Effect: gives a task its masters; after its buffers are known. */
void load_task_masters(struct loader *loader, struct task_model *task);

/* Effect: the task has the range, read only without `write`. */
void load_map(struct loader *loader, struct task_model *task,
              struct range *range, bool write);

/* Effect: fills the chip's filters; memories get the address of their view. */
bool load_filters(struct chip *chip, const struct node *map);

/* Returns: the family of a controller, from a file beside the chip's. */
const struct family *load_family(struct loader *loader, struct chip *chip,
                                 const struct node *where);

/* Effect: reads a family's shared registers; its channels. */
bool load_shared(struct family *family, const struct node *map);
bool load_channels(struct family *family, const struct node *list);

/* Effect: reads a list of at most `most` numbers. */
bool load_numbers(const struct node *list, const char *what, uint32_t *values,
                  size_t most, size_t *count);

/* Effect: fills the app, its board and chip from the root of its manifest. */
void load_app(struct loader *loader, const struct node *root);

/* Effect: reads the keys of every task, without what needs the chip. */
void load_tasks(struct loader *loader, const struct node *map);

/* Effect: sources that go by a peripheral's kind are known; needs the chip. */
void load_sources(struct loader *loader);

/* Effect: resolves peers: calls; posts, after every notification is known. */
void load_calls(struct loader *loader);
void load_posts(struct loader *loader);

/* Effect: gives a task its areas, buffers and peripherals. */
void load_ranges(struct loader *loader, struct task_model *task);

/* Effect: gives a task its interrupts and its own notifications. */
void load_interrupts(struct loader *loader, struct task_model *task);
void load_notifications(struct loader *loader, struct task_model *task);

/* Effect: gives a task its DMA channels; after load_ranges. */
void load_dma(struct loader *loader, struct task_model *task);

/* Effect: places its buffers that name no memory; after load_dma. */
void load_place_buffers(const struct chip *chip, struct task_model *task);

/* Effect: reads the constants of `config:`, but for those that name a place. */
void load_config(struct task_model *task, const struct node *map);

/* Effect: gives these the address of what they name; after load_areas. */
void load_config_places(struct loader *loader);

/* Effect: reads a chip's timebase. Requires: its lines are known. */
bool load_timebase(struct chip *chip, const struct node *map);

/* Effect: reads app areas; needs the chip. */
void load_areas(struct loader *loader, const struct node *map);

/* Returns: whether a name means nothing else under `dma:`. */
bool load_check_word(const struct node *key, const char *what);

/* Effect: settles holders and views, when every task has its ranges. */
void load_settle_ranges(struct loader *loader);

/* Returns: the bit of a new notification, or 0 after an error. */
uint32_t load_bit(struct task_model *task, const struct node *where,
                  const char *name, bool kernel_fed);

/* Returns: the range of that name that the task maps, or NULL. */
struct range *load_find_range(const struct task_model *task, const char *name);
