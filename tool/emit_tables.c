/* SPDX-License-Identifier: MIT */
/*
 * Writes tables.c: regions, protection words and rights of every task, and the
 * one struct image. C has no empty arrays: where a list may be empty, the
 * pointer to it is written as NULL instead.
 */
#include "emit.h"
#include "image_layout.h"
#include "layout.h"
#include "output.h"
#include "region.h"

void
emit_region(FILE *file, const struct range *range)
{
    fprintf(file, "{0x%08xu, 0x%xu, 0x%02xu, %uu}", range->base, range->size,
            layout_attributes(range), range->index);
}

static void
emit_regions(FILE *file, const struct task_model *task)
{
    fprintf(file, "static const struct region regions_%u[] = {\n", task->index);
    for (size_t i = 0; i < layout_task_regions(task); i++) {
        fputs("    ", file);
        emit_region(file, layout_region(task, i));
        fprintf(file, ", /* %s */\n", layout_region(task, i)->name);
    }
    fputs("};\n", file);
}

static void
task_words(const struct app *app, const struct task_model *task,
           uint32_t number, uint32_t words[2])
{
    if (layout_is_guarded(app, task) && number == LAYOUT_REGIONS - 1) {
        protection_guard(app->kernel_data.base, number, words);
        return;
    }
    protection_words(
        app->board->chip->protection,
        number < layout_task_regions(task) ? layout_region(task, number) : NULL,
        number, words);
}

static void
emit_protection(FILE *file, const struct app *app,
                const struct task_model *task)
{
    fprintf(file, "static const struct protection protection_%u = {{{\n",
            task->index);
    for (size_t i = 0; i < LAYOUT_REGIONS; i++) {
        uint32_t words[2];

        if (i % 4 == 0) {
            fprintf(file, "%s    0u, %zuu, {\n", i == 0 ? "" : "}}, {\n", i);
        }

        task_words(app, task, (uint32_t)i, words);
        fprintf(file, "    0x%08xu, 0x%08xu,\n", words[0], words[1]);
    }
    fputs("}}}};\n", file);
    if (emit_is_holder(task)) {
        fprintf(file, "static struct protection changing_%u;\n", task->index);
    }
}

static void
emit_send_rights(FILE *file, const struct app *app,
                 const struct task_model *task)
{
    uint32_t words[8] = {0};

    for (size_t i = 0; i < task->call_count; i++) {
        words[task->calls[i] / 32] |= 1u << (task->calls[i] % 32);
    }
    fprintf(file, "static const uint32_t may_send_%u[] = {", task->index);
    for (size_t i = 0; i < (app->task_count + 31) / 32; i++) {
        fprintf(file, "%s0x%xu", i == 0 ? "" : ", ", words[i]);
    }
    fputs("};\n", file);
}

static void
emit_posts(FILE *file, const struct task_model *task)
{
    if (task->post_count == 0) {
        return;
    }
    fprintf(file, "static const struct post_right posts_%u[] = {", task->index);
    for (size_t i = 0; i < task->post_count; i++) {
        fprintf(file, "{%zuu, 0x%xu}, ", task->posts[i].task,
                task->posts[i].bits);
    }
    fputs("{NO_TASK, 0u}};\n", file);
}

/* Routes of tasks come first, in the order of tasks and their interrupts. */
static size_t
first_route(const struct app *app, const struct task_model *task)
{
    size_t route = 0;

    for (size_t i = 0; i < task->index; i++) {
        route += app->tasks[i].irq_count;
    }
    return route;
}

static void
emit_numbers(FILE *file, const struct app *app, const struct task_model *task)
{
    size_t route = first_route(app, task);

    if (task->irq_count != 0) {
        fprintf(file, "static const uint8_t irqs_%u[] = {", task->index);
        for (size_t i = 0; i < task->irq_count; i++) {
            fprintf(file, "%s%zuu", i == 0 ? "" : ", ", route + i);
        }
        fputs("};\n", file);
    }
    if (task->dma_count != 0) {
        fprintf(file, "static const uint8_t channels_%u[] = {", task->index);
        for (size_t i = 0; i < task->dma_count; i++) {
            fprintf(file, "%s%uu", i == 0 ? "" : ", ", task->dma[i].index);
        }
        fputs("};\n", file);
    }
}

static void
emit_sender_rings(FILE *file, const struct app *app,
                  const struct task_model *task)
{
    uint32_t first, count;

    model_senders(app, task, &first, &count);
    if (count != 0) {
        fprintf(file, "static struct link senders_%u[%u];\n", task->index,
                count);
    }
}

/* `.irqs = irqs_N, .irq_count = C,` or nothing (NULL) for an empty list. */
static void
emit_list(FILE *file, const char *one, uint32_t index, size_t count)
{
    if (count != 0) {
        fprintf(file, "        .%ss = %ss_%u,\n", one, one, index);
        fprintf(file, "        .%s_count = %zuu,\n", one, count);
    }
}

/* Effect: the rings of those who may send to the task, if anybody may. */
static void
emit_senders(FILE *file, const struct app *app, const struct task_model *task)
{
    uint32_t first, count;

    model_senders(app, task, &first, &count);
    if (count != 0) {
        fprintf(file, "        .senders = senders_%u,\n", task->index);
        fprintf(file, "        .sender_first = %uu,\n", first);
        fprintf(file, "        .sender_rings = %uu,\n", count);
    }
}

static void
emit_task(FILE *file, const struct app *app, const struct task_model *task)
{
    uint32_t n = task->index;

    fprintf(file, "    {\n        .name = \"%s\",\n", task->name);
    fprintf(file, "        .regions = regions_%u,\n", n);
    fprintf(file, "        .region_count = %zuu,\n", layout_task_regions(task));
    fprintf(file, "        .protection = &protection_%u,\n", n);
    if (emit_is_holder(task)) {
        fprintf(file, "        .changing = &changing_%u,\n", n);
    }
    fprintf(file, "        .may_send = may_send_%u,\n", n);
    if (task->post_count != 0) {
        fprintf(file, "        .posts = posts_%u,\n", n);
    }
    emit_list(file, "irq", n, task->irq_count);
    emit_list(file, "channel", n, task->dma_count);
    emit_senders(file, app, task);
    if (task->fpu) {
        fprintf(file, "        .extra = fpu_%u,\n", n);
    }
    fprintf(file, "        .entry = 0x%08xu,\n", task->entry);
    fprintf(file, "        .stack_limit = 0x%08xu,\n", task->home.base);
    fprintf(file, "        .stack_top = 0x%08xu,\n",
            task->home.base + task->stack);
    fprintf(file, "        .privileges = 0x%xu,\n", task->privileges);
    fprintf(file, "        .priority = %uu,\n", task->rank);
    fprintf(file, "        .start = %s,\n    },\n",
            task->start ? "true" : "false");
}

static void
emit_tasks(FILE *file, const struct app *app)
{
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        fprintf(file, "\n/* Task %zu: %s */\n", i, task->name);
        emit_regions(file, task);
        emit_protection(file, app, task);
        emit_send_rights(file, app, task);
        emit_posts(file, task);
        emit_numbers(file, app, task);
        emit_sender_rings(file, app, task);
        if (task->fpu) {
            fprintf(file, "static uint32_t fpu_%zu[16]; /* s16 to s31 */\n", i);
        }
    }
    fputs("\nstatic const struct task_desc tasks[] = {\n", file);
    for (size_t i = 0; i < app->task_count; i++) {
        emit_task(file, app, &app->tasks[i]);
    }
    fputs("};\n", file);
}

static void
emit_image_counts(FILE *file, const struct app *app)
{
    fprintf(file, "    .abi_version = SLUICE_ABI_VERSION,\n");
    fprintf(file, "    .id = 0u, /* written when the image is packed */\n");
    fprintf(file, "    .task_count = %zuu,\n", app->task_count);
    fprintf(file, "    .region_count = %uu,\n", layout_region_count(app));
    fprintf(file, "    .channel_count = %zuu,\n", emit_channel_count(app));
    fprintf(file, "    .route_count = %zuu,\n", emit_route_count(app));
    fprintf(file, "    .master_count = %zuu,\n", emit_master_count(app));
    fprintf(file, "    .line_count = %uu,\n", app->board->chip->lines);
    fprintf(file, "    .message_max = %uu,\n", app->message_max);
    fprintf(file, "    .sink = 0x%08xu,\n", app->sink.base);
}

/* Load-bearing: `sluice pack` reads the tables back by these offsets. */
static void
emit_assertions(FILE *file)
{
    static const struct {
        const char *what;
        uint32_t value;
    } expected[] = {
        {"offsetof(struct image, abi_version)", IMAGE_ABI_VERSION},
        {"offsetof(struct image, id)", IMAGE_ID},
        {"offsetof(struct image, channel_count)", IMAGE_CHANNEL_COUNT},
        {"offsetof(struct image, master_count)", IMAGE_MASTER_COUNT},
        {"offsetof(struct image, board_init)", IMAGE_BOARD_INIT},
        {"offsetof(struct image, board_init_count)", IMAGE_BOARD_INIT_COUNT},
        {"offsetof(struct image, masters)", IMAGE_MASTERS},
        {"offsetof(struct image, channels)", IMAGE_CHANNELS},
        {"offsetof(struct channel_desc, binding)", CHANNEL_BINDING},
        {"sizeof(struct channel_desc)", CHANNEL_SIZE},
        {"sizeof(struct dma_binding)", BINDING_SIZE},
        {"sizeof(struct dma_variant)", VARIANT_SIZE},
    };

    fputs("\n/* Where the tool looks when it verifies what was linked. */\n",
          file);
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        fprintf(file, "_Static_assert(%s == %uu, \"tool/image_layout.h\");\n",
                expected[i].what, expected[i].value);
    }
}

/* Effect: what rings at a deadline, if it is not the core's tick. */
static void
emit_alarm(FILE *file, const struct chip *chip)
{
    const struct chip_alarm *alarm = &chip->alarm;

    if (alarm->where == NULL) {
        return;
    }
    fputs("\nstatic const struct dma_op time_start[] = {\n", file);
    for (size_t i = 0; i < alarm->start_count; i++) {
        fprintf(file, "    DMA_WRITE(0x%08xu, 0x%xu),\n", alarm->start[i].reg,
                alarm->start[i].value);
    }
    fprintf(file,
            "    DMA_END,\n};\nstatic const struct alarm alarm = {\n"
            "    time_start, 0x%08xu, 0x%08xu, 0x%xu, 0x%xu, %uu, %s,\n};\n",
            alarm->reg, alarm->clear.reg, alarm->clear.value, alarm->most,
            alarm->line, alarm->compares ? "true" : "false");
}

static void
emit_image(FILE *file, const struct app *app)
{
    const struct chip *chip = app->board->chip;

    fputs("\nconst struct image image = {\n", file);
    emit_image_counts(file, app);
    fprintf(file,
            "    .time = {.counter = 0x%08xu, .per_us = %uu,\n"
            "             .period = %uu, .counts_down = %s%s},\n",
            chip->counter, chip->per_us, chip->per_us * chip->tick_us,
            chip->counts_down ? "true" : "false",
            chip->alarm.where != NULL ? ", .alarm = &alarm" : "");
    if (model_init_tables(app) != 0) {
        fprintf(file,
                "    .board_init = board_init,\n"
                "    .board_init_count = %zuu,\n",
                model_init_tables(app));
    }
    if (emit_master_count(app) != 0) {
        fputs("    .masters = masters,\n", file);
    }
    emit_dedicated_list(file, app);
    emit_handoff_list(file, app);
    fputs("    .tasks = tasks,\n", file);
    if (emit_channel_count(app) != 0) {
        fputs("    .channels = channels,\n", file);
    }
    if (emit_route_count(app) != 0) {
        fputs("    .routes = routes,\n", file);
    }
    fputs("    .line_routes = line_routes,\n", file);
    fprintf(file, "    .watchdog_us = %uu,\n};\n", app->watchdog_us);
}

/* At least one element, since C has no empty array. */
static size_t
at_least_one(size_t count)
{
    return count == 0 ? 1 : count;
}

static void
emit_arrays(FILE *file, const struct app *app)
{
    fprintf(file,
            "\n/* What the image sizes: one element at least. */\n"
            "struct task task_table[%zu];\n"
            "struct channel channel_table[%zu];\n"
            "uint8_t region_pins[%zu];\n"
            "uint8_t handoff_holder[%zu];\n"
            "struct task *const task_at[] = {",
            at_least_one(app->task_count),
            at_least_one(emit_channel_count(app)),
            at_least_one(layout_region_count(app)),
            at_least_one(emit_handoff_count(app)));
    for (size_t i = 0; i < at_least_one(app->task_count); i++) {
        fprintf(file, "%s&task_table[%zu],", i % 4 == 0 ? "\n    " : " ", i);
    }
    fputs("\n};\n", file);
}

static void
emit_board_init(FILE *file, const struct app *app)
{
    const char *table = app->board->init_table;

    if (model_init_tables(app) == 0) {
        return;
    }
    if (table != NULL) {
        fprintf(file, "\nextern const struct dma_op %s[];\n", table);
    }
    fputs("static const struct dma_op *const board_init[] = {", file);
    if (table != NULL) {
        fprintf(file, "%s, ", table);
    }
    if (app->board->chip->filters.block_count != 0) {
        fputs("filter_init", file);
    }
    fputs("};\n", file);
}

void
emit_tables(FILE *file, const struct app *app)
{
    fprintf(file,
            "/*\n * The kernel's tables for image '%s', made by `sluice` from "
            "its manifest.\n * Do not edit: change the manifest.\n *\n"
            " * A region is {base, size, attributes, index}; protection words "
            "are pairs of\n * MPU_RBAR and MPU_RLAR (PMSAv8) or "
            "MPU_RASR (PMSAv7).\n */\n"
            "#include <stddef.h>\n\n#include \"kernel.h\"\n",
            app->name);
    emit_assertions(file);
    emit_tasks(file, app);
    emit_tables_routes(file, app);
    emit_tables_channels(file, app);
    emit_tables_masters(file, app);
    emit_dedicated(file, app);
    emit_handoffs(file, app);
    emit_filters(file, app);
    emit_board_init(file, app);
    emit_alarm(file, app->board->chip);
    emit_image(file, app);
    emit_arrays(file, app);
}
