/* SPDX-License-Identifier: MIT */
/*
 * Deeds with the FPU. The compiler puts nothing into its registers here: there
 * is no floating point in C.
 */
#include "puppet.h"

#include <sluice/kcall.h>
#include <syscall.h>

/* LTPSIZE of Armv8.1-M: or loops of the compiler's would fault. */
#define FPSCR_WHOLE_VECTORS (4u << 16)

extern char __stack_top[]; /* of the task's linker script */

#define LATE (1u << 30) /* a bit that no manifest gives away */

static void
fill(uint32_t seed)
{
    uint32_t values[FLOATS];

    for (uint32_t i = 0; i < FLOATS; i++) {
        values[i] = float_of(seed, i);
    }
    __asm__ volatile(".fpu fpv5-sp-d16\n\tvldmia %0, {s0-s31}\n\tvmsr fpscr, %1"
                     :
                     : "r"(values),
                       "r"(values[FLOATS - 1] | FPSCR_WHOLE_VECTORS)
                     : "memory", "cc");
}

static void
note(uint32_t *values)
{
    uint32_t fpscr;

    __asm__ volatile(".fpu fpv5-sp-d16\n\tvstmia %1, {s0-s31}\n\tvmrs %0, fpscr"
                     : "=r"(fpscr)
                     : "r"(values)
                     : "memory");
    values[FLOATS - 1] = fpscr & FPSCR_BITS;
}

static uint32_t
differences(uint32_t seed)
{
    uint32_t values[FLOATS];
    uint32_t count = 0;

    note(values);
    for (uint32_t i = 0; i < FLOATS; i++) {
        count += values[i] != float_of(seed, i) ? 1u : 0u;
    }
    return count;
}

void
deed_float_fill(const uint32_t *in)
{
    fill(in[0]);
}

void
deed_float_note(const uint32_t *in)
{
    (void)in;
    note(STAGE->notes);
}

/* Leaves in notes[TASK_INDEX] how many registers were wrong, and in the next
 * four how many rounds there were. */
void
deed_float_live(const uint32_t *in)
{
    STAGE->notes[TASK_INDEX] = 0;
    for (uint32_t round = 0; round < in[1]; round++) {
        fill(in[0] + (round << 8));
        if (in[2] != 0) {
            sys_timer(sys_time().now_us + in[2], LATE);
            (void)sys_receive(SLICE_NONE, LATE, ID_KERNEL);
        }
        STAGE->notes[TASK_INDEX] += differences(in[0] + (round << 8));
        STAGE->notes[SEATS + TASK_INDEX] = round + 1;
    }
}

void
deed_float_vlstm(const uint32_t *in)
{
    fill(in[0]);
    /* vlstm r0, which the assembler hides without the security extension */
    __asm__ volatile("mov r0, %0\n\t.inst.w 0xec200a00"
                     :
                     : "r"(in[1])
                     : "r0", "memory");
}

void
deed_float_edge(const uint32_t *in)
{
    fill(in[0]);
    __asm__ volatile("mov sp, %0\n\tmovs r4, #0\n\tmovs r5, #0\n\t"
                     "movs r6, #0\n\tmovs r7, %2\n\tmov r11, %1\n\tsvc #0"
                     :
                     : "r"(in[1]), "r"(SLUICE_SYS_RECEIVE),
                       "I"(SLUICE_ID_KERNEL)
                     : "r4", "r5", "r6", "r7", "r11", "memory");
}

/* Its last frame lies where the first one of its next life will. */
void
deed_float_again(const uint32_t *in)
{
    fill(in[0]);
    __asm__ volatile("mov r6, %0\n\tmov r5, %1\n\tmov sp, %2\n\t"
                     "movs r4, %3\n\tmovs r7, #8\n\tmovs r0, #0\n\t"
                     "mov r8, r0\n\tmov r9, r0\n\tmov r10, r0\n\t"
                     "mov r11, %4\n\tsvc #0"
                     :
                     : "r"(in[1]), "I"(SLUICE_KCALL_RESTART), "r"(__stack_top),
                       "I"(SLUICE_ID_KERNEL), "I"(SLUICE_SYS_SEND)
                     : "r0", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11",
                       "memory");
}

void
deed_float_fault(const uint32_t *in)
{
    fill(in[0]);
    __asm__ volatile("udf #0");
}
