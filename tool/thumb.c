/* SPDX-License-Identifier: MIT */
/* 16 bits, and the choice between the two sizes; thumb_wide.c has 32 bits. */
#include "thumb.h"

#include "thumb_wide.h"

bool
thumb_is_wide(uint32_t first)
{
    return first >= 0xe800;
}

static uint32_t
sign_extend(uint32_t value, uint32_t bits)
{
    uint32_t sign = 1u << (bits - 1);

    return (value ^ sign) - sign;
}

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

/* 0000..3fff: shift, add, subtract, move, compare. */
static void
decode_small(struct thumb *t, uint32_t op)
{
    if ((op & 0xf800) == 0x2000) {
        t->set = THUMB_SET_CONSTANT;
        t->rd = op >> 8 & 7;
        t->imm = op & 0xff;
    } else if ((op & 0xf800) == 0x3000) {
        set_sum(t, op >> 8 & 7, op >> 8 & 7, op & 0xff);
    } else if ((op & 0xf800) == 0x3800) {
        set_sum(t, op >> 8 & 7, op >> 8 & 7, 0u - (op & 0xff));
    } else if ((op & 0xfe00) == 0x1800) {
        t->set = THUMB_SET_SUM_OF;
        t->rd = op & 7;
        t->rn = op >> 3 & 7;
        t->rm = op >> 6 & 7;
    } else if ((op & 0xfc00) == 0x1c00) {
        uint32_t imm = op >> 6 & 7;

        set_sum(t, op & 7, op >> 3 & 7, (op & 0x0200) != 0 ? 0u - imm : imm);
    } else if (op < 0x2000) {
        lose(t, op & 7);
    }
}

/* 4000..47ff: operations on any register, and bx. */
static void
decode_high(struct thumb *t, uint32_t op)
{
    uint32_t rd = (op >> 4 & 8) | (op & 7);
    uint32_t rm = op >> 3 & 15;

    if (op < 0x4400) {
        lose(t, op & 7);
    } else if (op < 0x4500) {
        t->set = THUMB_SET_SUM_OF;
        t->rd = rd;
        t->rn = rd;
        t->rm = rm;
    } else if (op >= 0x4700) {
        t->kind = (op & 0x80) != 0 ? THUMB_CALL_REGISTER
                  : rm == THUMB_LR ? THUMB_RETURN
                                   : THUMB_JUMP_REGISTER;
        t->rm = rm;
    } else if (op >= 0x4600 && rd == THUMB_PC) {
        t->kind = rm == THUMB_LR ? THUMB_RETURN : THUMB_JUMP_REGISTER;
        t->rm = rm;
    } else if (op >= 0x4600) {
        set_sum(t, rd, rm, 0);
    }
}

/* 4800..afff: loads and stores, and addresses from pc and sp. */
static void
decode_memory(struct thumb *t, uint32_t at, uint32_t op)
{
    uint32_t place = (at + 4) & ~3u;

    if (op < 0x5000) {
        t->set = THUMB_SET_LOAD;
        t->rd = op >> 8 & 7;
        t->rn = THUMB_PC;
        t->imm = place + (op & 0xff) * 4;
    } else if ((op & 0xfe00) == 0x5800) {
        t->set = THUMB_SET_LOAD_OF;
        t->rd = op & 7;
        t->rn = op >> 3 & 7;
        t->rm = op >> 6 & 7;
    } else if ((op & 0xf800) == 0x6800) {
        t->set = THUMB_SET_LOAD;
        t->rd = op & 7;
        t->rn = op >> 3 & 7;
        t->imm = (op >> 6 & 31) * 4;
    } else if (op < 0x9000) {
        lose(t, op & 7);
    } else if (op < 0xa000) {
        lose(t, op >> 8 & 7);
    } else if (op < 0xa800) {
        t->set = THUMB_SET_CONSTANT;
        t->rd = op >> 8 & 7;
        t->imm = place + (op & 0xff) * 4;
    } else {
        set_sum(t, op >> 8 & 7, THUMB_SP, (op & 0xff) * 4);
    }
}

static void
decode_pop(struct thumb *t, uint32_t op)
{
    uint32_t count = (uint32_t)__builtin_popcount(op & 0x1ff);

    t->loses = op & 0xff;
    set_sum(t, THUMB_SP, THUMB_SP, count * 4);
    if ((op & 0x100) != 0) {
        t->kind = THUMB_RETURN;
    }
}

/* b000..bfff. */
static void
decode_rest(struct thumb *t, uint32_t at, uint32_t op)
{
    if ((op & 0xff00) == 0xb000) {
        uint32_t imm = (op & 0x7f) * 4;

        set_sum(t, THUMB_SP, THUMB_SP, (op & 0x80) != 0 ? 0u - imm : imm);
    } else if ((op & 0xf500) == 0xb100) {
        t->kind = THUMB_BRANCH_IF;
        t->target = at + 4 + ((op >> 3 & 0x40) | (op >> 2 & 0x3e));
    } else if ((op & 0xfe00) == 0xb400) {
        uint32_t count = (uint32_t)__builtin_popcount(op & 0x1ff);

        set_sum(t, THUMB_SP, THUMB_SP, 0u - count * 4);
    } else if ((op & 0xfe00) == 0xbc00) {
        decode_pop(t, op);
    } else if ((op & 0xff00) == 0xbf00 && (op & 15) != 0) {
        t->kind = THUMB_IT;
        t->imm = 4 - (uint32_t)__builtin_ctz(op & 15);
    } else if ((op & 0xff00) == 0xb200 || (op & 0xff00) == 0xba00) {
        lose(t, op & 7);
    }
}

/* c000..e7ff: several registers, and branches. */
static void
decode_branch(struct thumb *t, uint32_t at, uint32_t op)
{
    if (op < 0xd000) {
        t->loses = (op & 0x800) != 0 ? op & 0xff : 0;
        lose(t, op >> 8 & 7);
    } else if (op >= 0xe000) {
        t->kind = THUMB_BRANCH;
        t->target = at + 4 + sign_extend((op & 0x7ff) << 1, 12);
    } else if ((op & 0xff00) == 0xde00) {
        t->kind = THUMB_STOP;
    } else if ((op & 0xff00) != 0xdf00) {
        t->kind = THUMB_BRANCH_IF;
        t->target = at + 4 + sign_extend((op & 0xff) << 1, 9);
    } else {
        t->loses = 0x1fff; /* svc: the kernel's answers */
    }
}

struct thumb
thumb_decode(uint32_t at, uint32_t first, uint32_t second)
{
    struct thumb t = {.size = 2};

    if (thumb_is_wide(first)) {
        t.size = 4;
        thumb_decode_wide(&t, at, first, second);
    } else if (first < 0x4000) {
        decode_small(&t, first);
    } else if (first < 0x4800) {
        decode_high(&t, first);
    } else if (first < 0xb000) {
        decode_memory(&t, at, first);
    } else if (first < 0xc000) {
        decode_rest(&t, at, first);
    } else {
        decode_branch(&t, at, first);
    }
    return t;
}
