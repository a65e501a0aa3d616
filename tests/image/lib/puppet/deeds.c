/* SPDX-License-Identifier: MIT */
/* Deeds and misdeeds, one each. */
#include "puppet.h"

#include <memory.h>
#include <syscall.h>

extern char __stack_limit[]; /* of the task's linker script */

/* Safe or not: that is what the tests are about. */
static volatile uint32_t *
word_at(uint32_t address)
{
    return (volatile uint32_t *)(uintptr_t)address;
}

static void
deed_copy(const uint32_t *in)
{
    memcpy((void *)(uintptr_t)in[0], (const void *)(uintptr_t)in[1], in[2]);
}

static void
deed_fill(const uint32_t *in)
{
    memset((void *)(uintptr_t)in[0], (int)in[1], in[2]);
}

static void
deed_bytes(const uint32_t *in)
{
    uint8_t *bytes = (uint8_t *)(uintptr_t)in[0];

    for (uint32_t i = 0; i < in[2]; i++) {
        bytes[i] = (uint8_t)(in[1] + i);
    }
}

static void
deed_soil(const uint32_t *in)
{
    puppet_bss = in[0];
    puppet_data = in[0];
}

static void
deed_mask(const uint32_t *in)
{
    (void)in;
    uint32_t control = 0;

    __asm__ volatile("cpsid i\n\tcpsid f\n\tmsr basepri, %1\n\t"
                     "msr control, %0\n\tisb\n\tmrs %0, control"
                     : "+r"(control)
                     : "r"(0x20u));
    STAGE->notes[0] = control;
}

static void
deed_unaligned(const uint32_t *in)
{
    STAGE->notes[0] = *word_at(in[0]);
}

/* Notes whether another puppet carried out an order meanwhile. */
static void
deed_spin(const uint32_t *in)
{
    volatile const uint32_t *clock = &STAGE->clock;
    uint32_t before = *clock;

    for (uint32_t i = 0; i < in[0] && *clock == before; i++) {
    }
    STAGE->notes[0] = *clock != before;
}

static void
deed_busy(const uint32_t *in)
{
    volatile const uint32_t *clock = &STAGE->clock;
    uint32_t before = *clock;
    uint64_t end = sys_time().now_us + in[0];

    while (sys_time().now_us < end && *clock == before) {
    }
    STAGE->notes[0] = *clock != before;
}

static void
deed_climb(const uint32_t *in)
{
    for (uint32_t at = in[0];; at += 4) {
        (void)*word_at(at);
    }
}

static void
deed_read(const uint32_t *in)
{
    STAGE->notes[0] = *word_at(in[0]);
}

static void
deed_write(const uint32_t *in)
{
    *word_at(in[0]) = 0xbad0bad0u;
}

static void
deed_jump(const uint32_t *in)
{
    __asm__ volatile("bx %0" : : "r"(in[0]));
}

static void
deed_recurse(const uint32_t *in)
{
    if (in[0] != 0) { /* where an exception frame fits, but not this push */
        __asm__ volatile("mov sp, %0\n\tpush {r0-r12, lr}"
                         :
                         : "r"(__stack_limit + in[0])
                         : "memory");
    }
    __asm__ volatile("1: push {r0-r3}\n\tb 1b" : : : "memory");
}

static void
deed_frame(const uint32_t *in)
{
    __asm__ volatile("sub sp, sp, %0\n\tpush {r0-r3}"
                     :
                     : "r"(in[0])
                     : "memory");
}

static void
deed_below(const uint32_t *in)
{
    (void)in;
    __asm__ volatile("mov sp, %0\n\tstr r0, [%1]"
                     :
                     : "r"(__stack_limit + 40),
                       "r"((uintptr_t)__stack_limit - 4u)
                     : "memory");
}

static void
deed_run_stack(const uint32_t *in)
{
    volatile uint16_t code[2] = {0x4770, 0x4770}; /* bx lr */

    (void)in;
    __asm__ volatile("blx %0" : : "r"((uintptr_t)code | 1u) : "lr", "memory");
}

static void
deed_undefined(const uint32_t *in)
{
    (void)in;
    __asm__ volatile("udf #0");
}

static void
deed_divide(const uint32_t *in)
{
    (void)in;
    __asm__ volatile("udiv r0, r0, %0" : : "r"(0u) : "r0");
}

static void
deed_breakpoint(const uint32_t *in)
{
    (void)in;
    __asm__ volatile("bkpt #0");
}

static void
deed_float(const uint32_t *in)
{
    __asm__ volatile(".fpu fpv5-sp-d16\n\tvmov s0, %0" : : "r"(in[0]));
}

static void
deed_load_pair(const uint32_t *in)
{
    __asm__ volatile("ldrd r2, r3, [%0]" : : "r"(in[0]) : "r2", "r3", "memory");
}

static void
deed_bad_stack(const uint32_t *in)
{
    __asm__ volatile("mov sp, %0\n\tmovs r0, #0\n\tmov r11, r0\n\tsvc #0"
                     :
                     : "r"(in[0])
                     : "r0", "memory");
}

static void
deed_spin_stack(const uint32_t *in)
{
    __asm__ volatile("mov sp, %0\n1: b 1b" : : "r"(in[0]) : "memory");
}

static void
deed_nonsecure(const uint32_t *in)
{
    /* bxns r0 */
    __asm__ volatile("mov r0, %0\n\t.inst.n 0x4704" : : "r"(in[0]) : "r0");
}

deed *const deeds[DEEDS] = {
    [DEED_COPY] = deed_copy,
    [DEED_FILL] = deed_fill,
    [DEED_BYTES] = deed_bytes,
    [DEED_SOIL] = deed_soil,
    [DEED_MASK] = deed_mask,
    [DEED_UNALIGNED] = deed_unaligned,
    [DEED_SPIN] = deed_spin,
    [DEED_BUSY] = deed_busy,
    [DEED_CLIMB] = deed_climb,
    [DEED_READ] = deed_read,
    [DEED_WRITE] = deed_write,
    [DEED_JUMP] = deed_jump,
    [DEED_RECURSE] = deed_recurse,
    [DEED_FRAME] = deed_frame,
    [DEED_BELOW] = deed_below,
    [DEED_RUN_STACK] = deed_run_stack,
    [DEED_UNDEFINED] = deed_undefined,
    [DEED_DIVIDE] = deed_divide,
    [DEED_BREAKPOINT] = deed_breakpoint,
    [DEED_FLOAT] = deed_float,
    [DEED_FLOAT_FILL] = deed_float_fill,
    [DEED_FLOAT_NOTE] = deed_float_note,
    [DEED_FLOAT_LIVE] = deed_float_live,
    [DEED_FLOAT_VLSTM] = deed_float_vlstm,
    [DEED_FLOAT_EDGE] = deed_float_edge,
    [DEED_FLOAT_AGAIN] = deed_float_again,
    [DEED_FLOAT_FAULT] = deed_float_fault,
    [DEED_LOAD_PAIR] = deed_load_pair,
    [DEED_BAD_STACK] = deed_bad_stack,
    [DEED_SPIN_STACK] = deed_spin_stack,
    [DEED_NONSECURE] = deed_nonsecure,
};
