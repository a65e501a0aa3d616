/* SPDX-License-Identifier: MIT */
/*
 * Regions of PMSAv7: which ranges can be one, which words say so. The words are
 * decoded again by the rules of the manual, and what a region covers is
 * compared byte range by byte range.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "diag.h"
#include "layout.h"
#include "region.h"
#include "small_app.h"

#define V7 PROTECTION_PMSAV7

/* Armv7-M, B3.5.9: does the pair cover this address? */
static bool
covers(const uint32_t words[2], uint32_t address)
{
    uint32_t power = (words[1] >> 1 & 31) + 1;
    uint64_t size = 1ull << power;
    uint32_t base = words[0] & ~31u;

    if ((words[1] & 1) == 0 || address - base >= size) {
        return false;
    }
    if (power < 8) {
        return true;
    }
    return (words[1] >> 8 >> ((address - base) / (size / 8)) & 1) == 0;
}

static void
assert_covers_exactly(uint32_t base, uint32_t size)
{
    const struct range range = {
        .base = base, .size = size, .attributes = REGION_READ};
    uint32_t words[2];

    protection_words(V7, &range, 3, words);
    assert_int_equal(words[0] & 31u, 0x13); /* valid, region 3 */
    assert_int_equal((words[0] & ~31u) % (2u << (words[1] >> 1 & 31)), 0);
    assert_true(covers(words, base));
    assert_true(covers(words, base + size - 1));
    assert_true(base == 0 || !covers(words, base - 1));
    assert_false(covers(words, base + size));
    for (uint32_t at = base; at < base + size; at += 32) {
        assert_true(covers(words, at));
    }
}

static void
test_sizes(void **state)
{
    (void)state;
    assert_int_equal(protection_size(V7, 1), 32);
    assert_int_equal(protection_size(V7, 33), 64);
    assert_int_equal(protection_size(V7, 225), 256);
    assert_int_equal(protection_size(V7, 257), 320);
    assert_int_equal(protection_size(V7, 512), 512);
    assert_int_equal(protection_size(V7, 1025), 1280);
    assert_int_equal(protection_size(V7, 15360), 16384);
    assert_int_equal(protection_size(PROTECTION_PMSAV8, 1025), 1056);
    assert_int_equal(protection_step(V7, 32), 32);
    assert_int_equal(protection_step(V7, 256), 32);
    assert_int_equal(protection_step(V7, 1025), 256);
    assert_int_equal(protection_step(V7, 4u << 20), 512u << 10);
}

/*
 * What eighths of a block save where a region would else be a whole block: over
 * all sizes up to 16K, in steps of 32 bytes.
 */
static void
test_subregions_save_memory(void **state)
{
    uint64_t asked = 0, whole = 0, eighths = 0;

    (void)state;
    for (uint32_t size = 32; size <= 16384; size += 32) {
        uint32_t block = 32, given = protection_size(V7, size);

        while (block < size) {
            block *= 2;
        }
        assert_true(given >= size && given <= block);
        assert_true(4 * (given - size) <= size);
        assert_true(protection_fits(V7, 0, given));
        asked += size;
        whole += block;
        eighths += given;
    }
    print_message("512 regions, %" PRIu64 " bytes asked: %" PRIu64
                  " as blocks, %" PRIu64 " as eighths\n",
                  asked, whole, eighths);
    assert_true(4 * (eighths - asked) < whole - asked);
}

static void
test_what_fits(void **state)
{
    (void)state;
    assert_true(protection_fits(V7, 0x20000000, 32));
    assert_true(protection_fits(V7, 0x200000e0, 32));
    assert_false(protection_fits(V7, 0x200000e0, 64)); /* straddles 256 */
    assert_true(protection_fits(V7, 0x20000080, 128));
    assert_true(protection_fits(V7, 0x200000c0, 128));  /* eighths of 512 */
    assert_false(protection_fits(V7, 0x200001c0, 128)); /* straddles 512 */
    assert_false(protection_fits(V7, 0x20000010, 32));
    assert_false(protection_fits(V7, 0x20000000, 48));
    assert_false(protection_fits(V7, 0x20000000, 0));
    assert_true(protection_fits(V7, 0xfffff000, 0x1000));
    assert_true(protection_fits(V7, 0, 0x80000000));
}

/* All ranges of up to 2 KiB in a window: covered exactly, or refused. */
static void
test_words_cover_the_range(void **state)
{
    uint32_t fitting = 0;

    (void)state;
    for (uint32_t size = 32; size <= 2048; size += 32) {
        for (uint32_t base = 0x20000000; base < 0x20001000; base += 32) {
            if (protection_fits(V7, base, size)) {
                assert_covers_exactly(base, size);
                fitting++;
            }
        }
    }
    assert_true(fitting > 500);
}

static void
assert_words(const struct range *range, uint32_t first, uint32_t second)
{
    uint32_t words[2];

    protection_words(V7, range, 5, words);
    assert_int_equal(words[0], first);
    assert_int_equal(words[1], second);
}

/* RASR: XN 28, AP 26:24 (3 read-write, 2 read-only to tasks, 6 to all), TEX
 * 21:19, S C B 18:16, SRD 15:8, SIZE 5:1, enable 0. */
static void
test_rights_and_types(void **state)
{
    const struct range text = {.base = 0x400,
                               .size = 0x400,
                               .attributes = REGION_READ | REGION_EXECUTE};
    const struct range home = {.base = 0x20000300,
                               .size = 0x500,
                               .attributes = REGION_READ | REGION_WRITE};
    const struct range view = {
        .base = 0x20000000, .size = 0x20, .attributes = REGION_READ};
    const struct range misfit = {
        .base = 0x20000300, .size = 0x1900, .attributes = REGION_READ};
    const struct range device = {.base = 0x40004000,
                                 .size = 0x1000,
                                 .attributes = REGION_READ | REGION_WRITE |
                                               REGION_DEVICE};

    (void)state;
    assert_words(&text, 0x00000415, 0x06020013);
    assert_words(&home, 0x20000015, 0x130b0715);
    assert_words(&view, 0x20000015, 0x120bfe0f);
    assert_words(&device, 0x40004015, 0x13050017);
    assert_words(NULL, 0x15, 0);
    assert_words(&misfit, 0x15, 0);
}

static void
test_default_map(void **state)
{
    (void)state;
    assert_true(protection_agrees(V7, 0, 4u << 20, false));
    assert_false(protection_agrees(V7, 0, 4u << 20, true));
    assert_true(protection_agrees(V7, 0x40000000, 0x1000, true));
    assert_false(protection_agrees(V7, 0x40000000, 0x1000, false));
    assert_false(protection_agrees(V7, 0x1ffff000, 0x2000, false));
    assert_true(protection_agrees(PROTECTION_PMSAV8, 0x40000000, 32, false));
}

static struct small_app s;

static int
begin(void **state)
{
    (void)state;
    diag_reset();
    small_app_init(&s);
    s.chip.protection = V7;
    return 0;
}

static int
end(void **state)
{
    (void)state;
    diag_reset();
    arena_free();
    return 0;
}

static void
assert_placed(const struct range *range)
{
    assert_true(protection_fits(V7, range->base, range->size));
}

static void
test_layout(void **state)
{
    (void)state;
    assert_true(layout_place(&s.app, &s.sizes));
    for (size_t i = 0; i < s.app.task_count; i++) {
        assert_placed(&s.tasks[i].text);
        assert_placed(&s.tasks[i].home);
    }
    assert_placed(&s.buffer);
    assert_int_equal(s.tasks[1].home.size, 640); /* 544 in eighths of 1024 */
    assert_int_equal(s.tasks[1].text.size, 2560);
    assert_int_equal(s.tasks[0].entry, s.tasks[0].text.base + 16);
}

/* An area in the way: what comes after it has to fit again. */
static void
test_layout_around_areas(void **state)
{
    (void)state;
    s.area.memory = &s.memories[RAM];
    s.area.base = s.memories[RAM].base + 0x800;
    s.area.size = 0x120;
    assert_true(layout_place(&s.app, &s.sizes));
    for (size_t i = 0; i < s.app.task_count; i++) {
        assert_placed(&s.tasks[i].home);
        assert_true(s.tasks[i].home.base >= s.area.base + s.area.size ||
                    s.tasks[i].home.base + s.tasks[i].home.size <= s.area.base);
    }
}

static void
test_layout_too_small(void **state)
{
    (void)state;
    s.task_sizes[1].ram = 0x3001; /* rounded up to 0x3800 */
    assert_false(layout_place(&s.app, &s.sizes));
    assert_int_equal(diag_count(), 1);
}

/* While measuring, a text is a whole memory, whatever its size. */
static void
test_measure_in_odd_memory(void **state)
{
    uint32_t words[2];

    (void)state;
    s.memories[CODE].size = 0xa020;
    layout_measure(&s.app);
    assert_int_equal(diag_count(), 0);
    protection_words(V7, &s.tasks[0].text, 1, words);
    assert_int_equal(words[1], 0);
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_sizes),
        TEST(test_subregions_save_memory),
        TEST(test_what_fits),
        TEST(test_words_cover_the_range),
        TEST(test_rights_and_types),
        TEST(test_default_map),
        TEST(test_layout),
        TEST(test_layout_around_areas),
        TEST(test_layout_too_small),
        TEST(test_measure_in_odd_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
