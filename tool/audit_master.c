/* SPDX-License-Identifier: MIT */
/* sluice audit, the part on peripherals that master the bus by themselves. */
#include "audit_master.h"

#include <stdio.h>

#include "model.h"

static void
print_reach(const struct master *master)
{
    for (size_t i = 0; i < master->reach_count; i++) {
        printf("%s%s", i == 0 ? "" : ", ", master->reaches[i]->name);
    }
}

static void
print_owned(const struct master *master)
{
    printf("  %-14s TRUSTED: outside of G1 and G3. Task %s holds its "
           "registers.\n",
           master->device.name, master->owner->name);
    printf("  %-14s Taken over, that task can read and write by it: ", "");
    print_reach(master);
    printf("\n  %-14s Its descriptors and frames are in '%s'. It is reset at "
           "boot and at each end of the task.\n",
           "", master->memory->name);
}

void
audit_masters(const struct app *app)
{
    const struct chip *chip = app->board->chip;
    bool owned = false;

    for (size_t i = 0; i < chip->master_count; i++) {
        owned = owned || chip->masters[i].owner != NULL;
    }
    puts(owned ? "Peripherals that master the bus:"
         : chip->master_count != 0
             ? "Peripherals that master the bus: no task has one."
             : "Peripherals that master the bus: none is declared.");
    for (size_t i = 0; i < chip->master_count; i++) {
        const struct master *master = &chip->masters[i];

        if (master->owner != NULL) {
            print_owned(master);
        } else {
            printf("  %-14s nobody's%s\n", master->device.name,
                   master->tables != NULL ? "; reset at boot"
                                          : "; it has no tables, and is left "
                                            "as the bootloader leaves it");
        }
    }
}
