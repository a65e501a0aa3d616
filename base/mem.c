/* SPDX-License-Identifier: MIT */
/*
 * Words where both sides are aligned, else bytes. A compiler that recognises
 * such a loop would replace it by a call of the very function it is in; the
 * barrier in each loop hides it, whatever the flags.
 */
#include "mem.h"

#include <stdbool.h>
#include <stdint.h>

#define HIDE_LOOP() __asm__ volatile("")

/* A word that may alias anything. */
typedef uint32_t __attribute__((may_alias)) alias_word;
#define WORD sizeof(alias_word)

static bool
are_aligned(const void *to, const void *from)
{
    return (((uintptr_t)to | (uintptr_t)from) & (WORD - 1)) == 0;
}

static void
copy_up(unsigned char *to, const unsigned char *from, size_t length)
{
    if (are_aligned(to, from)) {
        for (; length >= WORD; length -= WORD) {
            HIDE_LOOP();
            *(alias_word *)(void *)to = *(const alias_word *)(const void *)from;
            to += WORD;
            from += WORD;
        }
    }
    for (; length != 0; length--) {
        HIDE_LOOP();
        *to++ = *from++;
    }
}

void *
memcpy(void *restrict to, const void *restrict from, size_t length)
{
    copy_up(to, from, length);
    return to;
}

void *
memmove(void *to, const void *from, size_t length)
{
    unsigned char *last = (unsigned char *)to + length;
    const unsigned char *last_from = (const unsigned char *)from + length;

    /* Upwards is right unless `to` begins inside `from` */
    if ((uintptr_t)to - (uintptr_t)from >= length) {
        copy_up(to, from, length);
        return to;
    }
    for (; length != 0; length--) {
        HIDE_LOOP();
        *--last = *--last_from;
    }
    return to;
}

void *
memset(void *to, int value, size_t length)
{
    unsigned char *byte = to;
    uint32_t word = (unsigned char)value * 0x01010101u;

    if (are_aligned(to, to)) {
        for (; length >= WORD; length -= WORD) {
            HIDE_LOOP();
            *(alias_word *)(void *)byte = word;
            byte += WORD;
        }
    }
    for (; length != 0; length--) {
        HIDE_LOOP();
        *byte++ = (unsigned char)value;
    }
    return to;
}

int
memcmp(const void *left, const void *right, size_t length)
{
    const unsigned char *l = left;
    const unsigned char *r = right;

    for (; length != 0; length--, l++, r++) {
        HIDE_LOOP();
        if (*l != *r) {
            return *l < *r ? -1 : 1;
        }
    }
    return 0;
}
