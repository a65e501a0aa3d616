/* SPDX-License-Identifier: MIT */
#include "thumb_wide.h"

static void
lose(struct thumb *t, uint32_t reg)
{
    t->loses |= 1u << reg;
}

static void
set_sum(struct thumb *t, uint32_t rd, uint32_t rn, uint32_t imm)
{
    t->set = THUMB_SET_SUM;
    t->rd = rd;
    t->rn = rn;
    t->imm = imm;
}

/* ldm, stm, in both directions. */
static void
decode_multiple(struct thumb *t, uint32_t first, uint32_t second)
{
    uint32_t rn = first & 15;
    uint32_t bytes = (uint32_t)__builtin_popcount(second) * 4;
    bool load = (first & 0x10) != 0;
    bool down = (first & 0x100) != 0;

    if (load) {
        t->loses = second & 0x7fff & ~(1u << THUMB_SP);
    }
    if ((first & 0x20) != 0) {
        set_sum(t, rn, rn, down ? 0u - bytes : bytes);
    }
    if (load && (second & 0x8000) != 0) {
        t->kind = THUMB_RETURN;
    }
}

/* ldrd, strd, exclusive, tt, tbb, tbh. */
static void
decode_dual(struct thumb *t, uint32_t at, uint32_t first, uint32_t second)
{
    uint32_t rn = first & 15;
    uint32_t imm = (second & 0xff) * 4;

    if ((first & 0xfff0) == 0xe8d0 && (second & 0xffe0) == 0xf000) {
        t->kind = (second & 0x10) != 0 ? THUMB_TABLE_HALVES : THUMB_TABLE_BYTES;
        t->rn = rn;
        t->rm = second & 15;
        t->target = at + 4;
        return;
    }
    /* An offset, an increment, or neither: then it is one of the others */
    if ((first & 0x0120) == 0) {
        lose(t, second >> 12);
        lose(t, second >> 8 & 15);
        lose(t, second & 15);
    } else if ((first & 0x10) != 0) {
        lose(t, second >> 12);
        lose(t, second >> 8 & 15);
    }
    if ((first & 0x0120) != 0 && (first & 0x20) != 0) {
        set_sum(t, rn, rn, (first & 0x80) != 0 ? imm : 0u - imm);
    }
    t->loses &= ~(1u << THUMB_SP); /* which these can't write */
}

/* Shifted register: add and sub are followed, since big frames need them. */
static void
decode_register(struct thumb *t, uint32_t first, uint32_t second)
{
    uint32_t rd = second >> 8 & 15;
    uint32_t operation = first >> 5 & 15;

    t->rd = rd;
    t->rn = first & 15;
    t->rm = second & 15;
    if (rd == THUMB_PC) {
        return; /* a comparison */
    }
    if (operation == 8) {
        t->set = THUMB_SET_SUM_OF;
    } else if (operation == 13 && (second & 0x70f0) == 0) {
        t->set = THUMB_SET_LESS;
    } else if (operation == 2 && t->rn == THUMB_PC && (second & 0x70f0) == 0) {
        set_sum(t, rd, t->rm, 0);
    } else {
        lose(t, rd);
    }
}

/* Coprocessor and FPU: vpush and vpop move SP, moves lose core registers. */
static void
decode_coprocessor(struct thumb *t, uint32_t first, uint32_t second)
{
    uint32_t rn = first & 15;
    uint32_t bytes = (second & 0xff) * 4;
    bool memory = (first & 0x0e00) == 0x0c00 && (first & 0x01a0) != 0;

    if (memory) {
        if ((first & 0x20) != 0) {
            set_sum(t, rn, rn, (first & 0x80) != 0 ? bytes : 0u - bytes);
        }
        return;
    }
    if ((first & 0x0e00) == 0x0c00 || (second & 0x10) != 0) {
        lose(t, second >> 12);
        lose(t, rn);
    }
    t->loses &= ~(1u << THUMB_SP); /* which these can't write */
}

/* The constant that twelve bits of an instruction stand for. */
static uint32_t
expand(uint32_t imm12)
{
    uint32_t low = imm12 & 0xff;
    uint32_t value = 0x80u | (imm12 & 0x7f);
    uint32_t turn = imm12 >> 7;

    switch (imm12 >> 8) {
    case 0:
        return low;
    case 1:
        return low << 16 | low;
    case 2:
        return low << 24 | low << 8;
    case 3:
        return low << 24 | low << 16 | low << 8 | low;
    default:
        return value >> turn | value << (32 - turn);
    }
}

static void
decode_immediate(struct thumb *t, uint32_t at, uint32_t first, uint32_t second)
{
    uint32_t rd = second >> 8 & 15;
    uint32_t rn = first & 15;
    uint32_t imm =
        (first << 1 & 0x800) | (second >> 4 & 0x700) | (second & 0xff);
    uint32_t base = rn == THUMB_PC ? (at + 4) & ~3u : 0;

    t->rd = rd;
    switch (first & 0xfbe0) {
    case 0xf100: /* add */
    case 0xf1a0: /* sub */
        if (rd != THUMB_PC) {
            imm = expand(imm);
            set_sum(t, rd, rn, (first & 0x80) != 0 ? 0u - imm : imm);
        }
        return;
    default:
        break;
    }
    switch (first & 0xfbf0) {
    case 0xf240: /* movw */
        t->set = THUMB_SET_CONSTANT;
        t->imm = rn << 12 | imm;
        return;
    case 0xf2c0: /* movt */
        t->set = THUMB_SET_HIGH;
        t->imm = rn << 12 | imm;
        return;
    default:
        break;
    }
    if ((first & 0xfbff) == 0xf04f) { /* mov */
        t->set = THUMB_SET_CONSTANT;
        t->imm = expand(imm);
    } else if ((first & 0xfb5f) == 0xf20f) { /* adr */
        t->set = THUMB_SET_CONSTANT;
        t->imm = (first & 0xa0) != 0 ? base - imm : base + imm;
    } else if ((first & 0xfb50) == 0xf200) { /* addw, subw */
        set_sum(t, rd, rn, (first & 0xa0) != 0 ? 0u - imm : imm);
    } else if (rd != THUMB_PC) {
        lose(t, rd);
    }
}

static uint32_t
sign_extend(uint32_t value, uint32_t bits)
{
    uint32_t sign = 1u << (bits - 1);

    return (value ^ sign) - sign;
}

/* Of b.w and bl. */
static uint32_t
far_target(uint32_t at, uint32_t first, uint32_t second)
{
    uint32_t s = first >> 10 & 1;
    uint32_t i1 = ~((second >> 13) ^ s) & 1;
    uint32_t i2 = ~((second >> 11) ^ s) & 1;
    uint32_t offset = s << 24 | i1 << 23 | i2 << 22 | (first & 0x3ff) << 12 |
                      (second & 0x7ff) << 1;

    return at + 4 + sign_extend(offset, 25);
}

static uint32_t
near_target(uint32_t at, uint32_t first, uint32_t second)
{
    uint32_t offset = (first & 0x400) << 10 | (second & 0x800) << 8 |
                      (second & 0x2000) << 5 | (first & 0x3f) << 12 |
                      (second & 0x7ff) << 1;

    return at + 4 + sign_extend(offset, 21);
}

/* Loops of Armv8.1-M: le goes back, wls may go forward. */
static void
decode_loop(struct thumb *t, uint32_t at, uint32_t first, uint32_t second)
{
    uint32_t offset = (second & 0x7fe) << 1 | (second >> 10 & 2);

    lose(t, THUMB_LR);
    if ((second & 0x2000) == 0) {
        t->kind = THUMB_BRANCH_IF;
        t->target = (first & 0x40) == 0 ? at + 4 - offset : at + 4 + offset;
    }
}

static void
decode_control(struct thumb *t, uint32_t at, uint32_t first, uint32_t second)
{
    switch (second & 0xd000) {
    case 0xd000:
        t->kind = THUMB_CALL;
        t->target = far_target(at, first, second);
        return;
    case 0x9000:
        t->kind = THUMB_BRANCH;
        t->target = far_target(at, first, second);
        return;
    case 0xc000:
        decode_loop(t, at, first, second);
        return;
    default:
        break;
    }
    if ((first & 0x380) != 0x380) {
        t->kind = THUMB_BRANCH_IF;
        t->target = near_target(at, first, second);
    } else if ((first & 0xffe0) == 0xf380) { /* msr */
        t->kind = (second & 0xff) == 8 ? THUMB_MSP : THUMB_PLAIN;
        t->rm = first & 15;
    } else if ((first & 0xffe0) == 0xf3e0) { /* mrs */
        lose(t, second >> 8 & 15);
    } else if ((first & 0xfff0) == 0xf7f0) { /* udf */
        t->kind = THUMB_STOP;
    }
}

/* Words that are loaded can be addresses; the rest only loses a register. */
static void
decode_load_word(struct thumb *t, uint32_t at, uint32_t first, uint32_t second)
{
    uint32_t rn = first & 15;
    uint32_t imm = second & 0xfff;

    t->set = THUMB_SET_LOAD;
    t->rd = second >> 12;
    t->rn = rn;
    t->imm = imm;
    if (rn == THUMB_PC) {
        uint32_t place = (at + 4) & ~3u;

        t->imm = (first & 0x80) != 0 ? place + imm : place - imm;
    } else if ((first & 0x80) == 0 && (second & 0xfc0) == 0) {
        t->set = THUMB_SET_LOAD_OF;
        t->rm = second & 15;
    } else if ((first & 0x80) == 0) {
        imm = second & 0xff;
        t->imm = (second & 0x200) != 0 ? imm : 0u - imm;
    }
    if (t->rd == THUMB_PC) {
        t->kind = THUMB_JUMP_REGISTER;
    }
}

static void
decode_single(struct thumb *t, uint32_t at, uint32_t first, uint32_t second)
{
    uint32_t rn = first & 15;
    uint32_t imm = second & 0xff;
    uint32_t rt = second >> 12;
    bool load = (first & 0x10) != 0;
    bool moves =
        (first & 0x80) == 0 && rn != THUMB_PC && (second & 0x0900) == 0x0900;

    if (moves) { /* the base moves */
        set_sum(t, rn, rn, (second & 0x200) != 0 ? imm : 0u - imm);
        if (load && rt == THUMB_PC) {
            t->kind = THUMB_RETURN;
        } else if (load) {
            lose(t, rt);
        }
    } else if ((first & 0xff70) == 0xf850) {
        decode_load_word(t, at, first, second);
    } else if (load && rt != THUMB_PC) {
        lose(t, rt);
    }
}

void
thumb_decode_wide(struct thumb *t, uint32_t at, uint32_t first, uint32_t second)
{
    if ((first & 0xfe40) == 0xe800) {
        decode_multiple(t, first, second);
    } else if ((first & 0xfe40) == 0xe840) {
        decode_dual(t, at, first, second);
    } else if ((first & 0xfe00) == 0xea00) {
        decode_register(t, first, second);
    } else if ((first & 0xec00) == 0xec00) {
        decode_coprocessor(t, first, second);
    } else if ((first & 0xf800) == 0xf000 && (second & 0x8000) == 0) {
        decode_immediate(t, at, first, second);
    } else if ((first & 0xf800) == 0xf000) {
        decode_control(t, at, first, second);
    } else if ((first & 0xfe00) == 0xf800) {
        decode_single(t, at, first, second);
    } else { /* fa, fb: long multiplications have two results */
        lose(t, second >> 12);
        lose(t, second >> 8 & 15);
    }
    t->loses &= ~(1u << THUMB_PC);
}
