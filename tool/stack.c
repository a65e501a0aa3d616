/* SPDX-License-Identifier: MIT */
/*
 * The deepest chain of calls. A task has one stack; an exception that arrives
 * at its deepest point adds one frame, since the kernel has a stack of its own.
 * On the kernel's stacks only faults nest, once: a fault changes the stack.
 */
#include "stack.h"

#include <string.h>

#include "arena.h"
#include "diag.h"
#include "layout.h"

#define FRAME_BASIC 32u
#define FRAME_FPU 104u
#define FRAME_ALIGN 8u
#define VECTORS_BYTES 1024u

enum mark { UNSEEN, OPEN, DONE };

/* The deepest way from one function on. */
struct depth {
    enum mark mark;
    uint32_t bytes;
    const struct code_call *call; /* NULL: it is its own frame */
    size_t callee;
};

struct search {
    const struct code *code;
    struct depth *depths; /* one per function */
    size_t *open;         /* the way to where the search is */
    size_t open_count;
    const char *problem, *what_now;
};

static void
note_recursion(struct search *search, size_t again)
{
    const struct code_function *functions = search->code->functions;
    const char *text = functions[again].name;
    size_t first = search->open_count;

    while (first > 0 && search->open[first - 1] != again) {
        first--;
    }
    for (size_t i = first; i < search->open_count; i++) {
        text = arena_format("%s -> %s", text, functions[search->open[i]].name);
    }
    search->problem = arena_format("calls go in a circle: %s -> %s", text,
                                   functions[again].name);
    search->what_now =
        "how often they go round can't be proved: write it as a loop; a "
        "function pointer that is passed about may lead anywhere, one in a "
        "constant table only where the table says";
}

static void visit(struct search *search, size_t index);

/* Only what is on the stack that the function came with adds up. */
static void
visit_call(struct search *search, size_t index, const struct code_call *call)
{
    struct depth *mine = &search->depths[index];
    const size_t *list;
    size_t count = code_targets(search->code, call, &list);

    if (count == 0 && search->problem == NULL) {
        search->problem = arena_format(
            "%s calls by a pointer at 0x%08x, and no function has its address "
            "taken",
            search->code->functions[index].name, call->at);
        search->what_now = "keep functions in a constant table";
    }
    for (size_t i = 0; i < count && search->problem == NULL; i++) {
        visit(search, list[i]);
        if (call->stack == 0 &&
            call->depth + search->depths[list[i]].bytes > mine->bytes) {
            mine->bytes = call->depth + search->depths[list[i]].bytes;
            mine->call = call;
            mine->callee = list[i];
        }
    }
}

static void
visit(struct search *search, size_t index)
{
    const struct code_function *function = &search->code->functions[index];
    struct depth *mine = &search->depths[index];

    if (mine->mark == DONE || search->problem != NULL) {
        return;
    }
    if (mine->mark == OPEN) {
        note_recursion(search, index);
        return;
    }
    if (function->refused != NULL) {
        search->problem =
            arena_format("%s %s", function->name, function->refused);
        search->what_now = "give arrays a fixed size, and do without alloca()";
        return;
    }
    mine->mark = OPEN;
    search->open[search->open_count++] = index;
    for (size_t i = 0; i < function->use_count; i++) {
        if (function->uses[i].stack == 0) {
            mine->bytes = function->uses[i].depth;
        }
    }
    for (size_t i = 0; i < function->call_count; i++) {
        visit_call(search, index, &function->calls[i]);
    }
    search->open_count--;
    mine->mark = DONE;
}

static void
search_begin(struct search *search, const struct code *code)
{
    *search = (struct search){.code = code};
    search->depths =
        arena_array(code->function_count + 1, sizeof(*search->depths));
    search->open = arena_array(code->function_count + 1, sizeof(size_t));
}

/* What each function of the chain has on the stack when it calls the next. */
static const char *
chain_of(const struct search *search, size_t index)
{
    const char *text = "";

    for (;;) {
        const struct depth *here = &search->depths[index];
        const char *name = search->code->functions[index].name;

        if (here->call == NULL) {
            return arena_format("%s%s %u", text, name, here->bytes);
        }
        text = arena_format("%s%s %u -> ", text, name, here->call->depth);
        index = here->callee;
    }
}

/* Effect: the report knows of one more way to begin on its stack. */
static void
add_start(struct search *search, struct stack_report *report, uint32_t before,
          const struct code_function *function)
{
    size_t index = (size_t)(function - search->code->functions);

    visit(search, index);
    report->problem = search->problem;
    report->what_now = search->what_now;
    if (report->problem == NULL &&
        (report->chain == NULL ||
         before + search->depths[index].bytes > report->depth)) {
        report->depth = before + search->depths[index].bytes;
        report->chain = chain_of(search, index);
    }
}

/* Whether an instruction of the FPU can be reached: then its frame is longer.
 */
static bool
uses_fpu(const struct code *code)
{
    for (size_t i = 0; i < code->function_count; i++) {
        const struct code_function *function = &code->functions[i];

        for (size_t j = 0; j < function->step_count; j++) {
            const uint8_t *bytes =
                elf_read_bytes(code->program, function->steps[j].at, 2);

            if (bytes != NULL && (bytes[1] & 0xec) == 0xec) {
                return true;
            }
        }
    }
    return false;
}

/* The core aligns a stack before it puts a frame there. */
static void
add_frame(struct stack_report *report, uint32_t frame)
{
    uint32_t depth = layout_round(report->depth, FRAME_ALIGN);

    report->frame = frame + depth - report->depth;
    report->depth += report->frame;
}

struct stack_report
stack_of_task(const struct elf_program *program, bool fpu)
{
    struct code *code = code_read(program, 0, 0);
    const struct code_function *start = code_at(code, program->entry);
    struct stack_report report = {0};
    struct search search;

    if (start == NULL) {
        report.problem = "it has no function where it starts";
        report.what_now = "link it with the runtime of this tree";
        return report;
    }
    search_begin(&search, code);
    add_start(&search, &report, 0, start);
    if (report.problem == NULL) {
        add_frame(&report, fpu ? FRAME_FPU : FRAME_BASIC);
    }
    return report;
}

struct code *
stack_read_kernel(const struct elf_program *program)
{
    const struct elf_symbol *vectors = elf_read_symbol(program, "vectors");
    uint32_t start = vectors == NULL ? 0 : vectors->value;

    return code_read(program, start, start + VECTORS_BYTES);
}

/* Every handler starts on the main stack, the reset on what boot's is. */
static const char *const handlers[] = {
    "svc_entry",   "irq_entry", "tick_entry", "pendsv_entry",
    "fault_entry", "nmi_entry", "reset_entry"};

/* Effect: what the handler calls after it has changed to another stack. */
static void
add_others(struct search *search, const struct code_function *handler,
           struct stack_kernel stacks[STACKS_OF_KERNEL],
           const uint32_t tops[STACKS_OF_KERNEL])
{
    for (size_t i = 0; i < handler->call_count; i++) {
        const struct code_call *call = &handler->calls[i];
        const size_t *list;
        size_t count = code_targets(search->code, call, &list);

        for (size_t s = 0; s < STACKS_OF_KERNEL; s++) {
            for (size_t j = 0; call->stack == tops[s] && j < count; j++) {
                add_start(search, &stacks[s].report, call->depth,
                          &search->code->functions[list[j]]);
            }
        }
    }
}

static bool
read_stacks(const struct elf_program *program,
            struct stack_kernel stacks[STACKS_OF_KERNEL],
            uint32_t tops[STACKS_OF_KERNEL])
{
    static const char *const names[STACKS_OF_KERNEL][3] = {
        {"the kernel", "__stack_limit", "__stack_top"},
        {"the kernel at boot", "__boot_stack_limit", "__boot_stack_top"},
        {"the kernel's own fault", "fault_stack", "fault_stack_top"},
    };

    for (size_t i = 0; i < STACKS_OF_KERNEL; i++) {
        uint32_t limit;

        stacks[i] = (struct stack_kernel){.name = names[i][0]};
        if (!elf_read_value(program, names[i][1], &limit) ||
            !elf_read_value(program, names[i][2], &tops[i])) {
            return false;
        }
        stacks[i].size = tops[i] - limit;
    }
    return true;
}

bool
stack_of_kernel(const struct elf_program *program,
                struct stack_kernel stacks[STACKS_OF_KERNEL])
{
    uint32_t tops[STACKS_OF_KERNEL];
    struct search search;
    struct code *code;

    if (!read_stacks(program, stacks, tops)) {
        return false;
    }
    code = stack_read_kernel(program);
    search_begin(&search, code);
    for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
        const struct code_function *handler = code_named(code, handlers[i]);

        if (handler != NULL) {
            add_start(&search, &stacks[STACK_MAIN].report, 0, handler);
            add_others(&search, handler, stacks, tops);
        }
    }
    for (size_t i = 0; i < STACKS_OF_KERNEL; i++) {
        stacks[i].report.problem = search.problem;
        stacks[i].report.what_now = search.what_now;
        /* Only the way between tasks touches the FPU; boot has it off */
        add_frame(&stacks[i].report,
                  i == STACK_MAIN && uses_fpu(code) ? FRAME_FPU : FRAME_BASIC);
    }
    return true;
}

static bool
check_task(const struct app *app, const struct task_model *task,
           const struct elf_program *program)
{
    struct stack_report report = stack_of_task(program, task->fpu);

    if (report.problem != NULL && app->allow_unproved) {
        return true;
    }
    if (report.problem != NULL) {
        diag_error(task->stack_where,
                   "the stack of task '%s' can't be proved: %s", task->name,
                   report.problem);
        diag_help("%s", report.what_now);
        return false;
    }
    if (report.depth > task->stack) {
        diag_error(task->stack_where,
                   "task '%s' needs %u bytes of stack, and 'stack' promises %u",
                   task->name, report.depth, task->stack);
        diag_help("write stack: %u or more; the deepest calls: %s, and %u of "
                  "an exception's frame",
                  report.depth, report.chain, report.frame);
        return false;
    }
    return true;
}

static bool
check_kernel(const struct elf_program *program)
{
    struct stack_kernel stacks[STACKS_OF_KERNEL];
    bool good = stack_of_kernel(program, stacks);

    for (size_t i = 0; good && i < STACKS_OF_KERNEL; i++) {
        const struct stack_report *report = &stacks[i].report;

        if (report->problem != NULL) {
            diag_file_error(program->path, "its stack can't be proved: %s",
                            report->problem);
            diag_help("%s", report->what_now);
            return false;
        }
        if (report->depth > stacks[i].size) {
            diag_file_error(program->path,
                            "%s needs %u bytes of stack and has %u",
                            stacks[i].name, report->depth, stacks[i].size);
            diag_help("the deepest calls: %s, and %u of an exception's frame",
                      report->chain, report->frame);
            good = false;
        }
    }
    return good;
}

bool
stack_check(const struct app *app, const struct programs *programs)
{
    bool good = check_kernel(programs->kernel);

    for (size_t i = 0; i < app->task_count; i++) {
        good = check_task(app, &app->tasks[i], programs->tasks[i]) && good;
    }
    return good;
}
