/* SPDX-License-Identifier: MIT */
/*
 * DMA channels of a task. One end of a transfer is near: a lease or a region of
 * the owner, chosen at each arm. The other is far: fixed by the manifest, the
 * request's peripheral, or a second lease. The manifest says `from` and `to`;
 * which of them is near is worked out here.
 */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "family.h"
#include "load.h"
#include "names.h"
#include "number.h"
#include "region.h"
#include "schema.h"
#include "tree.h"

#define CHANNELS_MAX 127u

struct dma_keys {
    const char *channel, *request, *from, *to;
    uint32_t max_length, deadline, mode;
};

#define AT(member) .offset = offsetof(struct dma_keys, member)

#define MODE_STREAM 1u
static const char *const modes[] = {"single", "stream", NULL};

static const struct field dma_fields[] = {
    {.key = "channel",
     .type = FIELD_TEXT,
     .required = true,
     AT(channel),
     .help = "name a controller and a channel of it: channel: dmac0.0"},
    {.key = "request",
     .type = FIELD_NAME,
     .required = true,
     AT(request),
     .help = "name a request of the controller's family, such as memory"},
    {.key = "from",
     .type = FIELD_NAME,
     .required = true,
     AT(from),
     .help = "lease, own, lease-or-own, peripheral, an area or a buffer"},
    {.key = "to",
     .type = FIELD_NAME,
     .required = true,
     AT(to),
     .help = "lease, own, lease-or-own, peripheral, an area or a buffer"},
    {.key = "max-length",
     .type = FIELD_SIZE,
     .required = true,
     .least = 1,
     AT(max_length),
     .help = "the longest transfer: max-length: 4K"},
    {.key = "deadline", .type = FIELD_TIME, .least = 1, AT(deadline)},
    {.key = "mode", .type = FIELD_CHOICE, .choices = modes, AT(mode)},
};
static const struct schema dma_schema = SCHEMA("a DMA channel", dma_fields);

/* One end as written. */
struct end {
    const struct node *where;
    bool lease, own, peripheral;
    struct range *buffer; /* of the owner */
    struct range *area;
    bool mapped; /* the owner maps that area */
};

static bool
find_channel(const struct chip *chip, struct dma_use *use,
             const struct node *where)
{
    const char *number, *left, *wrong;
    size_t i;

    left = name_split(where, where->text, "dmac0.0", &number);
    if (left == NULL) {
        return false;
    }
    i = name_need(where, "DMA controller", left,
                  NAMED(chip->controllers, chip->controller_count));
    if (i == NAME_NONE) {
        return false;
    }
    use->controller = &chip->controllers[i];
    wrong = number_plain(number, &use->channel);
    if (wrong != NULL || use->channel >= 1000 ||
        strcmp(number, arena_format("%u", use->channel)) != 0) {
        diag_error(where, "'%s' is not the number of a channel", number);
        return false;
    }
    if (use->channel >= use->controller->family->channel_count) {
        diag_error(where, "controller '%s' has no channel %s", left, number);
        diag_help("its channels are 0 to %zu",
                  use->controller->family->channel_count - 1);
        return false;
    }
    return true;
}

static bool
find_request(struct dma_use *use, const struct node *where)
{
    const struct family *family = use->controller->family;
    size_t i = name_need(
        where, arena_format("request of '%s':", use->controller->name),
        where->text, NAMED(family->requests, family->request_count));

    if (i == NAME_NONE) {
        return false;
    }
    use->request = &family->requests[i];
    if (!family_offers(use->request, use->channel)) {
        diag_error(where, "channel %u of '%s' has no request '%s'",
                   use->channel, use->controller->name, where->text);
        return false;
    }
    return true;
}

static void
unknown_end(const struct app *app, const struct task_model *task,
            const struct node *where)
{
    static const char *const words[] = {"lease", "own", "lease-or-own",
                                        "peripheral"};
    size_t count = 0;
    const char **names =
        arena_array(4 + app->area_count + task->buffer_count, sizeof(*names));

    for (size_t i = 0; i < 4; i++) {
        names[count++] = words[i];
    }
    for (size_t i = 0; i < app->area_count; i++) {
        names[count++] = app->areas[i].name;
    }
    for (size_t i = 0; i < task->buffer_count; i++) {
        names[count++] = task->buffers[i]->name;
    }
    diag_unknown(where, "end of a transfer", where->text, names, count);
}

static bool
find_end(const struct app *app, const struct task_model *task,
         const struct node *where, struct end *end)
{
    const char *word = where->text;
    size_t i;

    *end = (struct end){.where = where};
    end->lease =
        strcmp(word, "lease") == 0 || strcmp(word, "lease-or-own") == 0;
    end->own = strcmp(word, "own") == 0 || strcmp(word, "lease-or-own") == 0;
    end->peripheral = strcmp(word, "peripheral") == 0;
    if (end->lease || end->own || end->peripheral) {
        return true;
    }
    for (i = 0; i < task->buffer_count; i++) {
        if (strcmp(task->buffers[i]->name, word) == 0) {
            end->buffer = task->buffers[i];
            return true;
        }
    }
    i = name_find(NAMED(app->areas, app->area_count), word);
    if (i == NAME_NONE) {
        unknown_end(app, task, where);
        return false;
    }
    end->area = &app->areas[i];
    end->mapped = load_find_range(task, word) != NULL;
    return end->area->memory != NULL; /* else its own error is noted */
}

/* How well an end suits to be near; 0: not at all. */
static unsigned
near_rank(const struct end *end)
{
    if (end->lease && end->own) {
        return 5;
    }
    if (end->lease) {
        return 4;
    }
    if (end->own) {
        return 3;
    }
    if (end->buffer != NULL) {
        return 2;
    }
    return end->area != NULL && end->mapped ? 1 : 0;
}

/* The one DMA buffer of the owner, for a far end `own`. */
static const struct range *
only_buffer(const struct task_model *task, const struct node *where)
{
    if (task->buffer_count == 1) {
        return task->buffers[0];
    }
    diag_error(where, "'own' does not say which buffer of '%s' is meant",
               task->name);
    diag_help("one end of a transfer is fixed: name a buffer");
    return NULL;
}

static bool
set_far(const struct task_model *task, struct dma_use *use,
        const struct end *near, const struct end *far)
{
    if (far->peripheral) {
        return true;
    }
    if (far->lease) {
        use->far_lease = true;
        if (!near->lease || near->own || far->own) {
            diag_error(far->where, "two leases cannot be mixed with 'own'");
            diag_help("write from: lease, to: lease; or name a buffer");
            return false;
        }
        return true;
    }
    use->far = far->own              ? only_buffer(task, far->where)
               : far->buffer != NULL ? far->buffer
                                     : far->area;
    if (use->far != NULL && use->far == use->near_buffer) {
        diag_error(far->where, "both ends are '%s'", use->far->name);
        diag_help("a transfer has two different ends");
        return false;
    }
    return use->far != NULL;
}

/* What the tables of a request do, they do one way only. */
static bool
check_direction(const struct dma_use *use, const struct end *from,
                const struct end *to)
{
    bool in = use->request->far_is_source;

    if (from->peripheral == in) {
        return true;
    }
    diag_error(in ? to->where : from->where,
               in ? "request '%s' gives data of the peripheral: it cannot be "
                    "sent to"
                  : "request '%s' takes data to the peripheral: it cannot be "
                    "read from",
               use->request->name);
    diag_help(in ? "write from: peripheral, and memory under to"
                 : "write to: peripheral, and memory under from");
    return false;
}

static bool
check_request(const struct dma_use *use, const struct end *from,
              const struct end *to)
{
    bool peripheral = from->peripheral || to->peripheral;

    if (from->peripheral && to->peripheral) {
        diag_error(to->where, "both ends are the peripheral");
        diag_help("one end is memory: lease, own or a buffer");
        return false;
    }
    if (use->request->far_is_memory && peripheral) {
        diag_error(from->peripheral ? from->where : to->where,
                   "request '%s' is memory to memory: no end is a peripheral",
                   use->request->name);
        diag_help("use another request, or name an area or a buffer");
        return false;
    }
    if (!use->request->far_is_memory && !peripheral) {
        diag_error(from->where,
                   "request '%s' is paced by a peripheral: it is one end",
                   use->request->name);
        diag_help("write from: peripheral or to: peripheral");
        return false;
    }
    return use->request->far_is_memory || check_direction(use, from, to);
}

static bool
set_ends(const struct app *app, const struct task_model *task,
         struct dma_use *use, const struct node *map)
{
    struct end from, to;
    const struct end *near, *far;
    bool good = find_end(app, task, tree_get(map, "from"), &from);

    if (!find_end(app, task, tree_get(map, "to"), &to) || !good ||
        !check_request(use, &from, &to)) {
        return false;
    }
    /* Of two that suit alike, the destination is near. */
    use->near_is_source = near_rank(&from) > near_rank(&to);
    near = use->near_is_source ? &from : &to;
    far = use->near_is_source ? &to : &from;
    if (near_rank(near) == 0) {
        diag_error(from.where, "neither end is a lease or memory of '%s'",
                   task->name);
        diag_help("one end must be lease, own, or a buffer or area that the "
                  "task has");
        return false;
    }
    use->near_lease = near->lease;
    use->near_own = !near->lease || near->own;
    use->near_buffer = near->buffer;
    if (near->area != NULL) {
        use->near_buffer = load_find_range(task, near->area->name);
    }
    return set_far(task, use, near, far);
}

/* A channel has one owner, and one binding. */
static bool
check_owner(const struct app *app, const struct task_model *task,
            const struct dma_use *use, const struct node *where)
{
    for (size_t t = 0; t <= task->index; t++) {
        const struct task_model *other = &app->tasks[t];

        for (size_t i = 0; i < other->dma_count; i++) {
            if (other->dma[i].controller == use->controller &&
                other->dma[i].channel == use->channel) {
                diag_error(where,
                           "channel '%s' belongs to '%s' of task '%s' already "
                           "(line %u)",
                           where->text, other->dma[i].name, other->name,
                           other->dma[i].where->line);
                diag_help("a channel has one owner and one use; take another "
                          "channel or controller");
                return false;
            }
        }
    }
    return true;
}

/*
 * A stream has a buffer of two halves and no deadline: it ends with its owner
 * only. Without a peripheral's pace it would leave no time to any task.
 */
static bool
check_stream(const struct dma_use *use, const struct node *map)
{
    const struct node *where = tree_get(map, "mode");
    const struct range *buffer = use->near_buffer;

    if (tree_get(map, "deadline") != NULL) {
        diag_error(tree_get(map, "deadline"), "a stream has no deadline");
        diag_help("remove it: a stream goes on until its owner stops it");
        return false;
    }
    if (use->request->far_is_memory || buffer == NULL || use->near_lease) {
        diag_error(where, "a stream goes between a peripheral and a buffer or "
                          "an area of the task");
        diag_help("name the buffer: from: peripheral, to: BUFFER, or the other "
                  "way");
        return false;
    }
    if (buffer->holders > 1) {
        diag_error(where, "'%s' is shared: a stream has its buffer for itself",
                   buffer->name);
        diag_help("give the task a buffer under buffers:");
        return false;
    }
    if (use->max_length % 2 != 0 || use->max_length > buffer->size) {
        diag_error(tree_get(map, "max-length"),
                   "max-length of a stream is two equal halves that lie in "
                   "'%s', of %u bytes",
                   buffer->name, buffer->size);
        diag_help("write max-length: %u", buffer->size);
        return false;
    }
    return true;
}

/* Whatever is not a stream ends by a deadline at the latest. */
static bool
check_mode(const struct dma_use *use, const struct node *map, bool stream)
{
    if (stream) {
        return check_stream(use, map);
    }
    if (tree_get(map, "deadline") == NULL) {
        diag_error(map->key, "a DMA channel needs the key 'deadline'");
        diag_help("no transfer may last for ever; write after what time the "
                  "kernel stops it: deadline: 5ms");
        return false;
    }
    return true;
}

static void
load_channel(struct loader *loader, struct task_model *task,
             const struct node *node)
{
    struct dma_use *use = &task->dma[task->dma_count];
    struct dma_keys keys = {0};
    const struct node *channel;

    *use = (struct dma_use){.name = node->key->text, .where = node->key};
    if (!schema_name(node->key) || !schema_read(node, &dma_schema, &keys)) {
        return;
    }
    channel = tree_get(node, "channel");
    if (!find_channel(loader->chip, use, channel) ||
        !check_owner(loader->app, task, use, channel) ||
        !find_request(use, tree_get(node, "request")) ||
        !set_ends(loader->app, task, use, node)) {
        return;
    }
    if (loader->channel_count == CHANNELS_MAX) {
        diag_error(node->key, "an image has at most %u DMA channels",
                   CHANNELS_MAX);
        diag_help("remove the channels that no task needs");
        return;
    }
    use->max_length = keys.max_length;
    use->deadline_us = keys.deadline;
    if (!check_mode(use, node, keys.mode == MODE_STREAM)) {
        return;
    }
    use->bit = load_bit(task, node->key,
                        arena_format("dma-%s", node->key->text), true);
    use->index = (uint32_t)loader->channel_count++;
    task->dma_count++;
}

void
load_dma(struct loader *loader, struct task_model *task)
{
    const struct node *map = loader->keys[task->index].dma;

    if (map == NULL) {
        return;
    }
    task->dma = arena_array(map->count + 1, sizeof(*task->dma));
    for (size_t i = 0; i < map->count; i++) {
        load_channel(loader, task, map->items[i]);
    }
}
