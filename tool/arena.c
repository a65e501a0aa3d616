/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One block per request: address checkers then see every overrun. */
struct block {
    struct block *next;
    max_align_t data[];
};

static struct block *blocks;

void *
arena_alloc(size_t size)
{
    struct block *block = NULL;

    if (size <= SIZE_MAX - sizeof(*block)) {
        block = calloc(1, sizeof(*block) + size);
    }
    if (block == NULL) {
        fputs("sluice: out of memory\n", stderr);
        exit(2);
    }
    block->next = blocks;
    blocks = block;
    return block->data;
}

void *
arena_array(size_t count, size_t size)
{
    return arena_alloc(count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

void *
arena_grow(void *old, size_t count, size_t size)
{
    void *grown;

    if (count != 0 && (count & (count - 1)) != 0) {
        return old; /* room up to the next power of two is there already */
    }
    grown = arena_array(count == 0 ? 1 : count * 2, size);
    if (count != 0) {
        memcpy(grown, old, count * size);
    }
    return grown;
}

char *
arena_copy(const char *text, size_t length)
{
    char *copy = arena_alloc(length + 1);

    if (length != 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *
arena_vformat(const char *format, va_list arguments)
{
    va_list again;
    char *text;
    int length;

    va_copy(again, arguments);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): va_copy did it */
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        return arena_copy("", 0);
    }
    text = arena_alloc((size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *
arena_format(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vformat(format, arguments);
    va_end(arguments);
    return text;
}

void
arena_free(void)
{
    while (blocks != NULL) {
        struct block *next = blocks->next;

        free(blocks);
        blocks = next;
    }
}
