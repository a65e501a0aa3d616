/* SPDX-License-Identifier: MIT */
/*
 * Notification bits of a task: what the kernel feeds (faults, interrupts, DMA
 * channels) and its own. Given in this order from bit 0 up; bit 31 is the
 * runtime's.
 */
#include <string.h>

#include <sluice/abi.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "schema.h"
#include "tree.h"

#define NOTIFICATIONS_MAX 31u

uint32_t
load_bit(struct task_model *task, const struct node *where, const char *name,
         bool kernel_fed)
{
    size_t count = task->notification_count;

    if (name_find(NAMED(task->notifications, count), name) != NAME_NONE) {
        diag_error(where, "task '%s' has a notification '%s' already",
                   task->name, name);
        diag_help("interrupts, DMA channels ('dma-<name>') and notifications "
                  "share their names");
        return 0;
    }
    if (count == NOTIFICATIONS_MAX) {
        diag_error(where, "task '%s' has more than %u notifications",
                   task->name, NOTIFICATIONS_MAX);
        diag_help("interrupts, DMA channels and notifications count together");
        return 0;
    }
    task->notifications =
        arena_grow(task->notifications, count, sizeof(*task->notifications));
    task->notifications[count] =
        (struct notification){name, 1u << count, kernel_fed};
    task->notification_count++;
    return 1u << count;
}

/* The two bits that the ABI fixes for task 0. */
static void
load_fixed(struct task_model *task)
{
    _Static_assert(SLUICE_NOTIFY_FAULT == 1u << 0, "first");
    _Static_assert(SLUICE_NOTIFY_RESTARTED == 1u << 1, "second");

    if (task->index == SLUICE_SUPERVISOR) {
        load_bit(task, task->where, "fault", true);
        load_bit(task, task->where, "restarted", true);
    }
}

/* Returns: the device that a task asks interrupts of, or NULL. */
static const struct peripheral *
find_peripheral(const struct chip *chip, const struct task_model *task,
                const struct node *where, const char *name)
{
    size_t m = name_find(NAMED(chip->masters, chip->master_count), name);
    size_t i =
        name_find(NAMED(chip->controllers, chip->controller_count), name);

    if (m != NAME_NONE && chip->masters[m].owner == task) {
        return &chip->masters[m].device;
    }
    if (i != NAME_NONE) {
        diag_error(where,
                   "the interrupts of DMA controller '%s' are the "
                   "kernel's",
                   name);
        diag_help("own a channel under 'dma:'; the end of each transfer is "
                  "a notification");
        return NULL;
    }
    i = name_need(where, "peripheral", name,
                  NAMED(chip->peripherals, chip->peripheral_count));
    return i == NAME_NONE ? NULL : &chip->peripherals[i];
}

/* Returns: the line of "peripheral.interrupt", or UINT32_MAX. */
static uint32_t
find_line(const struct chip *chip, const struct task_model *task,
          const struct node *key)
{
    const struct peripheral *peripheral;
    const char *right, *left;
    size_t i;

    left = name_split(key, key->text, "uart0.rx", &right);
    if (left == NULL) {
        return UINT32_MAX;
    }
    peripheral = find_peripheral(chip, task, key, left);
    if (peripheral == NULL) {
        return UINT32_MAX;
    }
    i = name_need(key, arena_format("interrupt of '%s':", left), right,
                  NAMED(peripheral->interrupts, peripheral->interrupt_count));
    return i == NAME_NONE ? UINT32_MAX : peripheral->interrupts[i].line;
}

static bool
claim_line(struct loader *loader, const struct task_model *task,
           const struct node *key, uint32_t line)
{
    struct claim *claim = &loader->lines[line];

    if (claim->task == NULL || claim->task == task) {
        *claim = (struct claim){.where = key, .task = task};
        return true;
    }
    diag_error(key, "interrupt '%s' belongs to task '%s' already (line %u)",
               key->text, claim->task->name, claim->where->line);
    diag_help("an interrupt has one owner, who may post to others");
    return false;
}

/* Returns: the task's use of the line, a new one if it has none. */
static struct irq_use *
use_of(struct task_model *task, const struct node *node, uint32_t line)
{
    struct irq_use *use = &task->irqs[task->irq_count];

    for (size_t i = 0; i < task->irq_count; i++) {
        if (task->irqs[i].line == line) {
            return &task->irqs[i];
        }
    }
    *use = (struct irq_use){node->text, node->key, line, 0};
    task->irq_count++;
    return use;
}

/* Where two interrupts of a peripheral are one line, it posts both bits. */
static void
load_interrupt(struct loader *loader, struct task_model *task,
               const struct node *node)
{
    uint32_t line = find_line(loader->chip, task, node->key);

    if (!schema_name(node) || line == UINT32_MAX ||
        !claim_line(loader, task, node->key, line)) {
        return;
    }
    use_of(task, node, line)->bits |= load_bit(task, node, node->text, true);
}

void
load_interrupts(struct loader *loader, struct task_model *task)
{
    const struct node *map = loader->keys[task->index].interrupts;

    load_fixed(task);
    if (map == NULL) {
        return;
    }
    task->irqs = arena_array(map->count + 1, sizeof(*task->irqs));
    for (size_t i = 0; i < map->count; i++) {
        load_interrupt(loader, task, map->items[i]);
    }
}

void
load_notifications(struct loader *loader, struct task_model *task)
{
    const struct node *list = loader->keys[task->index].notifications;

    for (size_t i = 0; list != NULL && i < list->count; i++) {
        if (schema_name(list->items[i])) {
            load_bit(task, list->items[i], list->items[i]->text, false);
        }
    }
}
