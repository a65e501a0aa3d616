/* SPDX-License-Identifier: MIT */
/* The part of tables.c about peripherals that master the bus. */
#include "emit.h"
#include "output.h"

static size_t
count(const struct app *app)
{
    const struct chip *chip = app->board->chip;
    size_t known = 0;

    for (size_t i = 0; i < chip->master_count; i++) {
        known += chip->masters[i].tables != NULL ? 1u : 0u;
    }
    return known;
}

static void
emit_master(FILE *file, const struct master *master)
{
    const char *tables = output_identifier(master->tables, false);

    if (master->owner == NULL) {
        fprintf(file, "    {&%s, NO_TASK}, /* nobody's */\n", tables);
    } else {
        fprintf(file, "    {&%s, %uu}, /* %s, %s */\n", tables,
                master->owner->index, master->owner->name, master->tier);
    }
}

void
emit_dedicated(FILE *file, const struct app *app)
{
    const struct chip *chip = app->board->chip;

    if (count(app) == 0) {
        return;
    }
    fputs("\n/* Peripherals that master the bus, and whose each is. */\n",
          file);
    for (size_t i = 0; i < chip->master_count; i++) {
        if (chip->masters[i].tables != NULL) {
            fprintf(file, "extern const struct dma_master %s;\n",
                    output_identifier(chip->masters[i].tables, false));
        }
    }
    fputs("static const struct dedicated_desc dedicated[] = {\n", file);
    for (size_t i = 0; i < chip->master_count; i++) {
        if (chip->masters[i].tables != NULL) {
            emit_master(file, &chip->masters[i]);
        }
    }
    fputs("};\n", file);
}

void
emit_dedicated_list(FILE *file, const struct app *app)
{
    if (count(app) != 0) {
        fprintf(file,
                "    .dedicated = dedicated,\n"
                "    .dedicated_count = %zuu,\n",
                count(app));
    }
}
