/* SPDX-License-Identifier: MIT */
/* Placement, alignment, protection words, what does not fit, overlaps. */
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

static struct small_app s;

static int
begin(void **state)
{
    (void)state;
    diag_reset();
    small_app_init(&s);
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
assert_at(const struct range *range, uint32_t base, uint32_t size)
{
    assert_int_equal(range->base, base);
    assert_int_equal(range->size, size);
}

static void
test_round(void **state)
{
    (void)state;
    assert_int_equal(layout_round(0, 32), 0);
    assert_int_equal(layout_round(1, 32), 32);
    assert_int_equal(layout_round(32, 32), 32);
    assert_int_equal(layout_round(33, 32), 64);
    assert_int_equal(layout_round(1020, 8), 1024);
}

static void
test_places(void **state)
{
    (void)state;
    assert_true(layout_place(&s.app, &s.sizes));
    assert_at(&s.app.kernel_text, 0x10000000, 5024);
    assert_at(&s.app.kernel_data, 0x38000000, 2016);
    assert_at(&s.app.sink, 0x38200000, 64);
    assert_at(&s.tasks[0].text, 0x10000000 + 5024, 1024);
    assert_at(&s.tasks[1].text, 0x10000000 + 5024 + 1024, 2080);
    assert_at(&s.tasks[0].home, 0x38000000 + 2016, 1120);
    assert_at(&s.tasks[1].home, 0x38000000 + 2016 + 1120, 544);
    /* The sink has a block of 1 KiB to itself. */
    assert_at(&s.buffer, 0x38200400, 256);
    assert_at(&s.area, 0x80001000, 0x1000);
    assert_int_equal(s.tasks[0].entry, s.tasks[0].text.base + 16);
    assert_int_equal(s.tasks[0].data_size, 40);
    assert_int_equal(s.tasks[0].bss_size, 36);
}

static void
test_stack_is_rounded(void **state)
{
    (void)state;
    assert_true(layout_place(&s.app, &s.sizes));
    assert_int_equal(s.tasks[0].stack, 1024);
}

static void
test_twice_is_the_same(void **state)
{
    uint32_t base;

    (void)state;
    assert_true(layout_place(&s.app, &s.sizes));
    base = s.tasks[1].home.base;
    assert_true(layout_place(&s.app, &s.sizes));
    assert_int_equal(s.tasks[1].home.base, base);
}

/* Two views of one area are one region; text and home are never shared. */
static void
test_region_numbers(void **state)
{
    (void)state;
    assert_true(layout_place(&s.app, &s.sizes));
    assert_int_equal(layout_region_count(&s.app), 7);
    assert_int_equal(s.tasks[0].home.index, 0);
    assert_int_equal(s.tasks[0].text.index, 1);
    assert_int_equal(s.view.index, s.area.index);
    assert_int_not_equal(s.buffer.index, s.area.index);
    assert_int_equal(layout_task_regions(&s.tasks[1]), 5);
    assert_ptr_equal(layout_region(&s.tasks[1], 0), &s.tasks[1].home);
    assert_ptr_equal(layout_region(&s.tasks[1], 1), &s.tasks[1].text);
    assert_ptr_equal(layout_region(&s.tasks[1], 2), &s.uart);
}

static void
test_attributes(void **state)
{
    (void)state;
    assert_true(layout_place(&s.app, &s.sizes));
    assert_int_equal(layout_attributes(&s.tasks[0].home),
                     REGION_READ | REGION_WRITE);
    assert_int_equal(layout_attributes(&s.tasks[0].text),
                     REGION_READ | REGION_EXECUTE);
    assert_int_equal(layout_attributes(&s.view),
                     REGION_READ | REGION_DMA | REGION_SHARED);
    assert_int_equal(layout_attributes(&s.area),
                     REGION_READ | REGION_WRITE | REGION_DMA | REGION_SHARED);
    assert_int_equal(layout_attributes(&s.buffer),
                     REGION_READ | REGION_WRITE | REGION_DMA);
}

/* A home in memory for DMA is marked so: lease tables must not lie there. */
static void
test_home_in_dma_memory(void **state)
{
    (void)state;
    s.tasks[1].home.memory = &s.memories[DMA_RAM];
    assert_true(layout_place(&s.app, &s.sizes));
    assert_at(&s.tasks[1].home, 0x38200400, 544);
    assert_int_equal(layout_attributes(&s.tasks[1].home),
                     REGION_READ | REGION_WRITE | REGION_DMA);
}

static void
assert_words(const struct range *range, uint32_t first, uint32_t second)
{
    uint32_t words[2];

    protection_words(PROTECTION_PMSAV8, range, 0, words);
    assert_int_equal(words[0], first);
    assert_int_equal(words[1], second);
}

static void
test_protection(void **state)
{
    const struct range text = {.base = 0x10000020,
                               .size = 0x40,
                               .attributes = REGION_READ | REGION_EXECUTE};
    const struct range home = {.base = 0x38000000,
                               .size = 0x20,
                               .attributes = REGION_READ | REGION_WRITE};
    const struct range device = {.base = 0x50200000,
                                 .size = 0x1000,
                                 .attributes = REGION_READ | REGION_WRITE |
                                               REGION_DEVICE};
    const struct range dma = {.base = 0x80000000,
                              .size = 0x800000,
                              .attributes = REGION_READ | REGION_DMA};

    (void)state;
    /* RBAR: base, AP in 2:1 (01 read-write, 11 read-only), XN in 0.
     * RLAR: last block, memory type in 3:1, enabled in 0. */
    assert_words(&text, 0x10000026, 0x10000041);
    assert_words(&home, 0x38000003, 0x38000001);
    assert_words(&device, 0x50200003, 0x50200fe3);
    assert_words(&dma, 0x80000007, 0x807fffe5);
}

static void
test_around_areas(void **state)
{
    (void)state;
    s.area.memory = &s.memories[DMA_RAM];
    s.area.base = 0x38200000;
    s.area.size = 0x40;
    assert_true(layout_place(&s.app, &s.sizes));
    assert_int_equal(s.app.sink.base, 0x38200400);
    assert_int_equal(s.buffer.base, 0x38200800);
}

static void
test_task_does_not_fit(void **state)
{
    (void)state;
    s.task_sizes[1].ram = 0x4000;
    assert_false(layout_place(&s.app, &s.sizes));
    assert_int_equal(diag_count(), 1);
}

static void
test_all_misfits_are_told(void **state)
{
    (void)state;
    s.sizes.kernel.ram = 0x8000;
    s.task_sizes[0].text = 0x20000;
    s.task_sizes[1].ram = 0x4001;
    s.buffer.size = 0x8000;
    assert_false(layout_place(&s.app, &s.sizes));
    assert_int_equal(diag_count(), 4);
}

/* Filled to the last byte, and one block more. */
static void
test_exact_fit(void **state)
{
    (void)state;
    s.task_sizes[1].ram = 0x4000 - 2016 - 1120;
    assert_true(layout_place(&s.app, &s.sizes));
    s.task_sizes[1].ram += 1;
    assert_false(layout_place(&s.app, &s.sizes));
}

static void
test_top_of_address_space(void **state)
{
    (void)state;
    s.memories[RAM].base = 0xffffc000;
    s.task_sizes[1].ram = 0x4000 - 2016 - 1120;
    assert_true(layout_place(&s.app, &s.sizes));
    s.task_sizes[1].ram += 32;
    assert_false(layout_place(&s.app, &s.sizes));
}

static void
test_overlap(void **state)
{
    (void)state;
    s.uart.base = 0x80001800; /* inside the area */
    assert_false(layout_place(&s.app, &s.sizes));
    assert_int_equal(diag_count(), 1);
}

static void
test_too_many_regions(void **state)
{
    struct range more[6], *pointers[8];

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        more[i] = s.uart;
        more[i].base = 0x50300000 + 0x1000 * (uint32_t)i;
        pointers[i] = &more[i];
    }
    s.tasks[1].ranges = pointers;
    s.tasks[1].range_count = 6;
    assert_true(layout_place(&s.app, &s.sizes));
    pointers[6] = &s.uart;
    s.tasks[1].range_count = 7;
    assert_false(layout_place(&s.app, &s.sizes));
}

static void
test_no_place_for_the_sink(void **state)
{
    (void)state;
    s.family.reach_count = 1; /* code only */
    assert_false(layout_place(&s.app, &s.sizes));
    s.chip.controller_count = 0;
    diag_reset();
    assert_true(layout_place(&s.app, &s.sizes));
}

static void
test_measure(void **state)
{
    (void)state;
    layout_measure(&s.app);
    assert_at(&s.tasks[0].text, 0x10000000, 0x10000);
    assert_at(&s.tasks[1].text, 0x10000000, 0x10000);
    assert_at(&s.tasks[1].home, 0x38000000, 0x4000);
    assert_at(&s.app.kernel_text, 0x10000000, 0x10000);
    assert_int_equal(layout_region_count(&s.app), 7);
    assert_int_equal(diag_count(), 0);
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_round),
        TEST(test_places),
        TEST(test_stack_is_rounded),
        TEST(test_twice_is_the_same),
        TEST(test_region_numbers),
        TEST(test_attributes),
        TEST(test_home_in_dma_memory),
        TEST(test_protection),
        TEST(test_around_areas),
        TEST(test_task_does_not_fit),
        TEST(test_all_misfits_are_told),
        TEST(test_exact_fit),
        TEST(test_top_of_address_space),
        TEST(test_overlap),
        TEST(test_too_many_regions),
        TEST(test_no_place_for_the_sink),
        TEST(test_measure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
