/* SPDX-License-Identifier: MIT */
/* Which loop of the source a loop of the code is, and what is said of it. */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "path_part.h"

/* Functions that all of a loop's instructions are in. */
static struct source_chain
chain_of_loop(const struct part *loop)
{
    struct source_chain common = {.count = 0};
    bool first = true;

    for (size_t i = 0; i < loop->function->step_count; i++) {
        struct source_chain chain;
        size_t same = 0;

        if (!loop->inside[i] || loop->search->source == NULL) {
            continue;
        }
        chain = source_chain(loop->search->source, loop->function->steps[i].at);
        if (first) {
            common = chain;
            first = false;
        }
        while (same < common.count && same < chain.count &&
               strcmp(common.names[same], chain.names[same]) == 0) {
            same++;
        }
        common.count = same;
    }
    return common;
}

static bool
leads_to(const struct code_step *step, uint32_t place)
{
    for (size_t i = 0; i < step->next_count; i++) {
        if (step->next[i] == place) {
            return true;
        }
    }
    return false;
}

/* Returns: whether some way leads from one step to another. */
static bool
reaches(const struct code_function *function, uint32_t from, size_t to)
{
    bool *seen = arena_array(function->step_count + 1, sizeof(*seen));
    uint32_t *queue = arena_array(function->step_count + 1, sizeof(*queue));
    size_t count = 0;

    queue[count++] = from;
    seen[from] = true;
    while (count != 0) {
        const struct code_step *step = &function->steps[queue[--count]];

        for (size_t i = 0; i < step->next_count; i++) {
            if (!seen[step->next[i]]) {
                seen[step->next[i]] = true;
                queue[count++] = step->next[i];
            }
        }
    }
    return seen[to];
}

/* Returns: how many heads of loops lie before the loop's own. */
static size_t
number_of_loop(const struct part *loop)
{
    const struct code_function *function = loop->function;
    size_t number = 0;

    for (uint32_t i = 0; i < loop->head; i++) {
        for (size_t j = i; j < function->step_count; j++) {
            if (leads_to(&function->steps[j], i) && reaches(function, i, j)) {
                number++;
                break;
            }
        }
    }
    return number;
}

bool
path_bound(const struct part *loop, uint64_t *bound)
{
    struct source_chain chain = chain_of_loop(loop);
    const char *text = loop->function->name;
    size_t number = number_of_loop(loop);

    for (size_t i = chain.count; i-- > 0;) {
        if (bounds_of(loop->search->bounds, chain.names[i], number, bound)) {
            return true;
        }
    }
    if (bounds_of(loop->search->bounds, text, number, bound)) {
        return true;
    }
    for (size_t i = 0; i < chain.count; i++) {
        text = i == 0 ? chain.names[0]
                      : arena_format("%s, %s", text, chain.names[i]);
    }
    diag_file_error(loop->search->code->program->path,
                    "the loop at 0x%08x, in %s, has no bound",
                    loop->function->steps[loop->head].at, text);
    diag_help("say in kernel/bounds.yaml how often it goes round at most");
    loop->search->failed = true;
    return false;
}
