/* SPDX-License-Identifier: MIT */
/* How deep the stacks of an image can get, proved from the linked code. */
#pragma once

#include <stdbool.h>

#include "code.h"
#include "programs.h"

struct stack_report {
    uint32_t depth;       /* bytes at most, exception frame included */
    uint32_t frame;       /* that frame's share, padding included */
    const char *chain;    /* "main 24 -> print 40 -> ..." */
    const char *problem;  /* why nothing is proved, or NULL */
    const char *what_now; /* then: what to do about it */
};

/* The kernel's stacks. */
enum stack_of_kernel {
    STACK_MAIN,
    STACK_BOOT,
    STACK_FAULT,
    STACKS_OF_KERNEL,
};

struct stack_kernel {
    const char *name;
    uint32_t size;
    struct stack_report report;
};

/* Returns: the depth of a task whose program this is. */
struct stack_report stack_of_task(const struct elf_program *program, bool fpu);

/*
 * Effect: the depth and size of each of the kernel's stacks.
 * Returns: false after an error: it is not a kernel.
 */
bool stack_of_kernel(const struct elf_program *program,
                     struct stack_kernel stacks[STACKS_OF_KERNEL]);

/*
 * Effect: an error for each stack of the image that can get deeper than it is,
 * and for each whose depth can't be proved.
 * Returns: whether there is none.
 */
bool stack_check(const struct app *app, const struct programs *programs);

/* Returns: the code of the kernel, its vector table taken for no pointers. */
struct code *stack_read_kernel(const struct elf_program *program);
