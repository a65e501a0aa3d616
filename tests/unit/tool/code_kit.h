/* SPDX-License-Identifier: MIT */
/*
 * For the tests of what the tool makes of code: a program of a few functions,
 * each written as its halfwords, from PLACE on.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <gelf.h>

#include "elf_read.h"

#define PLACE 0x1000u

extern struct elf_segment code_segment;
extern struct elf_program code_program;

/* Effect: an empty program; gives memory back. For cmocka. */
int code_begin(void **state);
int code_end(void **state);

void code_symbol(const char *name, uint32_t value, uint32_t size, uint8_t type);
void code_halves(const uint16_t *halves, size_t count);

/* Effect: a function at the end of the program. */
#define FUNCTION(name, ...)                                                    \
    do {                                                                       \
        const uint16_t halves_[] = {__VA_ARGS__};                              \
                                                                               \
        code_symbol("$t", PLACE + code_segment.size, 0, STT_NOTYPE);           \
        code_symbol(name, (PLACE + code_segment.size) | 1, sizeof(halves_),    \
                    STT_FUNC);                                                 \
        code_halves(halves_, sizeof(halves_) / 2);                             \
    } while (0)

#define DATA(...)                                                              \
    do {                                                                       \
        const uint16_t halves_[] = {__VA_ARGS__};                              \
                                                                               \
        code_symbol("$d", PLACE + code_segment.size, 0, STT_NOTYPE);           \
        code_halves(halves_, sizeof(halves_) / 2);                             \
    } while (0)

#define PUSH_LR 0xb500
#define PUSH_R4_LR 0xb510
#define POP_PC 0xbd00
#define POP_R4_PC 0xbd10
#define SUB_SP_16 0xb084
#define ADD_SP_16 0xb004
#define BX_LR 0x4770
#define NOP 0xbf00

/* bl to `offset` bytes behind it, both within 2 KiB. */
#define BL(offset) 0xf000, (uint16_t)(0xf800 | ((offset)-4) / 2)
