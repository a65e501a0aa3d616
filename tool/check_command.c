/* SPDX-License-Identifier: MIT */
/* sluice check: every check that needs no build. */
#include <stdio.h>

#include "command.h"
#include "model.h"
#include "words.h"

static size_t
count_channels(const struct app *app)
{
    size_t count = 0;

    for (size_t i = 0; i < app->task_count; i++) {
        count += app->tasks[i].dma_count;
    }
    return count;
}

int
command_check(int argc, char **argv)
{
    const char *manifest;
    const struct app *app;

    if (!words_read(argc, argv, NULL, 0, &manifest)) {
        return EXIT_USAGE;
    }
    app = model_load(manifest);
    if (app == NULL) {
        return EXIT_ERRORS;
    }
    printf("%s: no errors (board %s, tasks: %zu, DMA channels: %zu)\n",
           app->name, app->board->name, app->task_count, count_channels(app));
    return EXIT_OK;
}
