/* SPDX-License-Identifier: MIT */
/* sluice check: every check that needs no build. */
#include <stdio.h>

#include "command.h"
#include "model.h"

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
    const struct app *app;

    if (argc != 2) {
        fputs("sluice check: name one manifest, as in: "
              "sluice check images/demo/app.yaml\n",
              stderr);
        return EXIT_USAGE;
    }
    app = model_load(argv[1]);
    if (app == NULL) {
        return EXIT_ERRORS;
    }
    printf("%s: no errors (board %s, tasks: %zu, DMA channels: %zu)\n",
           app->name, app->board->name, app->task_count, count_channels(app));
    return EXIT_OK;
}
