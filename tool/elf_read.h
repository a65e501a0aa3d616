/* SPDX-License-Identifier: MIT */
/*
 * A linked program (the kernel, or a task) as the tool sees it: its loadable
 * segments by target address, and its symbols. Read whole, checked once: every
 * pointer and length here lies inside the file.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_segment {
    uint32_t address; /* where it runs */
    uint32_t load;    /* where its bytes are stored */
    uint32_t size;    /* bytes stored */
    uint32_t memory_size;
    uint32_t flags; /* PF_R, PF_W, PF_X */
    const uint8_t *bytes;
};

struct elf_symbol {
    const char *name;
    uint32_t value;
    uint32_t size;
    uint8_t info; /* st_info */
    bool absolute;
};

struct elf_program {
    const char *path;
    uint32_t entry;
    uint32_t flags; /* e_flags */
    struct elf_segment *segments;
    size_t segment_count;
    struct elf_symbol *symbols;
    size_t symbol_count;
};

/*
 * Effect: reads an ELF32 little-endian Arm executable; notes an error (by
 * diag) that says what is wrong with the file.
 * Returns: the program, or NULL after an error.
 */
const struct elf_program *elf_read_program(const char *path);

/*
 * Returns: the global symbol that is defined under this name, or NULL. Local
 * ones may bear any name, also that of a global one.
 */
const struct elf_symbol *elf_read_symbol(const struct elf_program *program,
                                         const char *name);

/*
 * Effect: the value of a symbol that the linker script defines; an error if
 * it lacks.
 * Returns: false after an error.
 */
bool elf_read_value(const struct elf_program *program, const char *name,
                    uint32_t *value);

/*
 * Returns: `size` bytes at a target address as the file holds them, or NULL
 * if they are not all in one segment's stored bytes.
 */
const uint8_t *elf_read_bytes(const struct elf_program *program,
                              uint32_t address, uint32_t size);

/* Effect: a little-endian word at a target address. Returns: false: not there.
 */
bool elf_read_word(const struct elf_program *program, uint32_t address,
                   uint32_t *word);

/* Effect: as elf_read_word, but only of a segment that is never written. */
bool elf_read_constant(const struct elf_program *program, uint32_t address,
                       uint32_t *word);
