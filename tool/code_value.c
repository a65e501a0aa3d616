/* SPDX-License-Identifier: MIT */
#include "code_value.h"

#include <stddef.h>

#include "code.h"

static bool
is_same(struct value a, struct value b)
{
    return a.kind == b.kind && a.number == b.number;
}

bool
value_join(struct code_state *to, const struct code_state *from)
{
    bool changed = false;

    if (!to->seen) {
        *to = *from;
        to->seen = true;
        to->queued = false;
        return true;
    }
    for (size_t i = 0; i < 16; i++) {
        struct value *a = &to->registers[i];
        struct value b = from->registers[i];

        if (is_same(*a, b) || a->kind == VALUE_UNKNOWN) {
            continue;
        }
        if (i == THUMB_SP && a->kind == VALUE_DEPTH && b.kind == VALUE_DEPTH) {
            if (b.number <= a->number) {
                continue;
            }
            a->number = b.number;
        } else {
            a->kind = VALUE_UNKNOWN;
        }
        changed = true;
    }
    if (to->stack != from->stack) {
        changed = changed || to->stack != CODE_NOWHERE;
        to->stack = CODE_NOWHERE;
    }
    return changed;
}

static struct value
load(const struct elf_program *program, struct value base, uint32_t offset)
{
    struct value value = {VALUE_UNKNOWN, 0};

    if (base.kind == VALUE_CONSTANT &&
        elf_read_constant(program, base.number + offset, &value.number)) {
        value.kind = VALUE_CONSTANT;
    } else if (base.kind == VALUE_IN_OBJECT) {
        value = (struct value){VALUE_FROM_TABLE, base.number};
    }
    return value;
}

/* Where a constant is added to what is not known, the constant is the base. */
static struct value
sum_of(struct value a, struct value b)
{
    struct value value = {VALUE_UNKNOWN, 0};

    if (a.kind == VALUE_CONSTANT && b.kind == VALUE_CONSTANT) {
        return value; /* perhaps shifted: nobody needs it */
    }
    if (a.kind == VALUE_CONSTANT || a.kind == VALUE_IN_OBJECT) {
        value = (struct value){VALUE_IN_OBJECT, a.number};
    } else if (b.kind == VALUE_CONSTANT || b.kind == VALUE_IN_OBJECT) {
        value = (struct value){VALUE_IN_OBJECT, b.number};
    }
    return value;
}

static struct value
add(struct value base, uint32_t imm)
{
    if (base.kind == VALUE_CONSTANT) {
        base.number += imm;
    } else if (base.kind == VALUE_DEPTH) {
        base.number -= imm;
    } else if (base.kind != VALUE_IN_OBJECT) {
        base.kind = imm == 0 ? base.kind : VALUE_UNKNOWN;
    }
    return base;
}

struct value
value_result(const struct elf_program *program, const struct code_state *state,
             const struct thumb *t)
{
    struct value n = t->rn == THUMB_PC ? (struct value){VALUE_CONSTANT, 0}
                                       : state->registers[t->rn];
    struct value m = state->registers[t->rm];
    struct value lost = {VALUE_UNKNOWN, 0};

    switch (t->set) {
    case THUMB_SET_CONSTANT:
        return (struct value){VALUE_CONSTANT, t->imm};
    case THUMB_SET_HIGH:
        n = state->registers[t->rd];
        n.number = (n.number & 0xffff) | t->imm << 16;
        return n.kind == VALUE_CONSTANT ? n : lost;
    case THUMB_SET_SUM:
        return add(n, t->imm);
    case THUMB_SET_SUM_OF:
        return sum_of(n, m);
    case THUMB_SET_LESS:
        return m.kind == VALUE_CONSTANT ? add(n, 0u - m.number) : lost;
    case THUMB_SET_LOAD:
        return load(program, n, t->imm);
    case THUMB_SET_LOAD_OF:
        return load(program, sum_of(n, m), 0);
    default:
        return lost;
    }
}

void
value_apply(const struct elf_program *program, struct code_state *state,
            const struct thumb *t)
{
    struct code_state before = *state;
    bool perhaps = state->conditional != 0;

    for (size_t i = 0; i < 16; i++) {
        if ((t->loses >> i & 1) != 0) {
            state->registers[i].kind = VALUE_UNKNOWN;
        }
    }
    if (t->set != THUMB_SET_NONE && t->rd != THUMB_PC) {
        state->registers[t->rd] = value_result(program, &before, t);
    }
    if (t->kind == THUMB_CALL || t->kind == THUMB_CALL_REGISTER) {
        for (size_t i = 0; i < 16; i++) {
            if (i < 4 || i == 12 || i == THUMB_LR) {
                state->registers[i].kind = VALUE_UNKNOWN;
            }
        }
    }
    if (t->kind == THUMB_MSP) {
        struct value top = state->registers[t->rm];

        /* An unknown one is the old one again */
        state->stack = top.kind == VALUE_CONSTANT ? top.number : 0;
        state->registers[THUMB_SP] = (struct value){VALUE_DEPTH, 0};
    }
    if (perhaps) {
        before.seen = true;
        state->seen = true;
        value_join(state, &before);
    }
    state->conditional = t->kind == THUMB_IT ? t->imm
                         : perhaps           ? before.conditional - 1
                                             : 0;
}
