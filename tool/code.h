/* SPDX-License-Identifier: MIT */
/*
 * The code of a linked program: its functions, what is code and what is data
 * between, and the flow through each function with the depth of its stack.
 * Everything is read from the instructions, inline assembly included; no
 * compiler's word is taken for it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "elf_read.h"

#define CODE_NOWHERE UINT32_MAX

/* Where a call can go. */
enum code_aim {
    CODE_ONE,   /* the function `target` */
    CODE_TABLE, /* any pointer in the constant object that holds `target` */
    CODE_ANY,   /* any function whose address is taken */
};

struct code_call {
    uint32_t at;    /* the instruction */
    uint32_t stack; /* 0: the one that the function came with; else its top */
    uint32_t depth; /* bytes on it then */
    enum code_aim aim;
    uint32_t target;
};

/* One instruction that can be reached. */
struct code_step {
    uint32_t at;
    const uint32_t *next; /* where it can go on, by index into steps */
    size_t next_count;
    const struct code_call *calls; /* as part of it; of the function's list */
    size_t call_count;
};

struct code_use {
    uint32_t stack; /* as in code_call */
    uint32_t depth;
};

struct code_function {
    const char *name;
    uint32_t entry; /* bit 0 clear */
    struct code_step *steps;
    size_t step_count;
    struct code_call *calls;
    size_t call_count;
    struct code_use *uses; /* the deepest of each stack; the first is its own */
    size_t use_count;
    const char *refused; /* why its stack can't be told, or NULL */
};

struct code_mark {
    uint32_t at;
    bool is_code;
};

struct code {
    const struct elf_program *program;
    struct code_function *functions; /* by address */
    size_t function_count;
    struct code_mark *marks; /* by address */
    size_t mark_count;
    size_t *taken; /* functions whose address stands somewhere */
    size_t taken_count;
};

/*
 * Effect: finds the functions and follows each. Pointers in [skip, skip_end),
 * the vector table, take no function's address.
 */
struct code *code_read(const struct elf_program *program, uint32_t skip,
                       uint32_t skip_end);

/* Returns: the function that starts there, or NULL. */
struct code_function *code_at(const struct code *code, uint32_t address);

/* Returns: as code_at, by name. */
struct code_function *code_named(const struct code *code, const char *name);

/* Returns: whether instructions, not data, lie there. */
bool code_is_code(const struct code *code, uint32_t address);

/* Returns: where the data that holds `address` ends. */
uint32_t code_data_end(const struct code *code, uint32_t address);

/*
 * Effect: `*list` gets the indices of the functions that a call can reach.
 * Returns: how many.
 */
size_t code_targets(const struct code *code, const struct code_call *call,
                    const size_t **list);

/* Effect: follows the function; for code_read only. */
void code_follow(struct code *code, struct code_function *function);
