/* SPDX-License-Identifier: MIT */
/*
 * The flow through one function. Each register is followed as far as it takes
 * to know the stack pointer and where an indirect call leads; where two ways
 * meet, what differs is not known, and the deeper stack counts.
 */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "code.h"
#include "code_value.h"
#include "thumb.h"

#define DEPTH_MAX 0x100000u
#define EXITS_MAX 512u

/* Where an instruction goes on. */
struct exits {
    uint32_t next[EXITS_MAX];
    size_t next_count;
    struct code_call calls[2];
    size_t call_count;
};

struct walk {
    struct code *code;
    struct code_function *function;
    uint32_t base; /* of states: one per halfword */
    size_t count;
    struct code_state *states;
    size_t *queue; /* indices of states */
    size_t queue_count;
    struct exits exits;
};

static void
refuse(struct walk *walk, uint32_t at, const char *why)
{
    if (walk->function->refused == NULL) {
        walk->function->refused = arena_format("%s at 0x%08x", why, at);
    }
}

static void
enqueue(struct walk *walk, uint32_t at, const struct code_state *state)
{
    size_t index = (at - walk->base) / 2;

    if (at - walk->base >= walk->count * 2) {
        return;
    }
    if (value_join(&walk->states[index], state) &&
        !walk->states[index].queued) {
        walk->states[index].queued = true;
        walk->queue[walk->queue_count++] = index;
    }
}

static void
add_call(struct walk *walk, uint32_t at, const struct code_state *state,
         struct value target)
{
    struct code_call *call = &walk->exits.calls[walk->exits.call_count++];

    call->at = at;
    call->stack = state->stack;
    call->depth = state->registers[THUMB_SP].number;
    call->target = target.number;
    call->aim = target.kind == VALUE_CONSTANT     ? CODE_ONE
                : target.kind == VALUE_FROM_TABLE ? CODE_TABLE
                                                  : CODE_ANY;
}

/* A function of its own is called, as the last deed of this one. */
static void
add_next(struct walk *walk, uint32_t at, const struct code_state *state,
         uint32_t next)
{
    const struct code_function *other = code_at(walk->code, next);

    if (other != NULL && other != walk->function) {
        add_call(walk, at, state, (struct value){VALUE_CONSTANT, next});
    } else if (!code_is_code(walk->code, next)) {
        return; /* who was called does not come back */
    } else if (walk->exits.next_count == EXITS_MAX) {
        refuse(walk, at, "jumps to more places than can be followed");
    } else {
        walk->exits.next[walk->exits.next_count++] = next;
    }
}

/* The table ends where code begins; entries that lead into data are padding. */
static void
add_table(struct walk *walk, uint32_t at, const struct code_state *state,
          const struct thumb *t)
{
    uint32_t width = t->kind == THUMB_TABLE_HALVES ? 2 : 1;
    uint32_t end = code_data_end(walk->code, t->target);

    if (t->rn != THUMB_PC || end == t->target) {
        refuse(walk, at, "jumps by a table that is not behind it");
        return;
    }
    for (uint32_t place = t->target; place + width <= end; place += width) {
        const uint8_t *bytes =
            elf_read_bytes(walk->code->program, place, width);
        uint32_t entry = bytes == NULL ? 0 : bytes[0];

        if (bytes != NULL && width == 2) {
            entry |= (uint32_t)bytes[1] << 8;
        }

        if (code_is_code(walk->code, t->target + entry * 2)) {
            add_next(walk, at, state, t->target + entry * 2);
        }
    }
}

/* A table of addresses in the midst of code is a switch of this function. */
static void
add_jump(struct walk *walk, uint32_t at, const struct code_state *state,
         struct value target)
{
    uint32_t place = target.number & ~3u;
    uint32_t end = code_data_end(walk->code, place);
    uint32_t word;

    if (target.kind != VALUE_FROM_TABLE || end <= place) {
        add_call(walk, at, state, target);
        return;
    }
    for (; place < end; place += 4) {
        if (!elf_read_constant(walk->code->program, place, &word) ||
            (word & 1) == 0 || !code_is_code(walk->code, word & ~1u)) {
            break;
        }
        add_next(walk, at, state, word & ~1u);
    }
}

static struct value
jump_target(const struct walk *walk, const struct code_state *state,
            const struct thumb *t)
{
    return t->set != THUMB_SET_NONE && t->rd == THUMB_PC
               ? value_result(walk->code->program, state, t)
               : state->registers[t->rm];
}

/*
 * Effect: exits of the instruction. `state` is that before it for calls out,
 * but the stack has moved already for a return's.
 */
static void
find_exits(struct walk *walk, uint32_t at, const struct code_state *state,
           const struct thumb *t)
{
    bool goes_on = state->conditional != 0;

    walk->exits.next_count = 0;
    walk->exits.call_count = 0;
    switch (t->kind) {
    case THUMB_CALL:
        add_call(walk, at, state, (struct value){VALUE_CONSTANT, t->target});
        break;
    case THUMB_CALL_REGISTER:
        add_call(walk, at, state, state->registers[t->rm]);
        break;
    case THUMB_BRANCH_IF:
    case THUMB_BRANCH:
        add_next(walk, at, state, t->target);
        break;
    case THUMB_JUMP_REGISTER:
        add_jump(walk, at, state, jump_target(walk, state, t));
        break;
    case THUMB_TABLE_BYTES:
    case THUMB_TABLE_HALVES:
        add_table(walk, at, state, t);
        break;
    default:
        break;
    }
    if (t->kind == THUMB_CALL || t->kind == THUMB_CALL_REGISTER) {
        /* What never comes back may stand last in its function */
        goes_on = code_at(walk->code, at + t->size) == NULL;
    } else if (t->kind == THUMB_PLAIN || t->kind == THUMB_IT ||
               t->kind == THUMB_MSP || t->kind == THUMB_BRANCH_IF) {
        goes_on = true;
    }
    if (goes_on) {
        add_next(walk, at, state, at + t->size);
    }
}

static struct thumb
decode(const struct walk *walk, uint32_t at)
{
    const uint8_t *bytes = elf_read_bytes(walk->code->program, at, 2);
    const uint8_t *more = elf_read_bytes(walk->code->program, at + 2, 2);
    uint32_t first = bytes[0] | (uint32_t)bytes[1] << 8;
    uint32_t second = more == NULL ? 0 : more[0] | (uint32_t)more[1] << 8;

    return thumb_decode(at, first, second);
}

static void
check_stack(struct walk *walk, uint32_t at, const struct code_state *state,
            const struct thumb *t)
{
    struct value sp = state->registers[THUMB_SP];

    if (sp.kind != VALUE_DEPTH) {
        refuse(walk, at,
               "moves the stack pointer by what shows only at run time,");
    } else if (sp.number > DEPTH_MAX && (int32_t)sp.number > 0) {
        refuse(walk, at, "takes more of the stack with each turn of a loop,");
    } else if (state->stack == CODE_NOWHERE) {
        refuse(walk, at, "has one of two stacks");
    } else if (t->kind == THUMB_PLAIN && t->rd == THUMB_PC &&
               t->set != THUMB_SET_NONE) {
        refuse(walk, at, "computes where it goes on");
    }
}

static void
note_use(struct code_function *function, uint32_t stack, uint32_t depth)
{
    size_t i = 0;

    if ((int32_t)depth < 0) {
        return; /* more was taken off than put on, by way of a condition */
    }
    while (i < function->use_count && function->uses[i].stack != stack) {
        i++;
    }
    if (i == function->use_count) {
        function->uses = arena_grow(function->uses, i, sizeof(struct code_use));
        function->uses[function->use_count++] = (struct code_use){stack, depth};
    } else if (function->uses[i].depth < depth) {
        function->uses[i].depth = depth;
    }
}

static void
step(struct walk *walk, size_t index)
{
    uint32_t at = walk->base + (uint32_t)index * 2;
    struct code_state state = walk->states[index];
    struct thumb t = decode(walk, at);
    struct code_state before = state;

    value_apply(walk->code->program, &state, &t);
    check_stack(walk, at, &state, &t);
    if (walk->function->refused != NULL) {
        return;
    }
    find_exits(walk, at, &before, &t);
    for (size_t i = 0; i < walk->exits.next_count; i++) {
        enqueue(walk, walk->exits.next[i], &state);
    }
}

static uint32_t *
copy_next(const struct walk *walk, const uint32_t *numbers)
{
    size_t count = walk->exits.next_count;
    uint32_t *next = arena_array(count + 1, sizeof(*next));

    for (size_t i = 0; i < count; i++) {
        next[i] = numbers[(walk->exits.next[i] - walk->base) / 2];
    }
    return next;
}

/* Returns: the number of each place's step, to be freed; NULL: no memory. */
static uint32_t *
number_steps(struct walk *walk)
{
    uint32_t *numbers = calloc(walk->count + 1, sizeof(*numbers));
    uint32_t count = 0;

    for (size_t i = 0; numbers != NULL && i < walk->count; i++) {
        numbers[i] = count;
        count += walk->states[i].seen;
    }
    walk->function->steps =
        arena_array(count + 1, sizeof(*walk->function->steps));
    return numbers;
}

/* Effect: what the states have come to: steps, calls and uses. */
static void
collect(struct walk *walk)
{
    struct code_function *function = walk->function;
    uint32_t *numbers = number_steps(walk);

    if (numbers == NULL) {
        return;
    }
    note_use(function, 0, 0);
    for (size_t i = 0; i < walk->count; i++) {
        uint32_t at = walk->base + (uint32_t)i * 2;
        struct code_step *next = &function->steps[function->step_count];
        struct code_state state = walk->states[i];
        struct code_call *calls;
        struct thumb t;

        if (!state.seen) {
            continue;
        }
        t = decode(walk, at);
        find_exits(walk, at, &walk->states[i], &t);
        value_apply(walk->code->program, &state, &t);
        note_use(function, state.stack, state.registers[THUMB_SP].number);
        calls = arena_array(walk->exits.call_count + 1, sizeof(*calls));
        memcpy(calls, walk->exits.calls,
               walk->exits.call_count * sizeof(*calls));
        *next = (struct code_step){at, copy_next(walk, numbers),
                                   walk->exits.next_count, calls,
                                   walk->exits.call_count};
        function->step_count++;
        function->call_count += walk->exits.call_count;
    }
    free(numbers);
}

/* One list of all calls, which the steps keep pieces of. */
static void
list_calls(struct code_function *function)
{
    size_t count = 0;

    function->calls =
        arena_array(function->call_count + 1, sizeof(*function->calls));
    for (size_t i = 0; i < function->step_count; i++) {
        const struct code_step *step = &function->steps[i];

        memcpy(function->calls + count, step->calls,
               step->call_count * sizeof(*step->calls));
        count += step->call_count;
    }
}

/* The segment's states serve all its functions, one after another. */
static void
prepare(struct walk *walk)
{
    const struct elf_program *program = walk->code->program;

    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        if (walk->function->entry - segment->address < segment->size) {
            walk->base = segment->address;
            walk->count = segment->size / 2;
        }
    }
    walk->states = calloc(walk->count + 1, sizeof(*walk->states));
    walk->queue = calloc(walk->count + 1, sizeof(*walk->queue));
}

void
code_follow(struct code *code, struct code_function *function)
{
    struct walk walk = {.code = code, .function = function};
    struct code_state start = {.seen = true};

    prepare(&walk);
    start.registers[THUMB_SP].kind = VALUE_DEPTH;
    if (walk.states != NULL && walk.queue != NULL &&
        code_is_code(code, function->entry)) {
        enqueue(&walk, function->entry, &start);
        while (walk.queue_count != 0 && function->refused == NULL) {
            size_t index = walk.queue[--walk.queue_count];

            walk.states[index].queued = false;
            step(&walk, index);
        }
        collect(&walk);
        list_calls(function);
    } else {
        function->refused = "has no code";
    }
    free(walk.states);
    free(walk.queue);
}
