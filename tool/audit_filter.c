/* SPDX-License-Identifier: MIT */
/* sluice audit, the part on hardware filters: what stands behind the tables. */
#include "audit_filter.h"

#include <stdio.h>

#include "emit.h"
#include "model.h"

static bool
is_reached(const struct chip *chip, const struct memory *memory)
{
    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct family *family = chip->controllers[i].family;

        for (size_t j = 0; j < family->reach_count; j++) {
            if (family->reaches[j] == memory) {
                return true;
            }
        }
    }
    return false;
}

static uint32_t
open_blocks(const struct app *app, const struct block_filter *filter)
{
    const uint32_t *words = filter_table(app, filter);
    uint32_t open = 0;

    for (size_t i = 0; i < filter_words(filter); i++) {
        open += (uint32_t)__builtin_popcount(words[i]);
    }
    return open;
}

static void
print_memory(const struct app *app, const struct memory *memory, bool placed)
{
    const struct block_filter *filter = memory->filter;

    if (filter == NULL) {
        printf("  %-14s one wall only: the kernel's tables and pins\n",
               memory->name);
    } else if (filter->view == 0) {
        printf("  %-14s closed to all controllers, and locked\n", memory->name);
    } else if (placed) {
        printf("  %-14s %u of %u blocks of %u bytes open, and locked\n",
               memory->name, open_blocks(app, filter),
               memory->size / filter->block, filter->block);
    } else {
        printf("  %-14s blocks of %u bytes open as they are used, and locked\n",
               memory->name, filter->block);
    }
}

static void
print_unfiltered(const struct chip *chip)
{
    for (size_t i = 0; i < chip->controller_count; i++) {
        if (!chip->controllers[i].filtered) {
            printf("  controller %s passes every filter\n",
                   chip->controllers[i].name);
        }
    }
}

void
audit_filters(const struct app *app, bool placed)
{
    const struct chip *chip = app->board->chip;

    puts(chip->filters.block_count != 0
             ? "Hardware filters, set up at boot, read back and locked:"
         : chip->has_filters
             ? "Hardware filters: the chip's are not set up (filters: no)."
             : "Hardware filters: the chip has none.");
    for (size_t i = 0; i < chip->memory_count; i++) {
        if (is_reached(chip, &chip->memories[i])) {
            print_memory(app, &chip->memories[i], placed);
        }
    }
    if (chip->filters.block_count != 0) {
        print_unfiltered(chip);
    }
}
