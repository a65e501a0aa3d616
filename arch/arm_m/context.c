/* SPDX-License-Identifier: MIT */
/* A task's context before its first instruction, and one instruction back. */
#include "context.h"

#include <stddef.h>

#include "arch.h"
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
reset_stacked(uint32_t *stacked, uint32_t entry)
{
    for (uint32_t i = 0; i < STACKED_WORDS; i++) {
        stacked[i] = 0;
    }
    stacked[STACKED_LR] = UINT32_MAX; /* returns nowhere: that faults */
    stacked[STACKED_PC] = entry & ~1u;
    stacked[STACKED_XPSR] = XPSR_THUMB;
}

static void
reset_fpu(struct context *context)
{
    for (uint32_t i = 0; i < EXTRA_WORDS; i++) {
        context->extra[i] = 0;
    }
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
    for (uint32_t i = 0; i < FRAME_WORDS; i++) {
        context->frame[i] = 0;
    }
    context->stack = stack_top - STACKED_WORDS * sizeof(uint32_t);
    context->link = LINK_TASK;
    context->stack_limit = stack_limit;
    reset_stacked(stacked_of(context), entry);
    if (context->extra != NULL) {
        reset_fpu(context);
    }
}

void
arch_repeat_call(struct context *context)
{
    stacked_of(context)[STACKED_PC] -= SVC_BYTES;
}
