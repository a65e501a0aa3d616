/* SPDX-License-Identifier: MIT */
/* A chip's time: a counter, and what interrupts: the core's tick, or an alarm.
 */
#include "arena.h"
#include "diag.h"
#include "load.h"
#include "schema.h"
#include "tree.h"

static const char *const directions[] = {"up", "down", NULL};
static const char *const alarm_kinds[] = {"countdown", "compare", NULL};

struct timebase_keys {
    uint32_t counter, direction, rate, tick;
    const struct node *alarm, *start;
};

#define AT(member) .offset = offsetof(struct timebase_keys, member)

static const struct field timebase_fields[] = {
    {.key = "counter", .type = FIELD_SIZE, .required = true, AT(counter)},
    {.key = "direction",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = directions,
     AT(direction)},
    {.key = "rate",
     .type = FIELD_FREQUENCY,
     .required = true,
     .least = 1000000,
     AT(rate)},
    {.key = "tick", .type = FIELD_TIME, .least = 10, .most = 1000000, AT(tick)},
    {.key = "alarm", .type = FIELD_MAP, AT(alarm)},
    {.key = "start", .type = FIELD_LIST, AT(start)},
};
static const struct schema timebase_schema =
    SCHEMA("'timebase'", timebase_fields);

static const struct field store_fields[] = {
    {.key = "register",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct store, reg)},
    {.key = "value",
     .type = FIELD_SIZE,
     .required = true,
     .offset = offsetof(struct store, value)},
};
static const struct schema store_schema = SCHEMA("a store", store_fields);

struct alarm_keys {
    uint32_t reg, kind, line, most;
    const struct node *clear;
};

#define ALARM_AT(member) .offset = offsetof(struct alarm_keys, member)

static const struct field alarm_fields[] = {
    {.key = "register",
     .type = FIELD_SIZE,
     .required = true,
     ALARM_AT(reg),
     .help = "the register that says when it rings"},
    {.key = "kind",
     .type = FIELD_CHOICE,
     .required = true,
     .choices = alarm_kinds,
     ALARM_AT(kind),
     .help = "countdown: it counts down what is written, once; compare: it "
             "rings when the counter has that value"},
    {.key = "line",
     .type = FIELD_PLAIN,
     .required = true,
     .most = 239,
     ALARM_AT(line),
     .help = "the number of its interrupt line"},
    {.key = "most", .type = FIELD_SIZE, .least = 1000, ALARM_AT(most)},
    {.key = "clear",
     .type = FIELD_MAP,
     .required = true,
     ALARM_AT(clear),
     .help = "what takes its request back: clear: { register: .., value: .. }"},
};
static const struct schema alarm_schema = SCHEMA("'alarm'", alarm_fields);

/* Half of a round of the counter: it must be looked at more often. */
#define MOST 0x7fffffffu

static bool
is_aligned(const struct node *where, uint32_t address)
{
    if (address % 4 == 0) {
        return true;
    }
    diag_error(where, "the register is not at a multiple of 4");
    return false;
}

static bool
load_stores(struct chip_alarm *alarm, const struct node *list)
{
    size_t count = list == NULL ? 0 : list->count;

    alarm->start = arena_array(count + 1, sizeof(*alarm->start));
    for (size_t i = 0; i < count; i++) {
        const struct node *map = schema_map(list->items[i], "a store");

        if (map == NULL || !schema_read(map, &store_schema, &alarm->start[i]) ||
            !is_aligned(map, alarm->start[i].reg)) {
            return false;
        }
    }
    alarm->start_count = count;
    return true;
}

static bool
load_alarm(struct chip *chip, const struct node *map, const struct node *start)
{
    struct alarm_keys keys = {.most = MOST};

    if (!schema_read(map, &alarm_schema, &keys) ||
        !schema_read(keys.clear, &store_schema, &chip->alarm.clear) ||
        !load_stores(&chip->alarm, start) || !is_aligned(map, keys.reg) ||
        !is_aligned(map, chip->alarm.clear.reg)) {
        return false;
    }
    if (keys.line >= chip->lines) {
        diag_error(tree_get(map, "line"), "the chip has no line %u", keys.line);
        diag_help("its lines are 0 to %u", chip->lines - 1);
        return false;
    }
    chip->alarm.reg = keys.reg;
    chip->alarm.compares = keys.kind == 1;
    chip->alarm.line = keys.line;
    chip->alarm.most = keys.most < MOST ? keys.most : MOST;
    chip->alarm.where = map;
    return true;
}

bool
load_timebase(struct chip *chip, const struct node *map)
{
    struct timebase_keys keys = {0};

    if (!schema_read(map, &timebase_schema, &keys)) {
        return false;
    }
    if (keys.rate % 1000000 != 0) {
        diag_error(tree_get(map, "rate"),
                   "the rate is not a whole number of MHz");
        diag_help("the kernel counts whole microseconds");
        return false;
    }
    if (keys.counter % 4 != 0) {
        diag_error(tree_get(map, "counter"),
                   "the counter is not at a multiple of 4");
        return false;
    }
    if ((keys.tick == 0) == (keys.alarm == NULL)) {
        diag_error(map, "a timebase has either a tick or an alarm");
        diag_help("with a counter of 32 bits that runs freely, describe its "
                  "alarm; else write the core's tick: tick: 1ms");
        return false;
    }
    chip->counter = keys.counter;
    chip->counts_down = keys.direction == 1;
    chip->per_us = keys.rate / 1000000;
    chip->tick_us = keys.tick;
    return keys.alarm == NULL || load_alarm(chip, keys.alarm, keys.start);
}
