/* SPDX-License-Identifier: MIT */
/* Functions, data between them, and where indirect calls may lead. */
#include "code.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

static int
by_entry(const void *a, const void *b)
{
    const struct code_function *x = a, *y = b;

    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static int
by_place(const void *a, const void *b)
{
    const struct code_mark *x = a, *y = b;

    return x->at < y->at ? -1 : x->at > y->at;
}

static void
add_symbol(struct code *code, const struct elf_symbol *symbol)
{
    if (GELF_ST_TYPE(symbol->info) == STT_FUNC) {
        code->functions[code->function_count++] = (struct code_function){
            .name = symbol->name, .entry = symbol->value & ~1u};
    } else if (strncmp(symbol->name, "$t", 2) == 0 ||
               strncmp(symbol->name, "$d", 2) == 0) {
        code->marks[code->mark_count++] =
            (struct code_mark){symbol->value, symbol->name[1] == 't'};
    }
}

/* Two names of one place are one function. */
static void
merge_functions(struct code *code)
{
    size_t kept = 0;

    for (size_t i = 0; i < code->function_count; i++) {
        if (kept == 0 ||
            code->functions[kept - 1].entry != code->functions[i].entry) {
            code->functions[kept++] = code->functions[i];
        }
    }
    code->function_count = kept;
}

static void
find_functions(struct code *code)
{
    const struct elf_program *program = code->program;
    size_t count = program->symbol_count;

    code->functions = arena_array(count + 1, sizeof(*code->functions));
    code->marks = arena_array(count + 1, sizeof(*code->marks));
    for (size_t i = 0; i < count; i++) {
        add_symbol(code, &program->symbols[i]);
    }
    qsort(code->functions, code->function_count, sizeof(*code->functions),
          by_entry);
    qsort(code->marks, code->mark_count, sizeof(*code->marks), by_place);
    merge_functions(code);
}

struct code_function *
code_at(const struct code *code, uint32_t address)
{
    struct code_function key = {.entry = address & ~1u};

    return bsearch(&key, code->functions, code->function_count,
                   sizeof(*code->functions), by_entry);
}

struct code_function *
code_named(const struct code *code, const char *name)
{
    const struct elf_symbol *symbol = elf_read_symbol(code->program, name);

    return symbol == NULL ? NULL : code_at(code, symbol->value);
}

/* Returns: the last mark at or below the address, or NULL. */
static const struct code_mark *
mark_of(const struct code *code, uint32_t address)
{
    size_t low = 0, high = code->mark_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (code->marks[middle].at <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? NULL : &code->marks[low - 1];
}

bool
code_is_code(const struct code *code, uint32_t address)
{
    const struct code_mark *mark = mark_of(code, address);

    return mark != NULL && mark->is_code &&
           elf_read_bytes(code->program, address, 2) != NULL;
}

uint32_t
code_data_end(const struct code *code, uint32_t address)
{
    const struct code_mark *mark = mark_of(code, address);
    const struct code_mark *end = code->marks + code->mark_count;

    if (mark == NULL || mark->is_code) {
        return address;
    }
    while (++mark < end && !mark->is_code) {
    }
    return mark < end ? mark->at : address;
}

static void
take(struct code *code, uint32_t value)
{
    const struct code_function *function = code_at(code, value);
    size_t index;

    if ((value & 1) == 0 || function == NULL) {
        return;
    }
    index = (size_t)(function - code->functions);
    for (size_t i = 0; i < code->taken_count; i++) {
        if (code->taken[i] == index) {
            return;
        }
    }
    code->taken[code->taken_count++] = index;
}

/* Any word that could be a pointer to a function is taken for one. */
static void
find_taken(struct code *code, uint32_t skip, uint32_t skip_end)
{
    const struct elf_program *program = code->program;
    uint32_t word;

    code->taken = arena_array(code->function_count + 1, sizeof(*code->taken));
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        uint32_t end = segment->address + (segment->size & ~3u);

        for (uint32_t at = segment->address; at < end; at += 4) {
            if ((at < skip || at >= skip_end) &&
                elf_read_word(program, at, &word)) {
                take(code, word);
            }
        }
    }
}

struct code *
code_read(const struct elf_program *program, uint32_t skip, uint32_t skip_end)
{
    struct code *code = arena_alloc(sizeof(*code));

    code->program = program;
    find_functions(code);
    find_taken(code, skip, skip_end);
    for (size_t i = 0; i < code->function_count; i++) {
        code_follow(code, &code->functions[i]);
    }
    return code;
}

/* Returns: the object that holds the address, or NULL. */
static const struct elf_symbol *
object_of(const struct code *code, uint32_t address)
{
    const struct elf_program *program = code->program;

    for (size_t i = 0; i < program->symbol_count; i++) {
        const struct elf_symbol *symbol = &program->symbols[i];

        if (GELF_ST_TYPE(symbol->info) == STT_OBJECT &&
            address - symbol->value < symbol->size) {
            return symbol;
        }
    }
    return NULL;
}

/* Effect: as code_targets, for a table; 0 if it holds no pointer at all. */
static size_t
targets_of_table(const struct code *code, uint32_t place, const size_t **list)
{
    const struct elf_symbol *object = object_of(code, place);
    size_t *found = NULL, count = 0;
    uint32_t word;

    for (uint32_t i = 0; object != NULL && i + 4 <= object->size; i += 4) {
        const struct code_function *function;

        if (!elf_read_constant(code->program, object->value + i, &word)) {
            return 0;
        }
        function = (word & 1) == 0 ? NULL : code_at(code, word);
        if (function != NULL) {
            found = arena_grow(found, count, sizeof(*found));
            found[count++] = (size_t)(function - code->functions);
        }
    }
    *list = found;
    return count;
}

size_t
code_targets(const struct code *code, const struct code_call *call,
             const size_t **list)
{
    const struct code_function *one = NULL;
    size_t count = 0;

    if (call->aim == CODE_ONE) {
        one = code_at(code, call->target);
    }
    if (one != NULL) {
        size_t *index = arena_alloc(sizeof(*index));

        *index = (size_t)(one - code->functions);
        *list = index;
        return 1;
    }
    if (call->aim == CODE_TABLE) {
        count = targets_of_table(code, call->target, list);
    }
    if (count == 0) {
        *list = code->taken;
        count = code->taken_count;
    }
    return count;
}
