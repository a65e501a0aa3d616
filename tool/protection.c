/* SPDX-License-Identifier: MIT */
#include "protection.h"

#include <stddef.h>

#include "region.h"

/* PMSAv8 (Armv8-M Architecture Reference Manual, D1.2: MPU_RBAR, MPU_RLAR). */
#define RBAR_READ_WRITE (1u << 1) /* AP: any privilege */
#define RBAR_READ_ONLY (3u << 1)
#define RBAR_NO_EXECUTE 1u
#define RLAR_ENABLE 1u
#define RLAR_ATTRIBUTE_SHIFT 1u
/* Indices into the memory attributes that the port sets up at boot. */
#define ATTRIBUTE_NORMAL 0u /* write-back */
#define ATTRIBUTE_DEVICE 1u
#define ATTRIBUTE_DMA 2u /* normal, not cached */

/* PMSAv7 (Armv7-M Architecture Reference Manual, B3.5: MPU_RBAR, MPU_RASR). */
#define RBAR_VALID (1u << 4) /* the word names its region */
#define RASR_NO_EXECUTE (1u << 28)
#define RASR_READ_WRITE (3u << 24)            /* any privilege */
#define RASR_KERNEL_WRITES (2u << 24)         /* tasks read only */
#define RASR_READ_ONLY (6u << 24)             /* any privilege */
#define RASR_WRITE_BACK (1u << 19 | 3u << 16) /* TEX 1, C, B */
#define RASR_WRITE_THROUGH (1u << 17)         /* C */
#define RASR_DEVICE (5u << 16)                /* S, B */
#define RASR_SUBREGIONS_SHIFT 8u
#define RASR_SIZE_SHIFT 1u
#define RASR_ENABLE 1u
/* Blocks of less have no eighths; smaller regions are eighths of such. */
#define BLOCK_LEAST 256u
#define EIGHTHS 8u

/* Returns: the smallest block of PMSAv7 with room for `size` bytes. */
static uint64_t
block_for(uint64_t size)
{
    uint64_t block = BLOCK_LEAST;

    while (block < size) {
        block *= 2;
    }
    return block;
}

/* Returns: the block whose eighths make the range, or 0 if there is none. */
static uint64_t
block_of(uint64_t base, uint64_t size)
{
    for (uint64_t block = block_for(size); block / EIGHTHS <= size;
         block *= 2) {
        uint64_t eighth = block / EIGHTHS;

        if (base % eighth == 0 && size % eighth == 0 &&
            base / block == (base + size - 1) / block) {
            return block;
        }
    }
    return 0;
}

uint32_t
protection_step(enum protection_kind kind, uint32_t size)
{
    return kind == PROTECTION_PMSAV8 ? PROTECTION_GRAIN
                                     : (uint32_t)(block_for(size) / EIGHTHS);
}

uint32_t
protection_size(enum protection_kind kind, uint32_t size)
{
    uint32_t step = protection_step(kind, size);

    return (size + step - 1) / step * step;
}

bool
protection_fits(enum protection_kind kind, uint64_t base, uint32_t size)
{
    if (kind == PROTECTION_PMSAV8) {
        return base % PROTECTION_GRAIN == 0 && size % PROTECTION_GRAIN == 0;
    }
    return size != 0 && block_of(base, size) != 0;
}

/* Armv7-M, B3.1: what the default map has in each half gigabyte. */
static const uint32_t default_types[] = {
    RASR_WRITE_THROUGH, RASR_WRITE_BACK, RASR_DEVICE, RASR_WRITE_BACK,
    RASR_WRITE_THROUGH, RASR_DEVICE,     RASR_DEVICE, RASR_DEVICE,
};

static uint32_t
default_type(uint32_t address)
{
    return default_types[address >> 29];
}

bool
protection_agrees(enum protection_kind kind, uint32_t base, uint32_t size,
                  bool device)
{
    uint32_t last = base + (size - 1);

    return kind == PROTECTION_PMSAV8 ||
           (default_type(base) == default_type(last) &&
            (default_type(base) == RASR_DEVICE) == device &&
            last - base < 1u << 29);
}

static void
words_v8(const struct range *range, uint32_t words[2])
{
    uint32_t attribute = ATTRIBUTE_NORMAL;
    uint32_t base = range->base;

    if ((range->attributes & REGION_DEVICE) != 0) {
        attribute = ATTRIBUTE_DEVICE;
    } else if ((range->attributes & REGION_DMA) != 0) {
        attribute = ATTRIBUTE_DMA;
    }
    base |= (range->attributes & REGION_WRITE) != 0 ? RBAR_READ_WRITE
                                                    : RBAR_READ_ONLY;
    if ((range->attributes & REGION_EXECUTE) == 0) {
        base |= RBAR_NO_EXECUTE;
    }
    words[0] = base;
    words[1] = ((range->base + range->size - 1) & ~(PROTECTION_GRAIN - 1)) |
               attribute << RLAR_ATTRIBUTE_SHIFT | RLAR_ENABLE;
}

/* Set bits leave eighths out, of a block of 2 to the `power`. */
static uint32_t
left_out(const struct range *range, uint32_t power)
{
    uint32_t first = range->base >> (power - 3) & (EIGHTHS - 1);
    uint32_t count = range->size >> (power - 3);

    return ~(((1u << count) - 1) << first) & 0xffu;
}

/*
 * The kernel writes memory of tasks while another's regions are loaded, so what
 * some task may only read must not stop it; code is nobody's to write.
 */
static uint32_t
access_v7(uint32_t attributes)
{
    if ((attributes & REGION_WRITE) != 0) {
        return RASR_READ_WRITE | RASR_NO_EXECUTE;
    }
    return (attributes & REGION_EXECUTE) != 0
               ? RASR_READ_ONLY
               : RASR_KERNEL_WRITES | RASR_NO_EXECUTE;
}

static void
words_v7(const struct range *range, uint32_t words[2])
{
    uint64_t block = block_of(range->base, range->size);
    uint32_t power = 0;

    if (block == 0) {
        return; /* a place for measuring only: off */
    }
    while (block >> power > 1) {
        power++;
    }
    words[0] |= range->base & ~(uint32_t)(block - 1);
    words[1] = access_v7(range->attributes) | default_type(range->base) |
               left_out(range, power) << RASR_SUBREGIONS_SHIFT |
               (power - 1) << RASR_SIZE_SHIFT | RASR_ENABLE;
}

void
protection_words(enum protection_kind kind, const struct range *range,
                 uint32_t number, uint32_t words[2])
{
    words[0] = kind == PROTECTION_PMSAV7 ? RBAR_VALID | number : 0;
    words[1] = 0;
    if (range != NULL && kind == PROTECTION_PMSAV7) {
        words_v7(range, words);
    } else if (range != NULL) {
        words_v8(range, words);
    }
}

void
protection_guard(uint32_t base, uint32_t number, uint32_t words[2])
{
    uint32_t power = 5; /* of the grain */

    words[0] = base | RBAR_VALID | number;
    words[1] = RASR_NO_EXECUTE | default_type(base) |
               (power - 1) << RASR_SIZE_SHIFT | RASR_ENABLE;
}
