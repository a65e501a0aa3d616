/* SPDX-License-Identifier: MIT */
/* The longest path, on functions of a few instructions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "code_kit.h"
#include "diag.h"
#include "path.h"

static const struct path_word words[] = {{"turns", 10}};

/* Instructions that the tool adds for the last look at a condition. */
#define LOOK 8u

static struct path_search *
begin(const struct code *code)
{
    struct path_search *search =
        path_begin(code, SLUICE_ROOT "/tests/unit/tool/bounds.yaml", words, 1);

    assert_non_null(search);
    return search;
}

static struct path_cost
cost_of(const char *name)
{
    struct code *code = code_read(&code_program, 0, 0);
    struct path_search *search = begin(code);
    struct path_cost cost;

    assert_true(path_longest(search, code_named(code, name), &cost));
    path_end(search);
    return cost;
}

static void
test_dearer_branch_counts(void **state)
{
    (void)state;
    /* cbz r0, over three */
    FUNCTION("first", 0xb108, NOP, NOP, NOP, BX_LR);
    assert_int_equal(cost_of("first").instructions, 5);
}

static void
test_calls_count_where_they_stand(void **state)
{
    (void)state;
    FUNCTION("first", PUSH_LR, BL(10), BL(6), POP_PC);
    FUNCTION("read", NOP, BX_LR);
    assert_int_equal(cost_of("first").instructions, 4 + 2 + 2);
    assert_int_equal(cost_of("first").accesses, 2);
}

static void
test_loop_counts_as_often_as_said(void **state)
{
    (void)state;
    /* subs; bne: two instructions a turn */
    FUNCTION("rounds", NOP, 0x3801, 0xd1fd, BX_LR);
    assert_int_equal(cost_of("rounds").instructions, 1 + 11 * 2 + LOOK + 1);
}

static void
test_loops_in_loops_multiply(void **state)
{
    (void)state;
    FUNCTION("twice", NOP, NOP, 0x3801, 0xd1fd, 0x3901, 0xd1fa, BX_LR);
    /* outer: nop, inner, two; by address the outer is the first */
    assert_int_equal(cost_of("twice").instructions,
                     1 + 21 * (1 + (4 * 2 + LOOK) + 2) + LOOK + 1);
}

static void
test_loop_that_never_runs_costs_a_look(void **state)
{
    (void)state;
    FUNCTION("never", 0x3801, 0xd1fd, BX_LR);
    assert_int_equal(cost_of("never").instructions, LOOK + 1);
}

static void
test_loop_that_runs_once(void **state)
{
    (void)state;
    FUNCTION("whole", 0x3801, 0xd1fd, BX_LR);
    assert_int_equal(cost_of("whole").instructions, 2 + LOOK + 1);
}

static void
test_loop_without_a_bound(void **state)
{
    struct code *code;
    struct path_search *search;
    struct path_cost cost;

    (void)state;
    FUNCTION("first", 0x3801, 0xd1fd, BX_LR);
    code = code_read(&code_program, 0, 0);
    search = begin(code);
    assert_false(path_longest(search, code_named(code, "first"), &cost));
    assert_int_equal(diag_count(), 1);
    path_end(search);
    diag_reset();
}

static void
test_nothing_waits_for_a_reset(void **state)
{
    (void)state;
    FUNCTION("first", PUSH_LR, BL(6), POP_PC);
    FUNCTION("reset", NOP, NOP, NOP, 0xe7fe);
    assert_int_equal(cost_of("first").instructions, 3 + 1);
}

static void
test_total_is_less_than_a_call_each_turn(void **state)
{
    (void)state;
    /* bl rare; subs; bne */
    FUNCTION("rounds", NOP, BL(10), 0x3801, 0xd1fb, BX_LR);
    FUNCTION("rare", NOP, NOP, NOP, NOP, NOP, NOP, BX_LR);
    assert_int_equal(cost_of("rounds").instructions,
                     1 + 11 * (1 + 1 + 2) + LOOK + 1 + 2 * 7);
}

static void
test_one_call_is_less_than_the_total(void **state)
{
    (void)state;
    FUNCTION("first", PUSH_LR, BL(6), POP_PC);
    FUNCTION("rare", NOP, NOP, NOP, NOP, NOP, NOP, BX_LR);
    assert_int_equal(cost_of("first").instructions, 3 + 7);
}

static void
test_what_is_left_out(void **state)
{
    struct code *code;
    struct path_search *search;
    struct path_cost cost;

    (void)state;
    FUNCTION("first", PUSH_LR, BL(6), POP_PC);
    FUNCTION("rare", NOP, NOP, NOP, NOP, NOP, NOP, BX_LR);
    code = code_read(&code_program, 0, 0);
    search = begin(code);
    path_leave_out(search, "rare");
    assert_true(path_longest(search, code_named(code, "first"), &cost));
    assert_int_equal(cost.instructions, 3 + 1);
    path_end(search);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, code_begin, code_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_dearer_branch_counts),
        TEST(test_calls_count_where_they_stand),
        TEST(test_loop_counts_as_often_as_said),
        TEST(test_loops_in_loops_multiply),
        TEST(test_loop_that_never_runs_costs_a_look),
        TEST(test_loop_that_runs_once),
        TEST(test_loop_without_a_bound),
        TEST(test_nothing_waits_for_a_reset),
        TEST(test_total_is_less_than_a_call_each_turn),
        TEST(test_one_call_is_less_than_the_total),
        TEST(test_what_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
