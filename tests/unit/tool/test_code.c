/* SPDX-License-Identifier: MIT */
/*
 * The depth of stacks, on programs of a few instructions that are written out
 * here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "code.h"
#include "code_kit.h"
#include "stack.h"
#include "thumb.h"

static bool has_fpu; /* the task's manifest says so */

static void
expect_depth(uint32_t depth, const char *chain)
{
    struct stack_report report = stack_of_task(&code_program, has_fpu);

    if (report.problem != NULL) {
        fail_msg("%s", report.problem);
    }
    assert_int_equal(report.depth, depth);
    assert_string_equal(report.chain, chain);
}

static void
expect_problem(const char *problem)
{
    struct stack_report report = stack_of_task(&code_program, has_fpu);

    assert_non_null(report.problem);
    assert_non_null(report.what_now);
    assert_string_equal(report.problem, problem);
}

static void
test_calls_add_up(void **state)
{
    (void)state;
    FUNCTION("first", PUSH_R4_LR, SUB_SP_16, BL(8), ADD_SP_16, POP_R4_PC);
    FUNCTION("second", PUSH_R4_LR, POP_R4_PC);
    expect_depth(24 + 8 + 32, "first 24 -> second 8");
}

static void
test_tail_call_has_given_its_frame_back(void **state)
{
    (void)state;
    /* add sp; pop {r4, lr} (wide); b.n second */
    FUNCTION("first", PUSH_R4_LR, SUB_SP_16, ADD_SP_16, 0xe8bd, 0x4010, 0xe7ff);
    FUNCTION("second", PUSH_LR, SUB_SP_16, ADD_SP_16, POP_PC);
    /* 24 of first's own are more than second's 20 */
    expect_depth(24 + 32, "first 24");
}

static void
test_frame_starts_aligned(void **state)
{
    (void)state;
    FUNCTION("first", PUSH_LR, POP_PC);
    expect_depth(8 + 32, "first 4");
}

static void
test_conditional_return_goes_on(void **state)
{
    (void)state;
    /* it eq; popeq {pc}; sub sp, #16 ... */
    FUNCTION("first", PUSH_LR, 0xbf08, POP_PC, SUB_SP_16, ADD_SP_16, POP_PC);
    expect_depth(24 + 32, "first 20");
}

static void
test_deeper_way_counts(void **state)
{
    (void)state;
    /* cbz r0, over the sub; bl second with either depth */
    FUNCTION("first", PUSH_R4_LR, 0xb100, SUB_SP_16, BL(6), POP_R4_PC);
    FUNCTION("second", PUSH_R4_LR, POP_R4_PC);
    expect_depth(24 + 8 + 32, "first 24 -> second 8");
}

static void
test_frame_pointer_is_followed(void **state)
{
    (void)state;
    /* push {r7, lr}; sub sp; add r7, sp, #0; adds r7, #16; mov sp, r7; bl */
    FUNCTION("first", 0xb580, SUB_SP_16, 0xaf00, 0x3710, 0x46bd, BL(6), 0xbd80);
    FUNCTION("second", PUSH_R4_LR, POP_R4_PC);
    expect_depth(24 + 32, "first 24");
}

static void
test_wide_pushes(void **state)
{
    (void)state;
    /* stmdb sp!, {r4-r11, lr}: 36; str r0, [sp, #-4]!; sub.w sp, sp, #1024 */
    FUNCTION("first", 0xe92d, 0x4ff0, 0xf84d, 0x0d04, 0xf5ad, 0x6d80, BX_LR);
    expect_depth(36 + 4 + 1024 + 32, "first 1064");
}

static void
test_fpu_registers_and_frame(void **state)
{
    (void)state;
    /* vpush {d8-d9}: 16 */
    FUNCTION("first", 0xed2d, 0x8b04, BX_LR);
    has_fpu = true;
    expect_depth(16 + 104, "first 16");
    has_fpu = false;
}

static void
test_recursion(void **state)
{
    (void)state;
    FUNCTION("first", PUSH_LR, BL(6), POP_PC);
    FUNCTION("second", PUSH_LR, 0xf7ff, 0xfffd, POP_PC); /* bl to itself */
    expect_problem("calls go in a circle: second -> second");
}

static void
test_array_of_unknown_length(void **state)
{
    (void)state;
    /* sub.w sp, sp, r0 */
    FUNCTION("first", PUSH_LR, 0xebad, 0x0d00, BX_LR);
    expect_problem("first moves the stack pointer by what shows only at run "
                   "time, at 0x00001002");
}

static void
test_stack_grows_in_a_loop(void **state)
{
    (void)state;
    FUNCTION("first", SUB_SP_16, 0xe7fd, BX_LR);
    expect_problem("first takes more of the stack with each turn of a loop, "
                   "at 0x00001000");
}

/* ldr r3, =table; ldr.w r3, [r3, r0, lsl #2]; blx r3 */
static void
add_table_call(void)
{
    FUNCTION("first", PUSH_LR, 0x4b02, 0xf853, 0x3020, 0x4798, POP_PC);
    DATA(0x1010, 0);
    code_symbol("table", PLACE + 16, 8, STT_OBJECT);
    DATA(0x1019, 0, 0x101f, 0);
    FUNCTION("small", PUSH_LR, POP_PC, NOP);
    FUNCTION("large", PUSH_LR, SUB_SP_16, ADD_SP_16, POP_PC);
}

static void
test_call_by_a_constant_table(void **state)
{
    (void)state;
    add_table_call();
    expect_depth(24 + 32, "first 4 -> large 20");
}

static void
test_table_that_changes_leads_anywhere(void **state)
{
    (void)state;
    add_table_call();
    code_segment.flags |= PF_W;
    DATA(0, 0x1001, 0); /* and here first's own address is taken */
    expect_problem("calls go in a circle: first -> first");
}

static void
test_call_by_an_argument_leads_anywhere(void **state)
{
    (void)state;
    FUNCTION("first", PUSH_LR, 0x4780, POP_PC, NOP); /* blx r0 */
    DATA(0x100d, 0);
    FUNCTION("large", PUSH_LR, SUB_SP_16, ADD_SP_16, POP_PC);
    expect_depth(24 + 32, "first 4 -> large 20");
}

static void
test_switch_by_a_table_of_bytes(void **state)
{
    (void)state;
    /* tbb [pc, r0]; entries 1 and 2, to bx lr and to the push */
    FUNCTION("first", 0xe8df, 0xf000);
    DATA(0x0201);
    code_symbol("$t", PLACE + 6, 0, STT_NOTYPE);
    code_halves((const uint16_t[]){BX_LR, SUB_SP_16, ADD_SP_16, BX_LR}, 4);
    expect_depth(16 + 32, "first 16");
}

static void
test_another_stack_does_not_add_up(void **state)
{
    struct code *code;
    const struct code_function *first;

    (void)state;
    /* push; ldr r1, =0x2000; msr msp, r1; bl second */
    FUNCTION("first", PUSH_LR, 0x4904, 0xf381, 0x8808, BL(8), POP_PC, NOP);
    FUNCTION("second", PUSH_R4_LR, POP_R4_PC);
    DATA(0x2000, 0);
    code = code_read(&code_program, 0, 0);
    first = code_named(code, "first");
    assert_non_null(first);
    assert_null(first->refused);
    assert_int_equal(first->call_count, 1);
    assert_int_equal(first->calls[0].stack, 0x2000);
    assert_int_equal(first->calls[0].depth, 0);
    expect_depth(8 + 32, "first 4");
}

static void
test_far_branches(void **state)
{
    struct thumb back = thumb_decode(0x2000, 0xf7ff, 0xfffe);
    struct thumb less = thumb_decode(0x2000, 0xf43f, 0xaffe); /* beq.w */
    struct thumb jump = thumb_decode(0x2000, 0xf000, 0xb800); /* b.w */
    struct thumb loop = thumb_decode(0x2000, 0xf00f, 0xc005); /* le */

    (void)state;
    assert_int_equal(back.kind, THUMB_CALL);
    assert_int_equal(back.target, 0x2000);
    assert_int_equal(less.kind, THUMB_BRANCH_IF);
    assert_int_equal(less.target, 0x2000);
    assert_int_equal(jump.kind, THUMB_BRANCH);
    assert_int_equal(jump.target, 0x2004);
    assert_int_equal(loop.kind, THUMB_BRANCH_IF);
    assert_int_equal(loop.target, 0x1ffc);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, code_begin, code_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_calls_add_up),
        TEST(test_tail_call_has_given_its_frame_back),
        TEST(test_frame_starts_aligned),
        TEST(test_conditional_return_goes_on),
        TEST(test_deeper_way_counts),
        TEST(test_frame_pointer_is_followed),
        TEST(test_wide_pushes),
        TEST(test_fpu_registers_and_frame),
        TEST(test_recursion),
        TEST(test_array_of_unknown_length),
        TEST(test_stack_grows_in_a_loop),
        TEST(test_call_by_a_constant_table),
        TEST(test_table_that_changes_leads_anywhere),
        TEST(test_call_by_an_argument_leads_anywhere),
        TEST(test_switch_by_a_table_of_bytes),
        TEST(test_another_stack_does_not_add_up),
        TEST(test_far_branches),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
