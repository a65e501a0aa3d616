/* SPDX-License-Identifier: MIT */
/*
 * One Thumb instruction of Armv7-M or Armv8-M, as far as the flow of control
 * and the stack pointer depend on it. What is not told apart here loses the
 * registers that it may write: never too few.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define THUMB_SP 13u
#define THUMB_LR 14u
#define THUMB_PC 15u

enum thumb_kind {
    THUMB_PLAIN,
    THUMB_BRANCH,        /* to target */
    THUMB_BRANCH_IF,     /* to target, or on */
    THUMB_CALL,          /* target */
    THUMB_CALL_REGISTER, /* what rm holds */
    THUMB_JUMP_REGISTER, /* what rm holds, or what `set` gives pc */
    THUMB_RETURN,
    THUMB_TABLE_BYTES, /* tbb, tbh: behind it, or at rn */
    THUMB_TABLE_HALVES,
    THUMB_STOP, /* never goes on */
    THUMB_IT,   /* imm instructions that follow are conditional */
    THUMB_MSP,  /* rm becomes the main stack's pointer */
};

/* What rd gets. */
enum thumb_set {
    THUMB_SET_NONE,
    THUMB_SET_CONSTANT, /* imm */
    THUMB_SET_HIGH,     /* imm in its upper half */
    THUMB_SET_SUM,      /* rn + imm */
    THUMB_SET_SUM_OF,   /* rn + rm, shifted */
    THUMB_SET_LESS,     /* rn - rm */
    THUMB_SET_LOAD,     /* word at rn + imm */
    THUMB_SET_LOAD_OF,  /* word at rn + rm, shifted */
};

struct thumb {
    uint32_t size;
    enum thumb_kind kind;
    uint32_t target;
    enum thumb_set set;
    uint32_t rd, rn, rm;
    uint32_t imm;
    uint32_t loses; /* bit per register whose value is not known after it */
};

/* Returns: the instruction whose halfwords are `first` and `second`, at `at`.
 */
struct thumb thumb_decode(uint32_t at, uint32_t first, uint32_t second);

/* Returns: whether an instruction with this first halfword has a second. */
bool thumb_is_wide(uint32_t first);
