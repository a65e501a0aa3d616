/* SPDX-License-Identifier: MIT */
/*
 * What is known of the registers at one place of a function: enough to tell the
 * depth of the stack and where an indirect call leads. For code_flow.c only.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "elf_read.h"
#include "thumb.h"

enum value_kind {
    VALUE_UNKNOWN,
    VALUE_CONSTANT,
    VALUE_IN_OBJECT,  /* an address in the object that holds `number` */
    VALUE_FROM_TABLE, /* a word of that object */
    VALUE_DEPTH,      /* the stack pointer after `number` bytes */
};

struct value {
    enum value_kind kind;
    uint32_t number;
};

struct code_state {
    struct value registers[16];
    uint32_t stack;
    uint32_t conditional; /* instructions left in an IT block */
    bool seen, queued;
};

/*
 * Effect: `to` is what holds whichever way one came: what differs is not known,
 * the deeper stack counts.
 * Returns: whether it came to say something else.
 */
bool value_join(struct code_state *to, const struct code_state *from);

/* Effect: the state behind the instruction. */
void value_apply(const struct elf_program *program, struct code_state *state,
                 const struct thumb *t);

/* Returns: what the instruction's rd gets. */
struct value value_result(const struct elf_program *program,
                          const struct code_state *state,
                          const struct thumb *t);
