/* SPDX-License-Identifier: MIT */
/*
 * Loops are the strongly connected parts of a function's flow. Such a part
 * costs its bound, and once more for the last look, times the longest way
 * through it that does not come back to its head; inner loops are parts of what
 * is left when the ways back to the head are taken out.
 */
#include "path.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "path_part.h"

/* Instructions of the condition of a loop whose body does not run. */
#define LAST_LOOK 8u

static bool solve(struct part *part, struct path_cost *longest);

static bool
counts(const struct part *part, uint32_t next)
{
    return part->inside[next] && !(part->is_loop && next == part->head);
}

static void
connect(struct part *part, uint32_t at)
{
    const struct code_step *step = &part->function->steps[at];
    uint32_t top;

    part->order[at] = part->low[at] = ++part->count;
    part->stack[part->stack_count++] = at;
    part->on_stack[at] = true;
    for (size_t i = 0; i < step->next_count; i++) {
        uint32_t next = step->next[i];

        if (!counts(part, next)) {
            continue;
        }
        if (part->order[next] == 0) {
            connect(part, next);
            part->low[at] = part->low[next] < part->low[at] ? part->low[next]
                                                            : part->low[at];
        } else if (part->on_stack[next] && part->order[next] < part->low[at]) {
            part->low[at] = part->order[next];
        }
    }
    if (part->low[at] != part->order[at]) {
        return;
    }
    do {
        top = part->stack[--part->stack_count];
        part->on_stack[top] = false;
        part->component[top] = part->component_count;
    } while (top != at);
    part->component_count++;
}

static bool *
steps_of(const struct part *part, uint32_t component)
{
    size_t count = part->function->step_count;
    bool *inside = arena_array(count + 1, sizeof(*inside));

    for (size_t i = 0; i < count; i++) {
        inside[i] = part->inside[i] && part->order[i] != 0 &&
                    part->component[i] == component;
    }
    return inside;
}

static bool
is_loop(const struct part *part, uint32_t at)
{
    const struct code_step *step = &part->function->steps[at];

    for (size_t i = 0; i < part->function->step_count; i++) {
        if (i != at && part->inside[i] && part->order[i] != 0 &&
            part->component[i] == part->component[at]) {
            return true;
        }
    }
    for (size_t i = 0; i < step->next_count; i++) {
        if (step->next[i] == at && counts(part, at)) {
            return true;
        }
    }
    return false;
}

/* Effect: what one component costs, entered at `at`. */
static bool
weigh(struct part *part, uint32_t at, struct path_cost *cost)
{
    struct part loop = {
        .search = part->search,
        .function = part->function,
        .weights = part->weights,
        .head = at,
        .is_loop = true,
    };
    uint64_t bound = 0;

    if (!is_loop(part, at)) {
        *cost = part->weights[at];
        return true;
    }
    loop.inside = steps_of(part, part->component[at]);
    if (!path_bound(&loop, &bound) || !solve(&loop, cost)) {
        return false;
    }
    /* Its body, and once more up to where it sees that it is over */
    bound = bound == UINT64_MAX ? 1 : bound == 0 ? 0 : bound + 1;
    cost->instructions = cost->instructions * bound + LAST_LOOK;
    cost->accesses *= bound;
    return true;
}

static void
raise(struct path_cost *to, const struct path_cost *from)
{
    if (from->instructions > to->instructions) {
        to->instructions = from->instructions;
    }
    if (from->accesses > to->accesses) {
        to->accesses = from->accesses;
    }
}

/* Effect: the way so far goes on into the components that come next. */
static void
pass_on(const struct part *part, uint32_t component,
        const struct path_cost *so_far, struct path_cost *arrivals,
        uint32_t *heads)
{
    for (size_t i = 0; i < part->function->step_count; i++) {
        const struct code_step *step = &part->function->steps[i];

        if (!part->inside[i] || part->order[i] == 0 ||
            part->component[i] != component) {
            continue;
        }
        for (size_t j = 0; j < step->next_count; j++) {
            uint32_t next = step->next[j];

            if (counts(part, next) && part->component[next] != component) {
                raise(&arrivals[part->component[next]], so_far);
                heads[part->component[next]] = next;
            }
        }
    }
}

static void
prepare(struct part *part)
{
    size_t count = part->function->step_count + 1;

    part->order = arena_array(count, sizeof(*part->order));
    part->low = arena_array(count, sizeof(*part->low));
    part->stack = arena_array(count, sizeof(*part->stack));
    part->on_stack = arena_array(count, sizeof(*part->on_stack));
    part->component = arena_array(count, sizeof(*part->component));
    connect(part, part->head);
}

/* Components are numbered from the last on, so the way goes down. */
static bool
solve(struct part *part, struct path_cost *longest)
{
    struct path_cost *arrivals;
    uint32_t *heads;

    prepare(part);
    arrivals = arena_array(part->component_count + 1, sizeof(*arrivals));
    heads = arena_array(part->component_count + 1, sizeof(*heads));
    *longest = (struct path_cost){0, 0};
    heads[part->component[part->head]] = part->head;
    for (uint32_t i = part->component_count; i-- > 0;) {
        struct path_cost cost;

        if (!weigh(part, heads[i], &cost)) {
            return false;
        }
        cost.instructions += arrivals[i].instructions;
        cost.accesses += arrivals[i].accesses;
        raise(longest, &cost);
        pass_on(part, i, &cost, arrivals, heads);
    }
    return true;
}

static bool longest_of(struct path_search *search, size_t index,
                       struct path_cost *cost);

/*
 * Returns: whether the instruction is an inlined access to a controller's
 * register: the port lists where each begins and ends, as io_sites.
 */
static bool
is_site(const struct elf_program *program, uint32_t at)
{
    const struct elf_symbol *begin = elf_read_symbol(program, "io_sites_begin");
    const struct elf_symbol *end = elf_read_symbol(program, "io_sites_end");
    uint32_t site = 0;

    if (begin == NULL || end == NULL) {
        return false;
    }
    for (uint32_t i = begin->value; i < end->value; i += 8) {
        if (elf_read_constant(program, i, &site) && (site & ~1u) == at) {
            return true;
        }
    }
    return false;
}

/* Effect: an instruction, and the dearest of what it may call. */
static bool
weigh_step(struct path_search *search, const struct code_step *step,
           struct path_cost *weight)
{
    weight->instructions = 1;
    weight->accesses = is_site(search->code->program, step->at) ? 1 : 0;
    for (size_t i = 0; i < step->call_count; i++) {
        struct path_cost most = {0, 0}, cost;
        const size_t *list;
        size_t count = code_targets(search->code, &step->calls[i], &list);

        for (size_t j = 0; j < count; j++) {
            if (!longest_of(search, list[j], &cost)) {
                return false;
            }
            raise(&most, &cost);
        }
        weight->instructions += most.instructions;
        weight->accesses += most.accesses;
    }
    return true;
}

static bool
look_through(struct path_search *search, const struct code_function *function,
             struct path_cost *cost)
{
    size_t count = function->step_count;
    struct path_cost *weights = arena_array(count + 1, sizeof(*weights));
    struct part whole = {
        .search = search, .function = function, .weights = weights};

    whole.inside = arena_array(count + 1, sizeof(*whole.inside));
    for (size_t i = 0; i < count; i++) {
        whole.inside[i] = true;
        if (function->steps[i].at == function->entry) {
            whole.head = (uint32_t)i;
        }
        if (!weigh_step(search, &function->steps[i], &weights[i])) {
            return false;
        }
    }
    return solve(&whole, cost);
}

static bool
ends(const struct path_search *search, const char *function)
{
    for (size_t i = 0; i < 2; i++) {
        if (search->left_out[i] != NULL &&
            strcmp(search->left_out[i], function) == 0) {
            return true;
        }
    }
    return bounds_ends(search->bounds, function);
}

/* Effect: the function's own cost, without what totals say of those it calls.
 */
static bool
whole_of(struct path_search *search, size_t index, struct path_cost *cost)
{
    const struct code_function *function = &search->code->functions[index];
    struct known *known = &search->functions[search->mask][index];

    if (known->mark == DONE) {
        *cost = known->cost;
        return true;
    }
    if (known->mark == OPEN || function->step_count == 0) {
        diag_file_error(search->code->program->path,
                        "%s calls itself, or has no code", function->name);
        search->failed = true;
        return false;
    }
    known->mark = OPEN;
    if (!look_through(search, function, cost)) {
        return false;
    }
    if (bounds_is_access(search->bounds, function->name)) {
        cost->accesses = 1;
    }
    known->cost = *cost;
    known->mark = DONE;
    return true;
}

/* Effect: what a call of it costs where it stands. */
static bool
longest_of(struct path_search *search, size_t index, struct path_cost *cost)
{
    const char *name = search->code->functions[index].name;
    uint64_t total;

    *cost = (struct path_cost){1, 0};
    return ends(search, name) ||
           bounds_total(search->bounds, name, search->mask, &total) ||
           whole_of(search, index, cost);
}

/* Effect: adds what the totals say of all that can be reached from there. */
static bool
add_totals(struct path_search *search, size_t index, bool *seen,
           struct path_cost *cost)
{
    const struct code_function *function = &search->code->functions[index];
    struct path_cost one;
    uint64_t total;

    if (seen[index] || ends(search, function->name)) {
        return true;
    }
    seen[index] = true;
    if (bounds_total(search->bounds, function->name, search->mask, &total)) {
        if (!whole_of(search, index, &one)) {
            return false;
        }
        cost->instructions += total * one.instructions;
        cost->accesses += total * one.accesses;
    }
    for (size_t i = 0; i < function->call_count; i++) {
        const size_t *list;
        size_t count = code_targets(search->code, &function->calls[i], &list);

        for (size_t j = 0; j < count; j++) {
            if (!add_totals(search, list[j], seen, cost)) {
                return false;
            }
        }
    }
    return true;
}

struct path_search *
path_begin(const struct code *code, const char *bounds,
           const struct path_word *words, size_t count)
{
    struct path_search *search = arena_alloc(sizeof(*search));

    search->code = code;
    search->bounds = bounds_read(bounds, words, count);
    if (search->bounds == NULL) {
        return NULL;
    }
    search->source = source_open(code->program->path);
    return search;
}

void
path_end(struct path_search *search)
{
    source_close(search->source);
}

/* Effect: the cost when just the totals of the mask are made use of. */
static bool
cost_under(struct path_search *search, size_t index, uint32_t mask,
           struct path_cost *cost)
{
    size_t count = search->code->function_count + 1;
    bool *seen = arena_array(count, sizeof(*seen));

    search->mask = mask;
    if (search->functions[mask] == NULL) {
        search->functions[mask] =
            arena_array(count, sizeof(*search->functions[mask]));
    }
    return longest_of(search, index, cost) &&
           add_totals(search, index, seen, cost);
}

/* Every choice of totals gives a bound: the least of each holds. */
bool
path_longest(struct path_search *search, const struct code_function *function,
             struct path_cost *cost)
{
    size_t index = (size_t)(function - search->code->functions);
    size_t masks = (size_t)1 << bounds_totals(search->bounds);

    *cost = (struct path_cost){UINT64_MAX, UINT64_MAX};
    for (uint32_t mask = 0; mask < masks; mask++) {
        struct path_cost one;

        if (!cost_under(search, index, mask, &one)) {
            return false;
        }
        if (one.instructions < cost->instructions) {
            cost->instructions = one.instructions;
        }
        if (one.accesses < cost->accesses) {
            cost->accesses = one.accesses;
        }
    }
    return true;
}

void
path_leave_out(struct path_search *search, const char *function)
{
    search->left_out[search->left_out[0] != NULL] = function;
}
