/* SPDX-License-Identifier: MIT */
/* What the compiler is told beside the language. */
#pragma once

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/* A path that is rarely taken: out of line, so that hot paths stay small. */
#define COLD __attribute__((cold, noinline))

/* The value is kept in a register: what it came from is not computed again. */
#define keep(value) __asm__("" : "+r"(value))

/* Lies in memory that a reset does not initialise. */
#define NOINIT __attribute__((section(".noinit")))
