/* SPDX-License-Identifier: MIT */
/* What a puppet can be told to do, apart from system calls. */
#pragma once

#include <stdint.h>

enum deed {
    /* Honest ones: they return. */
    DEED_COPY,        /* to, from, length */
    DEED_FILL,        /* to, value, length */
    DEED_BYTES,       /* to, first, length: counts up from `first` */
    DEED_SOIL,        /* the words that a start must bring back */
    DEED_MASK,        /* tries to mask interrupts, and to become privileged */
    DEED_UNALIGNED,   /* reads a word at an odd address of its own */
    DEED_FLOAT_FILL,  /* seed: all FPU registers hold what comes of it */
    DEED_FLOAT_NOTE,  /* all FPU registers into notes */
    DEED_FLOAT_LIVE,  /* seed, rounds, us: fills, sleeps or spins, compares */
    DEED_FLOAT_VLSTM, /* seed, address: asks the core for a late store there */
    DEED_FLOAT_EDGE,  /* seed, stack pointer: fills, then waits for a message */
    DEED_FLOAT_AGAIN, /* seed, request: restarts, from the very top */
    DEED_SPIN, /* loops: computes, until somebody else has done something */
    DEED_BUSY, /* microseconds: the same, looking at the time */
    /* Misdeeds: they fault. */
    DEED_CLIMB, /* from: reads each word from there upwards */
    DEED_READ,  /* address */
    DEED_WRITE, /* address */
    DEED_JUMP,  /* address, as written: bit 0 is the Thumb bit */
    DEED_RECURSE,
    DEED_FRAME, /* bytes that the stack pointer goes down in one step */
    DEED_BELOW, /* writes just below its memory, its stack being almost full */
    DEED_RUN_STACK,
    DEED_UNDEFINED,
    DEED_DIVIDE,
    DEED_BREAKPOINT,
    DEED_FLOAT,
    DEED_FLOAT_FAULT, /* seed: fills, then an undefined instruction */
    DEED_LOAD_PAIR,   /* address: LDRD, which may not be unaligned */
    DEED_BAD_STACK,   /* stack pointer, then a system call */
    DEED_SPIN_STACK,  /* stack pointer, then a loop until an interrupt */
    DEED_NONSECURE,   /* address: branches there, to the Non-secure state */
    DEEDS,
};

/* FPU registers as notes have them: s0 to s31, then FPSCR. */
#define FLOATS 33u
/* Bits of FPSCR that every core has: flags, rounding, what has happened. */
#define FPSCR_BITS 0xf7c0009fu

/* What register `i` holds that was filled from `seed`. */
static inline uint32_t
float_of(uint32_t seed, uint32_t i)
{
    return i < FLOATS - 1u ? seed + i : seed & FPSCR_BITS;
}
