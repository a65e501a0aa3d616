/* SPDX-License-Identifier: MIT */
#include "code_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

#define SYMBOLS 16u

static uint8_t bytes[1024];
static struct elf_symbol symbols[SYMBOLS];
struct elf_segment code_segment;
struct elf_program code_program;

int
code_begin(void **state)
{
    (void)state;
    memset(bytes, 0, sizeof(bytes));
    memset(symbols, 0, sizeof(symbols));
    code_segment = (struct elf_segment){PLACE, PLACE, 0, 0, PF_R | PF_X, bytes};
    code_program = (struct elf_program){"test.elf", PLACE | 1, 0, &code_segment,
                                        1,          symbols,   0};
    return 0;
}

int
code_end(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

void
code_symbol(const char *name, uint32_t value, uint32_t size, uint8_t type)
{
    struct elf_symbol *symbol = &symbols[code_program.symbol_count++];

    assert_true(code_program.symbol_count <= SYMBOLS);
    *symbol = (struct elf_symbol){
        name, value, size, (uint8_t)GELF_ST_INFO(STB_GLOBAL, type), false};
}

void
code_halves(const uint16_t *halves, size_t count)
{
    assert_true(code_segment.size + 2 * count <= sizeof(bytes));
    for (size_t i = 0; i < count; i++) {
        bytes[code_segment.size++] = (uint8_t)halves[i];
        bytes[code_segment.size++] = (uint8_t)(halves[i] >> 8);
    }
    code_segment.memory_size = code_segment.size;
}
