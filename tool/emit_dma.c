/* SPDX-License-Identifier: MIT */
/*
 * The part of tables.c about interrupts and DMA. Routes are numbered: first
 * those of tasks, in their order, then one per line of a controller that has a
 * channel in use.
 */
#include "emit.h"
#include "family.h"
#include "output.h"
#include "region.h"
#include "verify.h"

struct use_list {
    const struct task_model *task;
    const struct dma_use *use;
};

/* Returns: the use with this channel number; every number is used once. */
static struct use_list
find_use(const struct app *app, size_t number)
{
    for (size_t t = 0; t < app->task_count; t++) {
        for (size_t i = 0; i < app->tasks[t].dma_count; i++) {
            if (app->tasks[t].dma[i].index == number) {
                return (struct use_list){&app->tasks[t], &app->tasks[t].dma[i]};
            }
        }
    }
    return (struct use_list){NULL, NULL};
}

size_t
emit_channel_count(const struct app *app)
{
    size_t count = 0;

    for (size_t t = 0; t < app->task_count; t++) {
        count += app->tasks[t].dma_count;
    }
    return count;
}

static size_t
channels_of(const struct app *app, const struct controller *controller)
{
    size_t count = 0;

    for (size_t n = 0; n < emit_channel_count(app); n++) {
        count += find_use(app, n).use->controller == controller;
    }
    return count;
}

size_t
emit_route_count(const struct app *app)
{
    const struct chip *chip = app->board->chip;
    size_t count = 0;

    for (size_t t = 0; t < app->task_count; t++) {
        count += app->tasks[t].irq_count;
    }
    for (size_t i = 0; i < chip->controller_count; i++) {
        if (channels_of(app, &chip->controllers[i]) != 0) {
            count += chip->controllers[i].interrupt_count;
        }
    }
    return count;
}

size_t
emit_master_count(const struct app *app)
{
    const struct chip *chip = app->board->chip;
    size_t count = 0;

    for (size_t i = 0; i < chip->controller_count; i++) {
        count += chip->controllers[i].family->channel_count;
    }
    return count;
}

static void
emit_line_channels(FILE *file, const struct app *app)
{
    const struct chip *chip = app->board->chip;

    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *controller = &chip->controllers[i];
        const char *separator = "";

        if (channels_of(app, controller) == 0) {
            continue;
        }
        fprintf(file, "\n/* Controller %s */\n", controller->name);
        fprintf(file, "static const uint8_t line_channels_%s[] = {",
                output_identifier(controller->name, false));
        for (size_t n = 0; n < emit_channel_count(app); n++) {
            if (find_use(app, n).use->controller == controller) {
                fprintf(file, "%s%zuu", separator, n);
                separator = ", ";
            }
        }
        fputs("};\n", file);
    }
}

/* Prints one route and notes it as its line's. */
static void
emit_route(FILE *file, size_t *route, uint8_t *line_routes, uint32_t line,
           const char *rest)
{
    fprintf(file, "    {.line = %uu, %s},\n", line, rest);
    line_routes[line] = (uint8_t)*route;
    (*route)++;
}

static void
emit_task_routes(FILE *file, const struct app *app, size_t *route,
                 uint8_t *line_routes)
{
    for (size_t t = 0; t < app->task_count; t++) {
        for (size_t i = 0; i < app->tasks[t].irq_count; i++) {
            const struct irq_use *irq = &app->tasks[t].irqs[i];
            char rest[64];

            snprintf(rest, sizeof(rest),
                     ".task = &task_table[%zu], .bits = 0x%xu", t, irq->bits);
            emit_route(file, route, line_routes, irq->line, rest);
        }
    }
}

static void
emit_controller_routes(FILE *file, const struct app *app, size_t *route,
                       uint8_t *line_routes)
{
    const struct chip *chip = app->board->chip;

    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *controller = &chip->controllers[i];
        size_t count = channels_of(app, controller);
        char rest[160];

        if (count == 0) {
            continue;
        }
        snprintf(rest, sizeof(rest),
                 ".channel_count = %zuu,\n     .channels = line_channels_%s",
                 count, output_identifier(controller->name, false));
        for (size_t j = 0; j < controller->interrupt_count; j++) {
            emit_route(file, route, line_routes, controller->interrupts[j].line,
                       rest);
        }
    }
}

static void
emit_line_routes(FILE *file, const struct app *app, const uint8_t *line_routes)
{
    uint32_t lines = app->board->chip->lines;

    fputs("\nstatic const uint8_t line_routes[] = {", file);
    for (uint32_t line = 0; line < (lines == 0 ? 1 : lines); line++) {
        fputs(line % 8 == 0 ? "\n    " : " ", file);
        fprintf(file, "0x%02xu,", line_routes[line]);
    }
    fputs("\n};\n", file);
}

void
emit_tables_routes(FILE *file, const struct app *app)
{
    uint8_t line_routes[1024];
    size_t route = 0;

    for (size_t i = 0; i < sizeof(line_routes); i++) {
        line_routes[i] = 0xffu; /* NO_ROUTE */
    }
    emit_line_channels(file, app);
    if (emit_route_count(app) != 0) {
        fputs("\nstatic const struct irq_route routes[] = {\n", file);
        emit_task_routes(file, app, &route, line_routes);
        emit_controller_routes(file, app, &route, line_routes);
        fputs("};\n", file);
    }
    emit_line_routes(file, app, line_routes);
}

static bool
is_first_of_family(const struct chip *chip, size_t controller)
{
    for (size_t i = 0; i < controller; i++) {
        if (chip->controllers[i].family ==
            chip->controllers[controller].family) {
            return false;
        }
    }
    return true;
}

/* Returns: how many ranges a family may be aimed at: DMA memory only. */
static size_t
reach_count(const struct family *family)
{
    size_t count = 0;

    for (size_t i = 0; i < family->reach_count; i++) {
        count += family->reaches[i]->dma;
    }
    return count;
}

/*
 * Reach is what a controller can reach of the memory that is meant for it: the
 * rest (the kernel's, code) is reachable by the hardware, and never aimed at.
 */
static void
emit_reaches(FILE *file, const struct app *app)
{
    const struct chip *chip = app->board->chip;

    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct family *family = chip->controllers[i].family;

        if (!is_first_of_family(chip, i) || reach_count(family) == 0 ||
            emit_channel_count(app) == 0) {
            continue;
        }
        fprintf(file, "\nstatic const struct reach reach_%s[] = {\n",
                output_identifier(family->name, false));
        for (size_t j = 0; j < family->reach_count; j++) {
            if (family->reaches[j]->dma) {
                fprintf(file, "    {0x%08xu, 0x%xu}, /* %s */\n",
                        family->reaches[j]->base, family->reaches[j]->size,
                        family->reaches[j]->name);
            }
        }
        fputs("};\n", file);
    }
}

static void
emit_channel_lists(FILE *file, const struct app *app)
{
    for (size_t n = 0; n < emit_channel_count(app); n++) {
        const struct dma_use *use = find_use(app, n).use;
        const struct controller *controller = use->controller;

        if (controller->interrupt_count != 0) {
            fprintf(file, "static const uint16_t lines_%zu[] = {", n);
            for (size_t i = 0; i < controller->interrupt_count; i++) {
                fprintf(file, "%s%uu", i == 0 ? "" : ", ",
                        controller->interrupts[i].line);
            }
            fputs("};\n", file);
        }
        if (use->far != NULL) {
            fprintf(file, "static const struct region far_%zu = ", n);
            emit_region(file, use->far);
            fprintf(file, "; /* %s */\n", use->far->name);
        }
    }
}

static void
emit_far(FILE *file, const struct dma_use *use, size_t number)
{
    if (use->far != NULL) {
        fprintf(file, "        .far = &far_%zu,\n", number);
    }
    fprintf(file, "        .far_kind = %s,\n",
            use->far != NULL ? "FAR_REGION"
            : use->far_lease ? "FAR_LEASE"
                             : "FAR_NONE");
}

static void
emit_channel(FILE *file, const struct app *app, size_t number)
{
    struct use_list found = find_use(app, number);
    const struct dma_use *use = found.use;
    const struct family *family = use->controller->family;

    fprintf(file, "    {\n        .name = \"%s.%u\", /* %s: %s */\n",
            use->controller->name, use->channel, found.task->name, use->name);
    fprintf(file, "        .binding = &%s,\n",
            verify_symbol(use->controller, use->channel, use->request));
    emit_far(file, use, number);
    fprintf(file, "        .direction = %s,\n",
            use->near_is_source ? "CHANNEL_DRAINS_NEAR" : "CHANNEL_FILLS_NEAR");
    fprintf(file, "        .near_kinds = 0u%s%s,\n",
            use->near_lease ? " | NEAR_LEASE" : "",
            use->near_own ? " | NEAR_OWN" : "");
    fprintf(file, "        .near_region = %uu,\n",
            use->near_buffer != NULL ? use->near_buffer->index : 0xffffu);
    if (reach_count(family) != 0) {
        fprintf(file, "        .reach = reach_%s,\n",
                output_identifier(family->name, false));
        fprintf(file, "        .reach_count = %zuu,\n", reach_count(family));
    }
    if (use->controller->interrupt_count != 0) {
        fprintf(file, "        .lines = lines_%zu,\n", number);
        fprintf(file, "        .line_count = %zuu,\n",
                use->controller->interrupt_count);
    }
    fprintf(file, "        .max_length = %uu,\n", use->max_length);
    fprintf(file, "        .deadline_us = %uu,\n", use->deadline_us);
    fprintf(file, "        .drain_period_us = %uu,\n", family->drain_period_us);
    fprintf(file, "        .drain_limit = %uu,\n", family->drain_limit);
    fprintf(file, "        .notify_bit = 0x%xu,\n", use->bit);
    fprintf(file, "        .owner = %uu,\n    },\n", found.task->index);
}

static const char *
master_symbol(const struct controller *controller, uint32_t channel)
{
    return verify_symbol(controller, channel,
                         family_first_request(controller->family, channel));
}

/* Declared once each: masters first, then what only channels use. */
static void
emit_externs(FILE *file, const struct app *app)
{
    const struct chip *chip = app->board->chip;

    fputs("\n/* Bindings, in the chip's tables. */\n", file);
    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *controller = &chip->controllers[i];

        for (uint32_t c = 0; c < controller->family->channel_count; c++) {
            fprintf(file, "extern const struct dma_binding %s;\n",
                    master_symbol(controller, c));
        }
    }
    for (size_t n = 0; n < emit_channel_count(app); n++) {
        const struct dma_use *use = find_use(app, n).use;

        if (use != NULL &&
            use->request !=
                family_first_request(use->controller->family, use->channel)) {
            fprintf(file, "extern const struct dma_binding %s;\n",
                    verify_symbol(use->controller, use->channel, use->request));
        }
    }
}

void
emit_tables_channels(FILE *file, const struct app *app)
{
    emit_externs(file, app);
    emit_reaches(file, app);
    if (emit_channel_count(app) == 0) {
        return;
    }
    fputc('\n', file);
    emit_channel_lists(file, app);
    fputs("\nstatic const struct channel_desc channels[] = {\n", file);
    for (size_t n = 0; n < emit_channel_count(app); n++) {
        emit_channel(file, app, n);
    }
    fputs("};\n", file);
}

void
emit_tables_masters(FILE *file, const struct app *app)
{
    const struct chip *chip = app->board->chip;

    if (emit_master_count(app) == 0) {
        return;
    }
    fputs("\n/* Every channel of the chip, used or not: quiesced at boot. */\n"
          "static const struct dma_binding *const masters[] = {\n",
          file);
    for (size_t i = 0; i < chip->controller_count; i++) {
        const struct controller *controller = &chip->controllers[i];

        for (uint32_t c = 0; c < controller->family->channel_count; c++) {
            fprintf(file, "    &%s,\n", master_symbol(controller, c));
        }
    }
    fputs("};\n", file);
}
