/* SPDX-License-Identifier: MIT */
/* The tasks of an application: keys, peers, kernel calls, constants. */
#include <string.h>

#include <sluice/abi.h>
#include <sluice/kcall.h>

#include "arena.h"
#include "diag.h"
#include "load.h"
#include "names.h"
#include "schema.h"
#include "tree.h"

#define STACK_LEAST 256u

#define AT(member) .offset = offsetof(struct task_keys, member)

static const struct field task_fields[] = {
    {.key = "source",
     .type = FIELD_TEXT,
     .required = true,
     AT(source),
     .help = "write the folder of its C files: source: tasks/supervisor"},
    {.key = "priority",
     .type = FIELD_PLAIN,
     .required = true,
     .most = 255,
     AT(priority),
     .help = "0 is the most important and the supervisor's: priority: 3"},
    {.key = "stack",
     .type = FIELD_SIZE,
     .required = true,
     .least = STACK_LEAST,
     .most = 1024 * 1024,
     AT(stack),
     .help = "write how many bytes its stack has: stack: 1K"},
    {.key = "start", .type = FIELD_BOOL, AT(start)},
    {.key = "fpu", .type = FIELD_BOOL, AT(fpu)},
    {.key = "memory", .type = FIELD_NAME, AT(memory)},
    {.key = "calls", .type = FIELD_LIST, AT(calls)},
    {.key = "posts", .type = FIELD_MAP, AT(posts)},
    {.key = "notifications", .type = FIELD_LIST, AT(notifications)},
    {.key = "peripherals", .type = FIELD_MAP, AT(peripherals)},
    {.key = "interrupts", .type = FIELD_MAP, AT(interrupts)},
    {.key = "areas", .type = FIELD_EITHER, AT(areas)},
    {.key = "buffers", .type = FIELD_MAP, AT(buffers)},
    {.key = "dma", .type = FIELD_MAP, AT(dma)},
    {.key = "masters", .type = FIELD_MAP, AT(masters)},
    {.key = "kernel-calls", .type = FIELD_LIST, AT(kernel_calls)},
    {.key = "restart", .type = FIELD_MAP, AT(restart)},
    {.key = "config", .type = FIELD_MAP, AT(config)},
};
static const struct schema task_schema = SCHEMA("a task", task_fields);

static const struct field restart_fields[] = {
    {.key = "deadline",
     .type = FIELD_TIME,
     .required = true,
     .least = 1,
     .help = "within what time it must be able to start again"},
};
static const struct schema restart_schema = SCHEMA("'restart'", restart_fields);

/* By number: include/sluice/kcall.h. */
static const char *const kernel_calls[] = {
    [0] = "", /* no such call; never offered as it is cut off below */
    [SLUICE_KCALL_STATUS] = "status",
    [SLUICE_KCALL_RESTART] = "restart",
    [SLUICE_KCALL_FAULT] = "fault",
    [SLUICE_KCALL_IMAGE_ID] = "image-id",
    [SLUICE_KCALL_RESET] = "reset",
    [SLUICE_KCALL_SOFT_IRQ] = "soft-irq",
    [SLUICE_KCALL_NEXT_FAULTED] = "next-faulted",
    [SLUICE_KCALL_PANIC_TEXT] = "panic-text",
    [SLUICE_KCALL_RETIRE] = "retire",
    [SLUICE_KCALL_REGION] = "region",
    [SLUICE_KCALL_DUMP] = "dump",
    [SLUICE_KCALL_REGISTERS] = "registers",
    [SLUICE_KCALL_FEED] = "feed",
    [SLUICE_KCALL_SYSTEM] = "system",
    NULL,
};
_Static_assert(sizeof(kernel_calls) / sizeof(kernel_calls[0]) ==
                   SLUICE_KCALL_MAX + 2,
               "a name for each kernel call");

static void
load_kernel_calls(struct task_model *task, const struct node *list)
{
    const struct field call = {.key = "kernel call",
                               .type = FIELD_CHOICE,
                               .choices = kernel_calls + 1};

    for (size_t i = 0; list != NULL && i < list->count; i++) {
        uint32_t chosen;

        if (!schema_value(list->items[i], &call, &chosen)) {
            continue;
        }
        if ((task->privileges & (2u << chosen)) != 0) {
            diag_error(list->items[i], "kernel call '%s' is listed twice",
                       list->items[i]->text);
        }
        task->privileges |= 2u << chosen; /* choice 0 is call 1 */
    }
}

/* A frame with FPU registers is 72 bytes longer; two of them may stand there.
 */
#define STACK_LEAST_FPU 400u

static void
check_stack(const struct node *node, uint32_t stack, bool fpu)
{
    if (fpu && stack < STACK_LEAST_FPU) {
        diag_error(tree_get(node, "stack"),
                   "a task with 'fpu: yes' needs a stack of %u bytes or more",
                   STACK_LEAST_FPU);
        diag_help("each exception frame is 104 bytes instead of 32");
    }
    if (stack % 8 != 0) {
        diag_error(tree_get(node, "stack"), "a stack is a multiple of 8 bytes");
        diag_help("the next size is %u", (stack + 7u) / 8u * 8u);
    }
}

/* 'a-b' and 'a_b' would be one name in C; gen/kernel is the kernel's. */
static void
check_name(const struct app *app, const struct task_model *task)
{
    if (!schema_name(task->where)) {
        return;
    }
    if (strcmp(task->name, "kernel") == 0) {
        diag_error(task->where, "'kernel' cannot be the name of a task");
        diag_help("the kernel goes by it in messages and generated files");
    }
    for (size_t i = 0; i < task->index; i++) {
        const char *a = app->tasks[i].name, *b = task->name;

        while (*a != '\0' &&
               (*a == *b || (strchr("-_", *a) != NULL && *b != '\0' &&
                             strchr("-_", *b) != NULL))) {
            a++;
            b++;
        }
        if (*a == '\0' && *b == '\0') {
            diag_error(task->where, "'%s' and '%s' are the same name in C",
                       app->tasks[i].name, task->name);
            diag_help("'-' and '_' both become '_'; rename one of them");
        }
    }
}

/* `drivers/{uart0}`: the driver of whatever kind the board's uart0 is. */
static void
load_source(const struct loader *loader, struct task_model *task)
{
    const struct node *where =
        tree_get(loader->keys[task->index].node, "source");
    const char *text = task->source;
    const char *open = text != NULL ? strchr(text, '{') : NULL;
    const char *close = open != NULL ? strchr(open, '}') : NULL;
    const struct chip *chip = loader->chip;
    const char *name;
    size_t i;

    if (close == NULL) {
        return;
    }
    name = arena_copy(open + 1, (size_t)(close - open - 1));
    i = name_need(where, "peripheral", name,
                  NAMED(chip->peripherals, chip->peripheral_count));
    if (i == NAME_NONE) {
        task->source = NULL;
    } else if (chip->peripherals[i].kind == NULL) {
        diag_error(where, "chip '%s' does not say of what kind '%s' is",
                   chip->name, name);
        diag_help("add kind: to it in the chip's file, a folder of drivers/");
        task->source = NULL;
    } else {
        task->source = arena_format("%.*s%s%s", (int)(open - text), text,
                                    chip->peripherals[i].kind, close + 1);
    }
}

void
load_sources(struct loader *loader)
{
    for (size_t i = 0; i < loader->app->task_count; i++) {
        load_source(loader, &loader->app->tasks[i]);
    }
}

static void
load_task(struct loader *loader, struct task_model *task,
          const struct node *node)
{
    struct task_keys *keys = &loader->keys[task->index];

    *keys = (struct task_keys){
        .priority = PRIORITY_UNKNOWN, .start = true, .node = node};
    task->name = node->key->text;
    task->where = node->key;
    check_name(loader->app, task);
    schema_read(node, &task_schema, keys);
    check_stack(node, keys->stack, keys->fpu);
    task->source = keys->source;
    task->priority = keys->priority;
    task->stack = keys->stack;
    task->stack_where = tree_get(node, "stack");
    task->start = keys->start;
    task->fpu = keys->fpu;
    load_kernel_calls(task, keys->kernel_calls);
    load_config(task, keys->config);
    if (keys->restart != NULL) {
        schema_read(keys->restart, &restart_schema, &task->restart_deadline_us);
    }
}

void
load_tasks(struct loader *loader, const struct node *map)
{
    struct app *app = loader->app;
    size_t count = map->count;

    if (count == 0) {
        diag_error(tree_place(map), "an application needs a task");
        diag_help("the first task is the supervisor");
    }
    if (count > SLUICE_TASKS_MAX) {
        diag_error(map->items[SLUICE_TASKS_MAX]->key,
                   "an application has at most %u tasks", SLUICE_TASKS_MAX);
        count = SLUICE_TASKS_MAX;
    }
    app->tasks = arena_array(count + 1, sizeof(*app->tasks));
    loader->keys = arena_array(count + 1, sizeof(*loader->keys));
    for (size_t i = 0; i < count; i++) {
        app->tasks[i].index = (uint32_t)i;
        app->task_count = i + 1;
        load_task(loader, &app->tasks[i], map->items[i]);
    }
}

/* Resolves one name of a task other than `task`. */
static size_t
find_peer(const struct app *app, const struct task_model *task,
          const struct node *where, const char *verb)
{
    size_t peer;

    if (!schema_name(where)) {
        return NAME_NONE;
    }
    peer = name_need(where, "task", where->text,
                     NAMED(app->tasks, app->task_count));
    if (peer == task->index) {
        diag_error(where, "task '%s' cannot %s itself", task->name, verb);
        return NAME_NONE;
    }
    return peer;
}

static void
load_task_calls(const struct app *app, struct task_model *task,
                const struct node *list)
{
    task->calls = arena_array(list->count + 1, sizeof(*task->calls));
    for (size_t i = 0; i < list->count; i++) {
        size_t peer = find_peer(app, task, list->items[i], "call");
        bool twice = false;

        for (size_t j = 0; j < task->call_count; j++) {
            twice = twice || task->calls[j] == peer;
        }
        if (twice) {
            diag_error(list->items[i], "task '%s' is listed twice",
                       list->items[i]->text);
        } else if (peer != NAME_NONE) {
            task->calls[task->call_count++] = peer;
        }
    }
}

void
load_calls(struct loader *loader)
{
    struct app *app = loader->app;

    for (size_t i = 0; i < app->task_count; i++) {
        if (loader->keys[i].calls != NULL) {
            load_task_calls(app, &app->tasks[i], loader->keys[i].calls);
        }
    }
}

/* Offers only what may be posted; says how to declare it when nothing fits. */
static void
unknown_bit(const struct task_model *peer, const struct node *where)
{
    const char **names =
        arena_array(peer->notification_count + 1, sizeof(*names));
    size_t count = 0;

    for (size_t i = 0; i < peer->notification_count; i++) {
        if (!peer->notifications[i].kernel_fed) {
            names[count++] = peer->notifications[i].name;
        }
    }
    diag_unknown(where, arena_format("notification of task '%s':", peer->name),
                 where->text, names, count);
    if (diag_nearest(where->text, names, count) == NULL) {
        diag_help("add it to task '%s': notifications: [%s]", peer->name,
                  where->text);
    }
}

/* A bit that the kernel feeds is the kernel's word: nobody may forge it. */
static uint32_t
find_bit(const struct task_model *peer, const struct node *where)
{
    size_t i;

    if (!schema_name(where)) {
        return 0;
    }
    i = name_find(NAMED(peer->notifications, peer->notification_count),
                  where->text);
    if (i == NAME_NONE) {
        unknown_bit(peer, where);
        return 0;
    }
    if (peer->notifications[i].kernel_fed) {
        diag_error(where,
                   "notification '%s' of task '%s' comes from the "
                   "kernel only",
                   where->text, peer->name);
        diag_help("post a bit that '%s' lists under notifications", peer->name);
        return 0;
    }
    return peer->notifications[i].bit;
}

static void
load_task_posts(const struct app *app, struct task_model *task,
                const struct node *map)
{
    task->posts = arena_array(map->count + 1, sizeof(*task->posts));
    for (size_t i = 0; i < map->count; i++) {
        size_t peer = find_peer(app, task, map->items[i]->key, "post to");
        const struct node *list = schema_list(
            map->items[i], "list the notifications: posts: { peer: [bit] }");
        struct post_use post = {.task = peer};

        for (size_t j = 0; list != NULL && j < list->count; j++) {
            if (peer != NAME_NONE) {
                post.bits |= find_bit(&app->tasks[peer], list->items[j]);
            }
        }
        if (post.bits != 0) {
            task->posts[task->post_count++] = post;
        }
    }
}

void
load_posts(struct loader *loader)
{
    struct app *app = loader->app;

    for (size_t i = 0; i < app->task_count; i++) {
        if (loader->keys[i].posts != NULL) {
            load_task_posts(app, &app->tasks[i], loader->keys[i].posts);
        }
    }
}
