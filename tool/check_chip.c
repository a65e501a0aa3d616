/* SPDX-License-Identifier: MIT */
/* The parts of a chip against one another. */
#include "arena.h"
#include "check.h"
#include "diag.h"
#include "family.h"
#include "model.h"
#include "protection.h"
#include "tree.h"

/* One range of addresses of the chip, for the overlap check. */
struct extent {
    const char *name;
    const struct node *where;
    uint32_t base;
    uint32_t size;
};

static bool
check_extent(const struct extent *extent)
{
    if (extent->base % 32 != 0 || extent->size % 32 != 0) {
        diag_error(extent->where, "'%s': base and size must be multiples of 32",
                   extent->name);
        diag_help("the protection unit divides memory in steps of 32 bytes");
        return false;
    }
    if (extent->size == 0 || extent->size - 1 > UINT32_MAX - extent->base) {
        diag_error(extent->where,
                   "'%s' runs past the end of the address "
                   "space",
                   extent->name);
        return false;
    }
    return true;
}

static bool
check_overlap(const struct extent *a, const struct extent *b)
{
    /* By last addresses: no sum can wrap, see check_extent. */
    if (a->base > b->base + (b->size - 1) ||
        b->base > a->base + (a->size - 1)) {
        return true;
    }
    diag_error(b->where, "'%s' overlaps '%s' (line %u)", b->name, a->name,
               a->where->line);
    diag_help("each byte has one canonical address; write others as aliases");
    return false;
}

static size_t
count_extents(const struct chip *chip)
{
    size_t count =
        chip->peripheral_count + chip->master_count + chip->controller_count;

    for (size_t i = 0; i < chip->memory_count; i++) {
        count += 1 + chip->memories[i].alias_count;
    }
    return count;
}

static size_t
list_extents(const struct chip *chip, struct extent *list)
{
    size_t n = 0;

    for (size_t i = 0; i < chip->memory_count; i++) {
        const struct memory *m = &chip->memories[i];

        list[n++] = (struct extent){m->name, m->where, m->base, m->size};
        for (size_t j = 0; j < m->alias_count; j++) {
            list[n++] = (struct extent){arena_format("alias of %s", m->name),
                                        m->where, m->aliases[j], m->size};
        }
    }
    for (size_t i = 0; i < chip->peripheral_count; i++) {
        const struct peripheral *p = &chip->peripherals[i];

        list[n++] = (struct extent){p->name, p->where, p->base, p->size};
    }
    for (size_t i = 0; i < chip->master_count; i++) {
        const struct peripheral *p = &chip->masters[i].device;

        list[n++] = (struct extent){p->name, p->where, p->base, p->size};
    }
    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *c = &chip->controllers[i];

        list[n++] =
            (struct extent){c->name, c->where, c->base, c->family->size};
    }
    return n;
}

/* Returns: the bytes of the page or block that a place lies in. */
static uint32_t
size_around(const struct family *family, uint32_t place)
{
    uint32_t block = family_block(place);

    return block == 0 ? family->size : family->blocks[block - 1].size;
}

/* Every register that the family names lies where it says that it does. */
static bool
check_channel(const struct controller *controller,
              const struct channel_layout *channel, size_t number)
{
    for (size_t i = 0; i < channel->window_count; i++) {
        const struct window *window = &channel->windows[i];
        uint32_t size = size_around(controller->family, window->offset);
        uint32_t offset = window->offset & ((1u << PLACE_SHIFT) - 1);

        if (window->size > size || offset > size - window->size) {
            diag_error(controller->where,
                       "channel %zu of family '%s' has a window past the "
                       "family's size",
                       number, controller->family->name);
            return false;
        }
    }
    return true;
}

/*
 * Returns: whether a block may lie on this. Registers of the kernel's alone may
 * not be a task's; where a task maps them, the family has to know.
 */
static bool
may_meet(enum block_kind kind, bool peripheral)
{
    return kind == BLOCK_SPLIT && peripheral;
}

static bool
check_block(const struct chip *chip, const struct controller *controller,
            size_t number)
{
    const struct block *block = &controller->family->blocks[number];
    uint32_t base = controller->blocks[number].base;
    struct extent mine = {
        arena_format("%s of %s", block->name, controller->name),
        controller->where, base, block->size};
    size_t count = count_extents(chip);
    struct extent *others = arena_array(count + 1, sizeof(*others));
    size_t first = list_extents(chip, others) - chip->controller_count -
                   chip->peripheral_count - chip->master_count;

    if (base % 4 != 0 || block->size - 1 > UINT32_MAX - base) {
        diag_error(mine.where, "'%s' is no range of registers", mine.name);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool peripheral = i >= first && i < first + chip->peripheral_count;

        if (!may_meet(block->kind, peripheral) &&
            !check_overlap(&others[i], &mine)) {
            return false;
        }
    }
    return true;
}

/* Blocks of two controllers: apart, or each with bits of its own. */
static bool
check_block_pair(const struct controller *a, size_t i,
                 const struct controller *b, size_t j)
{
    const struct block_use *one = &a->blocks[i], *two = &b->blocks[j];
    bool apart = one->base - two->base >= b->family->blocks[j].size &&
                 two->base - one->base >= a->family->blocks[i].size;

    if (apart || (one->bits & two->bits) == 0) {
        return true;
    }
    diag_error(b->where, "block '%s' of '%s' overlaps block '%s' of '%s'",
               b->family->blocks[j].name, b->name, a->family->blocks[i].name,
               a->name);
    diag_help("say which bits are whose: { base: .., bits: .. }");
    return false;
}

static bool
check_blocks(const struct chip *chip, size_t number)
{
    const struct controller *controller = &chip->controllers[number];
    bool good = true;

    for (size_t i = 0; i < controller->family->block_count && good; i++) {
        good = check_block(chip, controller, i);
        for (size_t other = 0; other <= number && good; other++) {
            const struct controller *c = &chip->controllers[other];
            size_t most = other == number ? i : c->family->block_count;

            for (size_t j = 0; j < most && good; j++) {
                good = check_block_pair(c, j, controller, i);
            }
        }
    }
    return good;
}

static bool
check_controllers(const struct chip *chip)
{
    bool good = true;

    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *c = &chip->controllers[i];

        if (c->family->channel_count == 0) {
            diag_error(c->where, "family '%s' has no channels",
                       c->family->name);
            good = false;
        }
        for (size_t j = 0; j < c->family->channel_count; j++) {
            good = check_channel(c, &c->family->channels[j], j) && good;
        }
        good = check_blocks(chip, i) && good;
    }
    return good;
}

/* The kernel lives by the core's default map, a task by its regions. */
static bool
check_map(const struct chip *chip, const struct node *where, const char *name,
          uint32_t base, uint32_t size, bool device)
{
    if (!protection_agrees(chip->protection, base, size, device)) {
        diag_error(where, "'%s' is not where this core has %s by default", name,
                   device ? "registers" : "memory of one type");
        diag_help("the kernel sees it by the default map of Armv7-M: it must "
                  "be of one kind for all");
        return false;
    }
    if (device && !protection_fits(chip->protection, base, size)) {
        diag_error(where, "'%s' cannot be one region of the protection unit",
                   name);
        diag_help("its size is eighths of a power of two, its base a multiple "
                  "of such an eighth");
        return false;
    }
    return true;
}

static bool
check_maps(const struct chip *chip)
{
    bool good = true;

    for (size_t i = 0; i < chip->memory_count; i++) {
        const struct memory *m = &chip->memories[i];

        good =
            check_map(chip, m->where, m->name, m->base, m->size, false) && good;
    }
    for (size_t i = 0; i < chip->peripheral_count; i++) {
        const struct peripheral *p = &chip->peripherals[i];

        good =
            check_map(chip, p->where, p->name, p->base, p->size, true) && good;
    }
    return good;
}

/* A register of time is the kernel's alone. */
static bool
check_time_register(const struct chip *chip, const struct extent *extents,
                    size_t count, uint32_t reg)
{
    for (size_t i = 0; i < count; i++) {
        if (reg - extents[i].base < extents[i].size) {
            diag_error(chip->alarm.where,
                       "register 0x%08x of the timebase is part of '%s'", reg,
                       extents[i].name);
            diag_help("what the kernel tells the time by can be nobody's: "
                      "take it out of the list");
            return false;
        }
    }
    return true;
}

static bool
check_time_line(const struct chip *chip, const char *name,
                const struct interrupt *interrupts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (interrupts[i].line == chip->alarm.line) {
            diag_error(chip->alarm.where,
                       "line %u of the alarm is also '%s.%s'", chip->alarm.line,
                       name, interrupts[i].name);
            return false;
        }
    }
    return true;
}

static bool
check_time(const struct chip *chip, const struct extent *extents, size_t count)
{
    const struct chip_alarm *alarm = &chip->alarm;
    bool good = true;

    if (alarm->where == NULL) {
        return true;
    }
    good = check_time_register(chip, extents, count, chip->counter) &&
           check_time_register(chip, extents, count, alarm->reg) &&
           check_time_register(chip, extents, count, alarm->clear.reg);
    for (size_t i = 0; i < alarm->start_count && good; i++) {
        good = check_time_register(chip, extents, count, alarm->start[i].reg);
    }
    for (size_t i = 0; i < chip->peripheral_count && good; i++) {
        const struct peripheral *p = &chip->peripherals[i];

        good =
            check_time_line(chip, p->name, p->interrupts, p->interrupt_count);
    }
    for (size_t i = 0; i < chip->controller_count && good; i++) {
        const struct controller *c = &chip->controllers[i];

        good =
            check_time_line(chip, c->name, c->interrupts, c->interrupt_count);
    }
    return good;
}

bool
check_chip(const struct chip *chip)
{
    size_t count = count_extents(chip);
    struct extent *extents = arena_array(count + 1, sizeof(*extents));
    bool good = check_controllers(chip);

    list_extents(chip, extents);
    for (size_t i = 0; i < count; i++) {
        good = check_extent(&extents[i]) && good;
    }
    good = good && check_maps(chip);
    good = good && check_time(chip, extents, count);
    for (size_t i = 0; i < count && good; i++) {
        for (size_t j = 0; j < i; j++) {
            good = check_overlap(&extents[j], &extents[i]) && good;
        }
    }
    return good;
}
