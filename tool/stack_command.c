/* SPDX-License-Identifier: MIT */
/* sluice stack: what was proved, beside what the manifest promises. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "diag.h"
#include "layout.h"
#include "stack.h"
#include "words.h"

static void
print_row(const char *name, const struct stack_report *report,
          uint32_t promised, bool verbose)
{
    if (report->problem != NULL) {
        printf("%-24s %8s %8u          %s\n", name, "-", promised,
               report->problem);
        return;
    }
    printf("%-24s %8u %8u %8d\n", name, report->depth, promised,
           (int)(promised - report->depth));
    if (verbose) {
        printf("    %s -> frame %u\n", report->chain, report->frame);
    }
}

static int
print_stacks(const struct app *app, const struct programs *programs,
             bool verbose)
{
    struct stack_kernel stacks[STACKS_OF_KERNEL];

    printf("%-24s %8s %8s %8s\n", "", "proved", "promised", "spare");
    if (!stack_of_kernel(programs->kernel, stacks)) {
        return EXIT_ERRORS;
    }
    for (size_t i = 0; i < STACKS_OF_KERNEL; i++) {
        print_row(stacks[i].name, &stacks[i].report, stacks[i].size, verbose);
    }
    for (size_t i = 0; i < app->task_count; i++) {
        struct stack_report report =
            stack_of_task(programs->tasks[i], app->tasks[i].fpu);

        print_row(app->tasks[i].name, &report, app->tasks[i].stack, verbose);
    }
    return stack_check(app, programs) ? EXIT_OK : EXIT_ERRORS;
}

/* Takes --verbose out of the words, since it has no value. */
static bool
take_verbose(int *argc, char **argv)
{
    int kept = 0, was = *argc;

    for (int i = 0; i < was; i++) {
        if (strcmp(argv[i], "--verbose") != 0) {
            argv[kept++] = argv[i];
        }
    }
    argv[kept] = NULL;
    *argc = kept;
    return kept != was;
}

int
command_stack(int argc, char **argv)
{
    const char *manifest, *folder = NULL;
    const struct word_option options[] = {{"-o", &folder, false}};
    bool verbose = take_verbose(&argc, argv);
    struct programs programs;
    struct app *app;

    if (!words_read(argc, argv, options, 1, &manifest)) {
        return EXIT_USAGE;
    }
    app = model_load(manifest);
    if (app == NULL || !programs_find(app, folder, &programs)) {
        return EXIT_ERRORS;
    }
    return print_stacks(app, &programs, verbose);
}
