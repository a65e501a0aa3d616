/* SPDX-License-Identifier: MIT */
/* Which functions of the source an instruction belongs to, by debug info. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define SOURCE_DEPTH_MAX 16u

struct source_info;

/* Functions that an instruction is in, the linked one first, inlined behind. */
struct source_chain {
    const char *names[SOURCE_DEPTH_MAX];
    size_t count;
};

/* Returns: the debug info of an ELF file, or NULL if it has none. */
struct source_info *source_open(const char *path);
void source_close(struct source_info *info);

/* Returns: the chain of an instruction; none for what a person wrote. */
struct source_chain source_chain(struct source_info *info, uint32_t address);
