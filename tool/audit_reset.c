/* SPDX-License-Identifier: MIT */
#include "audit_reset.h"

#include <stdio.h>

#include <sluice/kcall.h>

#include "blackout.h"

static void
print_privileges(const struct app *app, const struct task_model *task)
{
    if ((task->privileges & 1u << SLUICE_KCALL_RESET) != 0) {
        printf("  %-14s by the kernel call 'reset'\n", task->name);
    }
    if (app->watchdog_us != 0 &&
        (task->privileges & 1u << SLUICE_KCALL_FEED) != 0) {
        printf("  %-14s by not feeding the watchdog\n", task->name);
    }
}

/* Whoever's fault stops a channel can make it be reset, if it does not rest. */
static void
print_channels(const struct app *app, const struct task_model *task,
               bool of_system)
{
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *owner = &app->tasks[i];

        for (size_t j = 0; j < owner->dma_count; j++) {
            const struct dma_use *use = &owner->dma[j];
            const struct controller *controller = use->controller;

            if (controller->family->reset_is_system == of_system &&
                blackout_may_pin(owner, use, task)) {
                printf("  %-14s %s if %s.%u does not come to rest\n",
                       task->name,
                       owner == task ? "by its fault or a stop,"
                                     : "by its fault while it lends,",
                       controller->name, use->channel);
            }
        }
    }
}

static void
print_masters(const struct app *app, const struct task_model *task)
{
    const struct chip *chip = app->board->chip;

    for (size_t i = 0; i < chip->master_count; i++) {
        if (chip->masters[i].owner == task) {
            printf("  %-14s by its fault, if %s does not come to rest\n",
                   task->name, chip->masters[i].device.name);
        }
    }
}

/* Effect: what a reset of the controller ends, or that it has none. */
static void
print_casualties(const struct app *app, const struct controller *controller)
{
    const char *separator = "";

    printf("  %-14s and with it: ", controller->name);
    for (size_t i = 0; i < app->task_count; i++) {
        for (size_t j = 0; j < app->tasks[i].dma_count; j++) {
            const struct dma_use *use = &app->tasks[i].dma[j];

            if (use->controller == controller) {
                printf("%stransfer '%s' of %s", separator, use->name,
                       app->tasks[i].name);
                separator = ", ";
            }
        }
    }
    puts(separator[0] == '\0' ? "nothing" : "");
}

static bool
has_domains(const struct chip *chip)
{
    for (size_t i = 0; i < chip->controller_count; i++) {
        if (!chip->controllers[i].family->reset_is_system) {
            return true;
        }
    }
    return false;
}

static void
print_domains(const struct app *app)
{
    const struct chip *chip = app->board->chip;

    puts("Tasks that can force a reset of a controller (of the system, if it "
         "is not idle then):");
    for (size_t i = 0; i < app->task_count; i++) {
        print_channels(app, &app->tasks[i], false);
    }
    puts("Controllers that are reset:");
    for (size_t i = 0; i < chip->controller_count; i++) {
        if (!chip->controllers[i].family->reset_is_system) {
            print_casualties(app, &chip->controllers[i]);
        }
    }
    putchar('\n');
}

void
audit_resets(const struct app *app)
{
    puts("Tasks that can force a reset of the system:");
    printf("  %-14s by its own fault (it is the supervisor)\n",
           app->tasks[0].name);
    for (size_t i = 0; i < app->task_count; i++) {
        print_privileges(app, &app->tasks[i]);
        print_channels(app, &app->tasks[i], true);
        print_masters(app, &app->tasks[i]);
    }
    putchar('\n');
    if (has_domains(app->board->chip)) {
        print_domains(app);
    }
}
