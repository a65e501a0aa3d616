/* SPDX-License-Identifier: MIT */
/*
 * The core's system control space (Architecture Reference Manuals of Armv7-M,
 * part B3, and Armv8-M, part D), as far as this port uses it. Constants only: C
 * and assembly include it.
 */
#pragma once

#include "map.h"

#define SCS_ICTR 0xe000e004
#define SYSTICK_CONTROL 0xe000e010
#define SYSTICK_RELOAD 0xe000e014
#define SYSTICK_CURRENT 0xe000e018
#define NVIC_ENABLE 0xe000e100
#define NVIC_DISABLE 0xe000e180
#define NVIC_PEND 0xe000e200
#define NVIC_CLEAR 0xe000e280
#define NVIC_PRIORITY 0xe000e400
#define SCS_ICSR 0xe000ed04
#define SCS_VTOR 0xe000ed08
#define SCS_AIRCR 0xe000ed0c
#define SCS_CCR 0xe000ed14
#define SCS_SHPR1 0xe000ed18
#define SCS_SHPR2 0xe000ed1c
#define SCS_SHPR3 0xe000ed20
#define SCS_SHCSR 0xe000ed24
#define SCS_CFSR 0xe000ed28
#define SCS_HFSR 0xe000ed2c
#define SCS_MMFAR 0xe000ed34
#define SCS_BFAR 0xe000ed38
#define SCS_CPACR 0xe000ed88
#define SCS_NSACR 0xe000ed8c
#define MPU_TYPE 0xe000ed90
#define MPU_CTRL 0xe000ed94 /* then RNR, and four pairs of registers */
#define MPU_RNR 0xe000ed98
#define MPU_RBAR 0xe000ed9c
#define MPU_RASR 0xe000eda0 /* Armv7-M; RLAR on Armv8-M */
#define MPU_MAIR0 0xe000edc0
#define SCS_SFSR 0xe000ede4
#define FPU_FPCCR 0xe000ef34
#define FPU_FPCAR 0xe000ef38
#define FPU_FPDSCR 0xe000ef3c
#define MPU_CTRL_NS 0xe002ed94

#define SYSTICK_RUN 7 /* core clock, interrupt, enable */

#define ICSR_PENDSVSET (1 << 28)
#define ICSR_PENDSTSET (1 << 26)
#define ICSR_PENDSTCLR (1 << 25)
#define ICSR_VECTPENDING (0x1ff << 12)

#define AIRCR_RESET 0x05fa0004 /* key and SYSRESETREQ */

#define CCR_DIV_0_TRP (1 << 4)
#define CCR_STKALIGN (1 << 9) /* Armv8-M has no other way */

#define SHCSR_ENABLES (7 << 16) /* memory, bus, usage */
#define SHCSR_SECURE_ENABLE (1 << 19)
/* Usage, memory, bus, SVC; secure and hard: what waits to be taken. */
#define SHCSR_PENDED ((0xf << 12) | (3 << 20))
#define SHCSR_PENDED_V7M (0xf << 12) /* the first four */

/* The memory fault, bus fault and usage fault bytes of CFSR. */
#define CFSR_IACCVIOL (1 << 0)
#define CFSR_DACCVIOL (1 << 1)
#define CFSR_MUNSTKERR (1 << 3)
#define CFSR_MSTKERR (1 << 4)
#define CFSR_MLSPERR (1 << 5)
#define CFSR_MMARVALID (1 << 7)
#define CFSR_IBUSERR (1 << 8)
#define CFSR_PRECISERR (1 << 9)
#define CFSR_IMPRECISERR (1 << 10)
#define CFSR_UNSTKERR (1 << 11)
#define CFSR_STKERR (1 << 12)
#define CFSR_LSPERR (1 << 13)
#define CFSR_BFARVALID (1 << 15)
#define CFSR_UNDEFINSTR (1 << 16)
#define CFSR_STKOF (1 << 20)
#define CFSR_DIVBYZERO (1 << 25)

#define FPCCR_LSPACT 1
/* A frame has room for s0..s15 and FPSCR, which are stored when need be. */
#define FPCCR_LAZY 0xc0000000

/* The FPU: for the kernel only, or for the task as well. */
#define CPACR_KERNEL 0x00500000
#define CPACR_TASK 0x00f00000

/* EXC_RETURN: what the exception interrupted. */
#define LINK_TASK 0xfffffffd /* Secure thread on PSP, no FPU frame */
#define LINK_TASK_FPU 0xffffffed
#define LINK_SECURE (1 << 6)
#define LINK_NO_FPU_FRAME (1 << 4)
#define LINK_PSP (1 << 2)

/* An exception frame, in words: r0-r3, r12, lr, pc, xpsr; then, of a task that
 * may use the FPU, s0-s15, FPSCR and one word to spare. */
#define STACKED_WORDS 8
#define STACKED_WORDS_FPU 26
#define STACKED_FPSCR 24
#define STACKED_R0 0
#define STACKED_LR 5
#define STACKED_PC 6
#define STACKED_XPSR 7
#define XPSR_THUMB (1 << 24)

/*
 * Memory types, by the index that a region's RLAR names (bits 3..1). The tool
 * writes the same into an image's protection words (tool/layout.c): 0 normal
 * and write-back, as the core's default map has RAM; 1 device, nGnRE; 2 normal
 * and not cached, for DMA.
 */
#define MPU_MAIR0_TYPES 0x004404ff

/* MPU_CTRL for the Non-secure state; MPU_ON is the map's (map.h). */
#define MPU_ON_NO_DEFAULT 1

/* struct context, then struct task: kernel/task.c asserts them. */
#define CONTEXT_LINK 36
#define CONTEXT_STACK_LIMIT 40
#define CONTEXT_EXTRA 44
#define TASK_PROTECTION 48
#define TASK_CPU 152

/* struct kernel: as above. */
#define KERNEL_CHARGED 4
#define KERNEL_CLOCK 8

/* System calls; start.c asserts it. */
#define SYSCALLS 21
