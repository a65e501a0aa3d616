/* SPDX-License-Identifier: MIT */
/* A task's context before its first instruction, and one instruction back. */
#include "context.h"

#include <stddef.h>

#include "arch.h"
#include "arch_map.h"
#include "port.h"

/* SVC is a 16-bit instruction; the stacked pc is the one after it. */
#define SVC_BYTES 2u

/* Safe: the core stacks here itself, with the task's own rights. */
static uint32_t *
stacked_of(const struct context *context)
{
    return (uint32_t *)(uintptr_t)context->stack;
}

static void
clear(uint32_t *words, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        words[i] = 0;
    }
}

static void
reset_stacked(uint32_t *stacked, uint32_t entry, uint32_t words)
{
    clear(stacked, words);
    stacked[STACKED_LR] = UINT32_MAX; /* returns nowhere: that faults */
    stacked[STACKED_PC] = entry & ~1u;
    stacked[STACKED_XPSR] = XPSR_THUMB;
}

/*
 * The first frame has FPU registers, so that the core loads zeros and takes the
 * task for a user of the FPU from then on: it never runs with what another
 * left.
 */
static void
reset_fpu(struct context *context)
{
    stacked_of(context)[STACKED_FPSCR] = scs_read(FPU_FPDSCR);
    clear(context->extra, EXTRA_WORDS);
    /*
     * A task that restarts itself still has its FPU registers in the core, and
     * perhaps in its name a store that would go over the frame just made.
     */
    if ((void *)context == (void *)kernel.current) {
        entry_reset_fpu(context->extra);
    }
}

void
arch_context_reset(struct context *context, uint32_t entry,
                   uint32_t stack_limit, uint32_t stack_top)
{
    bool fpu = context->extra != NULL;
    uint32_t words = fpu ? STACKED_WORDS_FPU : STACKED_WORDS;
    uint32_t map;

    clear(context->frame, FRAME_WORDS);
    context->stack = stack_top - words * (uint32_t)sizeof(uint32_t);
    context->link = fpu ? LINK_TASK_FPU : LINK_TASK;
    context->stack_limit = stack_limit;
    map = arch_map_open(); /* the stack of a task that need not run */
    reset_stacked(stacked_of(context), entry, words);
    if (fpu) {
        reset_fpu(context);
    }
    arch_map_close(map);
    /* The way back to the task that runs does not load its PSP */
    if ((void *)context == (void *)kernel.current) {
        __asm__ volatile("msr psp, %0" : : "r"(context->stack));
    }
}

void
arch_repeat_call(struct context *context)
{
    stacked_of(context)[STACKED_PC] -= SVC_BYTES;
}
