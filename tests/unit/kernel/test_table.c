/* SPDX-License-Identifier: MIT */
/* The interpreter: every operation, width and bound of docs/spec/tables.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_arch.h"
#include "table.h"

#define REG(n) (FAKE_IO + 4u * (n))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const uint32_t slots[DMA_SLOTS] = {
    0, 0x20001000u, 0x30002000u, 0x124u, 0x38000000u, REG(4), REG(8)};
static uint32_t results[DMA_SLOTS];

static int
prepare(void **state)
{
    (void)state;
    fake_reset();
    for (size_t i = 0; i < DMA_SLOTS; i++) {
        results[i] = 0xdeadu;
    }
    return 0;
}

static bool
run(const struct dma_op *table)
{
    return table_run(table, slots, results);
}

/* A count register that moves at each read: n reads, n different values. */
static uint32_t reads_until_set;

static uint32_t
sets_late(uint32_t address, uint32_t stored)
{
    if (address != REG(1)) {
        return stored;
    }
    if (reads_until_set != 0) {
        reads_until_set--;
        return stored;
    }
    return stored | 0x10u;
}

static void
end_alone_touches_nothing(void **state)
{
    static const struct dma_op table[] = {DMA_END};

    (void)state;
    assert_true(run(table));
    assert_int_equal(fake.accesses, 0);
}

static void
undefined_operation_fails(void **state)
{
    static const struct dma_op table[] = {{7u, REG(0), 0, 0}, DMA_END};

    (void)state;
    assert_false(run(table));
    assert_int_equal(fake.accesses, 0);
}

static void
constants_are_written_in_order(void **state)
{
    static const struct dma_op table[] = {
        DMA_WRITE(REG(0), 0x11111111u), DMA_WRITE(REG(2), 0xffffffffu),
        DMA_START(REG(1), 0xc001u), DMA_WRITE(REG(0), 0), DMA_END};

    (void)state;
    assert_int_equal(table[0].head, 0);
    assert_true(run(table));
    assert_int_equal(fake.accesses, 4);
    assert_int_equal(fake.log[0].value, 0x11111111u);
    assert_int_equal(fake.log[1].address, REG(2));
    assert_int_equal(fake.log[2].address, REG(1));
    assert_int_equal(fake.log[2].value, 0xc001u);
    assert_int_equal(*fake_register(REG(0)), 0);
}

static void
each_slot_is_written(void **state)
{
    static const struct dma_op table[] = {DMA_WRITE_SLOT(REG(0), DMA_SLOT_SRC),
                                          DMA_WRITE_SLOT(REG(1), DMA_SLOT_DST),
                                          DMA_WRITE_SLOT(REG(2), DMA_SLOT_LEN),
                                          DMA_WRITE_SLOT(REG(3), DMA_SLOT_SINK),
                                          DMA_END};

    (void)state;
    assert_true(run(table));
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(*fake_register(REG(i)), slots[i + 1]);
    }
}

/* V = ((((slot + (A ? LEN : 0) + bias) >> right) << left) & mask) | value */
static void
value_arithmetic(void **state)
{
    static const struct {
        struct dma_op op;
        uint32_t want;
    } rows[] = {
        /* count in words, packed with control bits */
        {DMA_WRITE_COUNT(REG(0), 2, 0xfffu, 0x8c480000u), 0x8c480049u},
        /* n - 1: bias -1 */
        {{DMA_HEAD(DMA_OP_WR, 0u, DMA_SLOT_LEN, 0u, 0u, 0x3ffu), REG(0), 0,
          0xffffffffu},
         0x123u},
        /* the largest and the least bias */
        {{DMA_HEAD(DMA_OP_WR, 0u, DMA_SLOT_LEN, 0u, 0u, 0x1ffu), REG(0), 0,
          0xffffffffu},
         0x124u + 511u},
        {{DMA_HEAD(DMA_OP_WR, 0u, DMA_SLOT_SRC, 0u, 0u, 0x200u), REG(0), 0,
          0xffffffffu},
         0x20001000u - 512u},
        /* one past the end, and the last element */
        {{DMA_HEAD(DMA_OP_WR, DMA_HEAD_A, DMA_SLOT_DST, 0u, 0u, 0u), REG(0), 0,
          0xffffffffu},
         0x30002124u},
        {{DMA_HEAD(DMA_OP_WR, DMA_HEAD_A, DMA_SLOT_DST, 0u, 0u, 0x3fcu), REG(0),
          0, 0xffffffffu},
         0x30002120u},
        /* A without a slot is LEN alone */
        {{DMA_HEAD(DMA_OP_WR, DMA_HEAD_A, 0u, 0u, 0u, 0u), REG(0), 0,
          0xffffffffu},
         0x124u},
        /* both shifts: low bits are lost */
        {{DMA_HEAD(DMA_OP_WR, 0u, DMA_SLOT_LEN, 5u, 3u, 0u), REG(0), 0,
          0xffffffffu},
         0x48u},
        /* the mask is applied before the constant */
        {{DMA_HEAD(DMA_OP_WR, 0u, DMA_SLOT_LEN, 0u, 0u, 0u), REG(0), 0xf0u,
          0x0fu},
         0xf4u},
        /* the mask does not apply to a constant */
        {{DMA_HEAD(DMA_OP_WR, DMA_HEAD_START, 0u, 0u, 0u, 0u), REG(0), 0xf0u,
          0},
         0xf0u},
        /* it wraps as the register does */
        {{DMA_HEAD(DMA_OP_WR, 0u, DMA_SLOT_SRC, 0u, 31u, 0u), REG(0), 0,
          0xffffffffu},
         0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct dma_op table[] = {rows[i].op, DMA_END};

        assert_true(run(table));
        assert_int_equal(*fake_register(REG(0)), rows[i].want);
    }
}

static void
widths_are_passed_on(void **state)
{
    static const uint32_t operations[] = {DMA_OP_WR,   DMA_OP_MOD, DMA_OP_POLL,
                                          DMA_OP_SKIP, DMA_OP_GET, DMA_OP_SYNC};

    (void)state;
    for (size_t i = 0; i < COUNT(operations); i++) {
        for (uint32_t width = DMA_WIDTH_32; width <= DMA_WIDTH_8; width++) {
            uint32_t head = operations[i] | width << 3;
            uint32_t count = operations[i] == DMA_OP_SKIP ? 0u : 1u;
            const struct dma_op table[] = {
                {operations[i] == DMA_OP_WR ? head : head | count << 22, REG(1),
                 0, 0},
                DMA_END};

            fake_reset();
            assert_true(run(table));
            assert_true(fake.accesses >= 1);
            for (size_t j = 0; j < fake.accesses; j++) {
                assert_int_equal(fake.log[j].width, width);
            }
        }
    }
}

/* POST: the register is counted from the descriptor, whose successor is NEXT.
 */
static void
descriptor_is_written(void **state)
{
    static const struct dma_op table[] = {
        DMA_WRITE_DESCRIPTOR(4, DMA_SLOT_DST, 0xffffffffu, 0),
        DMA_WRITE_DESCRIPTOR(8, DMA_SLOT_NEXT, 0xffffffffu, 1),
        DMA_WRITE_DESCRIPTOR(0, 0u, 0, 0x80000000u), DMA_WRITE(REG(0), 5),
        DMA_END};

    (void)state;
    assert_true(run(table));
    assert_int_equal(*fake_register(REG(5)), slots[DMA_SLOT_DST]);
    assert_int_equal(*fake_register(REG(6)), REG(8) | 1u);
    assert_int_equal(*fake_register(REG(4)), 0x80000000u);
    assert_int_equal(*fake_register(REG(0)), 5);
}

/* IDLE, ACK and FINI: all three, or none after IDLE has said no. */
static void
one_run_goes_through_three_ends(void **state)
{
    static const struct {
        struct dma_op idle[2], ack[2], fini[2], beyond[2];
    } look = {{DMA_POLL(REG(1), 1u, 0u, 1), DMA_END},
              {DMA_GET(DMA_GET_ERROR, REG(2), 0xffu, 0, 0), DMA_END},
              {DMA_WRITE(REG(3), 9), DMA_END},
              {DMA_WRITE(REG(4), 9), DMA_END}};
    static const struct dma_binding binding = {.idle = look.idle};

    (void)state;
    *fake_register(REG(1)) = 1;
    assert_false(table_finish(&binding, slots, results));
    assert_int_equal(fake.accesses, 1);
    *fake_register(REG(1)) = 0;
    *fake_register(REG(2)) = 6;
    assert_true(table_finish(&binding, slots, results));
    assert_int_equal(results[DMA_GET_ERROR], 6);
    assert_int_equal(fake_writes(REG(3)), 1);
    assert_int_equal(fake_writes(REG(4)), 0);
}

static void
modify_keeps_other_bits(void **state)
{
    static const struct dma_op table[] = {DMA_MODIFY(REG(0), 0xc000u, 0x40000u),
                                          DMA_END};

    (void)state;
    *fake_register(REG(0)) = 0xabc1c001u;
    assert_true(run(table));
    assert_int_equal(*fake_register(REG(0)), 0xabc50001u);
    assert_int_equal(fake.accesses, 2);
}

static void
poll_stops_at_the_first_match(void **state)
{
    static const struct dma_op table[] = {DMA_POLL(REG(1), 0x10u, 0x10u, 8),
                                          DMA_END};

    (void)state;
    fake.on_read = sets_late;
    reads_until_set = 3;
    assert_true(run(table));
    assert_int_equal(fake.accesses, 4);
}

static void
poll_is_bounded_to_the_read(void **state)
{
    static const struct dma_op table[] = {DMA_POLL(REG(1), 0x10u, 0x10u, 4),
                                          DMA_WRITE(REG(0), 1), DMA_END};

    (void)state;
    fake.on_read = sets_late;
    reads_until_set = 3; /* the last read that is allowed */
    assert_true(run(table));
    fake_reset();
    fake.on_read = sets_late;
    reads_until_set = 4;
    assert_false(run(table));
    assert_int_equal(fake.accesses, 4);
    assert_int_equal(fake_writes(REG(0)), 0); /* nothing after it runs */
}

static void
poll_with_the_largest_count(void **state)
{
    static const struct dma_op table[] = {DMA_POLL(REG(1), 1u, 1u, 500),
                                          DMA_END};

    (void)state;
    assert_false(run(table));
    assert_int_equal(fake.accesses, 500);
}

static void
poll_of_no_reads_fails(void **state)
{
    static const struct dma_op table[] = {DMA_POLL(REG(1), 0u, 0u, 0), DMA_END};

    (void)state;
    assert_false(run(table));
    assert_int_equal(fake.accesses, 0);
}

static void
soft_poll_goes_on(void **state)
{
    static const struct dma_op table[] = {
        DMA_POLL_SOFT(REG(1), 0x10u, 0x10u, 3), DMA_WRITE(REG(0), 7), DMA_END};

    (void)state;
    assert_true(run(table));
    assert_int_equal(fake.accesses, 4);
    assert_int_equal(*fake_register(REG(0)), 7);
}

static void
poll_for_any_bit(void **state)
{
    static const struct dma_op table[] = {
        {DMA_HEAD(DMA_OP_POLL, DMA_HEAD_A, 0u, 0u, 0u, 2u), REG(1), 0, 0x30u},
        DMA_END};

    (void)state;
    assert_false(run(table));
    *fake_register(REG(1)) = 0xfu;
    assert_false(run(table));
    *fake_register(REG(1)) = 0x20u;
    assert_true(run(table));
}

static void
skip_passes_over_exactly_so_many(void **state)
{
    static const struct dma_op table[] = {
        DMA_SKIP(REG(0), 0xffu, 0x5u, 2), DMA_WRITE(REG(1), 1),
        DMA_WRITE(REG(2), 1), DMA_WRITE(REG(3), 1), DMA_END};

    (void)state;
    *fake_register(REG(0)) = 0x105u;
    assert_true(run(table));
    assert_int_equal(fake_writes(REG(1)) + fake_writes(REG(2)), 0);
    assert_int_equal(fake_writes(REG(3)), 1);
    *fake_register(REG(0)) = 0x106u;
    assert_true(run(table));
    assert_int_equal(fake_writes(REG(1)) + fake_writes(REG(2)), 2);
    assert_int_equal(fake_writes(REG(3)), 2);
}

static void
skip_may_lead_to_the_end(void **state)
{
    static const struct dma_op table[] = {DMA_SKIP(REG(0), 0u, 0u, 1),
                                          DMA_POLL(REG(1), 1u, 1u, 1), DMA_END};

    (void)state;
    assert_true(run(table));
    assert_int_equal(fake.accesses, 1);
}

static void
sync_is_a_barrier_and_reads(void **state)
{
    static const struct dma_op table[] = {DMA_SYNC(REG(0), 0),
                                          DMA_SYNC(REG(2), 3), DMA_END};

    (void)state;
    assert_true(run(table));
    assert_int_equal(fake.barriers, 2);
    assert_int_equal(fake.accesses, 3);
    assert_int_equal(fake.log[0].address, REG(2));
    assert_false(fake.log[0].write);
}

static void
get_shifts_a_field(void **state)
{
    static const struct dma_op table[] = {
        DMA_GET(DMA_GET_RESIDUE, REG(0), 0xfffu, 0, 2),
        DMA_GET(DMA_GET_ERROR, REG(0), 0xf0000u, 16, 0),
        DMA_GET(DMA_SLOT_SINK, REG(1), 0xffffffffu, 0, 0), DMA_END};

    (void)state;
    *fake_register(REG(0)) = 0x8c48f123u & ~0x40000u;
    *fake_register(REG(1)) = 0xffffffffu;
    assert_true(run(table));
    assert_int_equal(results[DMA_GET_RESIDUE], 0x123u << 2);
    assert_int_equal(results[DMA_GET_ERROR], 0x8u);
    assert_int_equal(results[DMA_SLOT_SINK], 0xffffffffu);
    assert_int_equal(results[2], 0xdeadu); /* not read: left alone */
}

/* A register may hold one less than what is left, or what was moved. */
static void
get_counts_as_the_register_does(void **state)
{
    static const struct dma_op table[] = {
        DMA_GET_LESS_ONE(DMA_GET_RESIDUE, REG(0), 0x3ff0000u, 16, 2),
        DMA_GET_REST(DMA_GET_ERROR, REG(1), 0xffffu), DMA_END};

    (void)state;
    *fake_register(REG(0)) = 0x40a7ffffu;
    *fake_register(REG(1)) = 0xf0003u;
    assert_true(run(table));
    assert_int_equal(results[DMA_GET_RESIDUE], 0xa8u << 2);
    assert_int_equal(results[DMA_GET_ERROR], slots[DMA_SLOT_LEN] - 3u);
}

/* A load that faults gives 0, which IDLE would take for rest: ask first. */
static void
bus_fault_is_left_for_the_caller(void **state)
{
    static const struct dma_op table[] = {DMA_WRITE(REG(0), 5),
                                          DMA_POLL(REG(1), 1u, 0u, 1), DMA_END};

    (void)state;
    *fake_register(REG(1)) = 1;
    fake.fault_at = REG(1);
    assert_true(run(table));
    assert_true(fake.faulted);
    fake.faulted = false;
    fake.fault_at = REG(0);
    assert_false(run(table)); /* goes on after the store that was dropped */
    assert_true(fake.faulted);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(end_alone_touches_nothing, prepare),
        cmocka_unit_test_setup(undefined_operation_fails, prepare),
        cmocka_unit_test_setup(constants_are_written_in_order, prepare),
        cmocka_unit_test_setup(each_slot_is_written, prepare),
        cmocka_unit_test_setup(value_arithmetic, prepare),
        cmocka_unit_test_setup(widths_are_passed_on, prepare),
        cmocka_unit_test_setup(descriptor_is_written, prepare),
        cmocka_unit_test_setup(one_run_goes_through_three_ends, prepare),
        cmocka_unit_test_setup(modify_keeps_other_bits, prepare),
        cmocka_unit_test_setup(poll_stops_at_the_first_match, prepare),
        cmocka_unit_test_setup(poll_is_bounded_to_the_read, prepare),
        cmocka_unit_test_setup(poll_with_the_largest_count, prepare),
        cmocka_unit_test_setup(poll_of_no_reads_fails, prepare),
        cmocka_unit_test_setup(soft_poll_goes_on, prepare),
        cmocka_unit_test_setup(poll_for_any_bit, prepare),
        cmocka_unit_test_setup(skip_passes_over_exactly_so_many, prepare),
        cmocka_unit_test_setup(skip_may_lead_to_the_end, prepare),
        cmocka_unit_test_setup(sync_is_a_barrier_and_reads, prepare),
        cmocka_unit_test_setup(get_shifts_a_field, prepare),
        cmocka_unit_test_setup(get_counts_as_the_register_does, prepare),
        cmocka_unit_test_setup(bus_fault_is_left_for_the_caller, prepare),
    };

    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
