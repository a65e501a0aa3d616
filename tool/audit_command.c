/* SPDX-License-Identifier: MIT */
/*
 * sluice audit: what each task may do, and what could go wrong with DMA at
 * worst. It reads the manifest; with a built image it also reads the linked
 * DMA tables, and then figures are computed, not declared.
 */
#include <stdio.h>
#include <string.h>

#include <sluice/kcall.h>

#include "arena.h"
#include "audit_blackout.h"
#include "audit_filter.h"
#include "audit_master.h"
#include "audit_reset.h"
#include "command.h"
#include "diag.h"
#include "layout.h"
#include "paths.h"
#include "programs.h"
#include "region.h"
#include "stack.h"
#include "verify.h"
#include "words.h"

struct audit {
    struct app *app;
    const struct elf_program *kernel; /* NULL: not built */
    struct blackout blackout;
};

static const char *const kernel_calls[] = {
    [SLUICE_KCALL_STATUS] = "status",
    [SLUICE_KCALL_RESTART] = "restart",
    [SLUICE_KCALL_FAULT] = "fault",
    [SLUICE_KCALL_IMAGE_ID] = "image-id",
    [SLUICE_KCALL_RESET] = "reset",
    [SLUICE_KCALL_SOFT_IRQ] = "soft-irq",
    [SLUICE_KCALL_NEXT_FAULTED] = "next-faulted",
    [SLUICE_KCALL_PANIC_TEXT] = "panic-text",
    [SLUICE_KCALL_RETIRE] = "retire",
    [SLUICE_KCALL_REGION] = "region",
    [SLUICE_KCALL_DUMP] = "dump",
    [SLUICE_KCALL_REGISTERS] = "registers",
    [SLUICE_KCALL_FEED] = "feed",
    [SLUICE_KCALL_SYSTEM] = "system",
};

static void
print_calls(const struct app *app, const struct task_model *task)
{
    printf("  may call:     ");
    for (size_t i = 0; i < task->call_count; i++) {
        printf("%s%s", i == 0 ? "" : ", ", app->tasks[task->calls[i]].name);
    }
    puts(task->call_count == 0 ? "nobody" : "");
}

static void
print_posts(const struct app *app, const struct task_model *task)
{
    if (task->post_count == 0) {
        return;
    }
    printf("  may post to:  ");
    for (size_t i = 0; i < task->post_count; i++) {
        printf("%s%s (bits 0x%x)", i == 0 ? "" : ", ",
               app->tasks[task->posts[i].task].name, task->posts[i].bits);
    }
    putchar('\n');
}

static void
print_privileges(const struct task_model *task)
{
    const char *separator = "";

    if (task->privileges == 0) {
        return;
    }
    printf("  kernel calls: ");
    for (uint32_t i = 1; i <= SLUICE_KCALL_MAX; i++) {
        if ((task->privileges & 1u << i) != 0) {
            printf("%s%s", separator, kernel_calls[i]);
            separator = ", ";
        }
    }
    putchar('\n');
}

static const char *
rights_of(uint32_t attributes)
{
    return arena_format("%c%c%c", (attributes & REGION_READ) != 0 ? 'r' : '-',
                        (attributes & REGION_WRITE) != 0 ? 'w' : '-',
                        (attributes & REGION_EXECUTE) != 0 ? 'x' : '-');
}

static void
print_regions(const struct audit *audit, const struct task_model *task)
{
    for (size_t i = 0; i < layout_task_regions(task); i++) {
        const struct range *range = layout_region(task, i);
        uint32_t attributes = layout_attributes(range);
        const char *place =
            range->memory == NULL ? "peripheral" : range->memory->name;

        /* Text and home have no place before the image is built. */
        printf("  region:       %-14s %s %s", range->name,
               rights_of(attributes), place);
        if (audit->kernel != NULL || i >= 2) {
            printf(", 0x%08x, %u bytes", range->base, range->size);
        }
        printf("%s%s\n", (attributes & REGION_DMA) != 0 ? ", DMA" : "",
               (attributes & REGION_SHARED) != 0 ? ", shared" : "");
    }
}

static void
print_interrupts(const struct task_model *task)
{
    for (size_t i = 0; i < task->irq_count; i++) {
        printf("  interrupt:    line %u as %s\n", task->irqs[i].line,
               task->irqs[i].name);
    }
}

static void
print_tasks(const struct audit *audit)
{
    for (size_t i = 0; i < audit->app->task_count; i++) {
        const struct task_model *task = &audit->app->tasks[i];

        printf("Task %zu: %s (priority %u%s)\n", i, task->name, task->rank,
               task->start ? "" : ", not started at boot");
        if (task->fpu) {
            puts(
                "  FPU:          yes (64 bytes of the kernel's RAM, 72 more of "
                "its stack)");
        }
        print_calls(audit->app, task);
        print_posts(audit->app, task);
        print_privileges(task);
        print_regions(audit, task);
        print_interrupts(task);
        putchar('\n');
    }
}

static const char *
near_of(const struct dma_use *use)
{
    if (use->near_lease && use->near_own) {
        return "a lease, or a region of its own";
    }
    return use->near_lease ? "a lease" : "a region of its own";
}

static const char *
far_of(const struct dma_use *use)
{
    if (use->far != NULL) {
        return use->far->name;
    }
    return use->far_lease ? "a second lease of the same task"
                          : arena_format("request '%s'", use->request->name);
}

/* Who can be lent from: tasks that may call the owner, directly. */
static void
print_lenders(const struct app *app, const struct task_model *owner)
{
    const char *separator = "";

    printf("    can pin memory of: ");
    for (size_t i = 0; i < app->task_count; i++) {
        const struct task_model *task = &app->tasks[i];

        for (size_t j = 0; j < task->call_count; j++) {
            if (task->calls[j] == owner->index) {
                printf("%s%s", separator, task->name);
                separator = ", ";
            }
        }
    }
    puts(separator[0] == '\0' ? "nobody" : "");
}

static void
print_reach(const struct family *family)
{
    const char *separator = "";

    printf("    kernel aims only at: ");
    for (size_t i = 0; i < family->reach_count; i++) {
        if (family->reaches[i]->dma) {
            printf("%s%s", separator, family->reaches[i]->name);
            separator = ", ";
        }
    }
    printf("; the hardware reaches: ");
    for (size_t i = 0; i < family->reach_count; i++) {
        printf("%s%s", i == 0 ? "" : ", ", family->reaches[i]->name);
    }
    putchar('\n');
}

static void
print_channel(const struct audit *audit, const struct task_model *owner,
              const struct dma_use *use)
{
    const struct family *family = use->controller->family;

    printf("Channel %u: %s.%u, owned by %s as '%s'\n", use->index,
           use->controller->name, use->channel, owner->name, use->name);
    printf("    from %s to %s\n",
           use->near_is_source ? near_of(use) : far_of(use),
           use->near_is_source ? far_of(use) : near_of(use));
    if (use->deadline_us == 0) {
        printf("    a stream of two halves, at most %u bytes, no deadline\n",
               use->max_length);
    } else {
        printf("    at most %u bytes, deadline %u us\n", use->max_length,
               use->deadline_us);
    }
    if (use->near_lease) {
        print_lenders(audit->app, owner);
    }
    print_reach(family);
    audit_stop(&audit->blackout, use);
    printf("    drain: at most %u polls, %u us apart; then %s is reset\n\n",
           family->drain_limit, family->drain_period_us,
           family->reset_is_system ? "the whole system"
                                   : arena_format("controller %s with all "
                                                  "its channels",
                                                  use->controller->name));
}

static void
print_channels(const struct audit *audit)
{
    for (size_t i = 0; i < audit->app->task_count; i++) {
        const struct task_model *task = &audit->app->tasks[i];

        for (size_t j = 0; j < task->dma_count; j++) {
            print_channel(audit, task, &task->dma[j]);
        }
    }
}

static void
print_walls(const struct audit *audit)
{
    audit_masters(audit->app);
    audit_filters(audit->app, audit->kernel != NULL);
}

/* With a built image everything has a place; without, that is no error. */
static bool
find_programs(struct audit *audit, const char *folder)
{
    struct layout_sizes sizes;
    struct programs programs;

    if (folder == NULL && !path_is_file(programs_image(audit->app, folder))) {
        layout_measure(audit->app);
        puts("(not built: places and computed figures are left out)\n");
        return true;
    }
    if (!programs_find(audit->app, folder, &programs) ||
        !programs_sizes(audit->app, &programs, &sizes) ||
        !layout_place(audit->app, &sizes)) {
        return false;
    }
    audit->kernel = programs.kernel;
    audit->blackout.code = stack_read_kernel(programs.kernel);
    return true;
}

int
command_audit(int argc, char **argv)
{
    const char *manifest, *folder = NULL;
    const struct word_option options[] = {{"-o", &folder, false}};
    struct audit audit = {.app = NULL};

    if (!words_read(argc, argv, options, 1, &manifest)) {
        return EXIT_USAGE;
    }
    audit.app = model_load(manifest);
    audit.blackout.app = audit.app;
    if (audit.app == NULL || !find_programs(&audit, folder)) {
        return EXIT_ERRORS;
    }
    printf("Audit of image '%s' on board %s\n\n", audit.app->name,
           audit.app->board->name);
    print_walls(&audit);
    putchar('\n');
    audit_resets(audit.app);
    print_tasks(&audit);
    print_channels(&audit);
    return audit_blackouts(&audit.blackout) ? EXIT_OK : EXIT_ERRORS;
}
