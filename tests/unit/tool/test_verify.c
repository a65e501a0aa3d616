/* SPDX-License-Identifier: MIT */
/*
 * The table verifier: one good binding without a finding, and for each rule
 * about ARM one that breaks it, with the sentence that has to come.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "verify_kit.h"

static int
forget(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

static void
test_good(void **state)
{
    struct verify_report report = kit_verify(&kit_good, 0);

    (void)state;
    kit_print(&report);
    assert_int_equal(report.count, 0);
    assert_int_equal(report.variants, 2);
    /* SKIP 1, MOD 2, POLL 16, MOD 2, SYNC 1 */
    assert_int_equal(report.cost.stop, 22);
    assert_int_equal(report.cost.idle, 1);
    assert_int_equal(report.cost.fini, 6);
    assert_int_equal(report.cost.ack, 2);
    assert_int_equal(report.cost.arm, 4 + 7);
}

static void
test_words_of_a_finding(void **state)
{
    struct tables t = kit_good;
    struct verify_report report;

    (void)state;
    t.arm[1][A_LLI].value = 4;
    report = kit_verify(&t, 0);
    assert_int_equal(report.count, 1);
    assert_string_equal(report.findings[0],
                        "binding dmac0_0_memory: ARM of variant 1, operation "
                        "4, register 0x50110108: a secondary pointer takes "
                        "only the constant 0");
}

#define SPOIL(name) static void name(struct tables *t)
#define WRITE(r, v) ((struct dma_op)DMA_WRITE(r, v))

SPOIL(outside_page)
{
    t->arm[0][A_CLEAR].reg = 0x40000000;
}

SPOIL(other_channel)
{
    t->arm[0][A_SRC].reg = BASE + 0x120;
}

SPOIL(kick_value)
{
    t->arm[0][A_KICK].value = 1;
}

SPOIL(no_such_slot)
{
    t->arm[0][A_SRC].head |= 15u << 8;
}

SPOIL(address_len)
{
    t->arm[0][A_SRC] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_LEN);
}

SPOIL(address_constant)
{
    t->arm[0][A_DST] = WRITE(DST, 0x38000000);
}

SPOIL(address_bias)
{
    t->arm[0][A_SRC].head |= 4u << 22;
}

SPOIL(address_shift)
{
    t->arm[0][A_SRC].head |= 2u << 12;
}

SPOIL(address_mask)
{
    t->arm[0][A_SRC].mask = 0xffff;
}

SPOIL(address_narrow)
{
    t->arm[0][A_SRC].head |= DMA_WIDTH_16 << 3;
}

SPOIL(address_missing)
{
    t->arm[0][A_SRC] = WRITE(CLEAR, 1);
}

SPOIL(address_missing_second)
{
    t->arm[1][A_DST] = WRITE(CLEAR, 1);
}

SPOIL(address_skipped)
{
    t->arm[0][A_CLEAR] = (struct dma_op)DMA_SKIP(STATUS, 1, 1, 1);
}

SPOIL(address_twice_source)
{
    t->arm[0][A_DST] = (struct dma_op)DMA_WRITE_SLOT(DST, DMA_SLOT_SRC);
    t->arm[1][A_DST] = t->arm[0][A_DST];
}

SPOIL(ends_swapped)
{
    t->arm[1][A_SRC] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_DST);
    t->arm[1][A_DST] = (struct dma_op)DMA_WRITE_SLOT(DST, DMA_SLOT_SRC);
}

SPOIL(pointer_value)
{
    t->arm[0][A_LLI].value = 0x38000000;
}

SPOIL(pointer_missing)
{
    t->arm[0][A_LLI] = WRITE(CLEAR, 1);
}

SPOIL(pointer_slot)
{
    t->arm[0][A_LLI] = (struct dma_op)DMA_WRITE_SLOT(LLI, DMA_SLOT_SRC);
}

SPOIL(count_constant)
{
    t->arm[0][A_COUNT] = WRITE(CONTROL, 8);
}

SPOIL(count_source)
{
    t->arm[0][A_COUNT] = (struct dma_op)DMA_WRITE_SLOT(CONTROL, DMA_SLOT_SRC);
}

SPOIL(count_missing)
{
    t->arm[0][A_COUNT] = WRITE(CLEAR, 1);
}

SPOIL(count_unit)
{
    t->arm[0][A_COUNT] =
        (struct dma_op)DMA_WRITE_COUNT(CONTROL, 1, 0xfff, 0x8c480000);
}

SPOIL(count_enlarged)
{
    t->arm[0][A_COUNT].value |= 0x800;
}

SPOIL(count_field)
{
    t->arm[0][A_COUNT].mask = 0xff;
}

SPOIL(no_start)
{
    t->arm[0][A_START].head &= ~DMA_HEAD_START;
}

SPOIL(two_starts)
{
    t->arm[0][A_KICK] = (struct dma_op)DMA_START(CONFIG, 1);
}

SPOIL(start_elsewhere)
{
    t->arm[0][A_START].reg = KICK;
}

SPOIL(start_disabled)
{
    t->arm[0][A_START].value = 0xc000;
}

SPOIL(start_slot)
{
    t->arm[0][A_START].head |= DMA_SLOT_LEN << 8;
}

SPOIL(start_skipped)
{
    t->arm[0][A_SYNC] = (struct dma_op)DMA_SKIP(STATUS, 1, 1, 1);
}

SPOIL(early_enable)
{
    t->arm[0][A_CLEAR] = WRITE(CONFIG, 1);
}

SPOIL(late_enable)
{
    t->arm[0][A_KICK] = WRITE(CONFIG, 1);
}

SPOIL(late_address)
{
    t->arm[0][A_KICK] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_SRC);
}

SPOIL(late_poll)
{
    t->arm[0][A_KICK] = (struct dma_op)DMA_POLL(STATUS, 1, 0, 1);
}

SPOIL(slot_in_config)
{
    t->arm[0][A_CLEAR] = (struct dma_op)DMA_WRITE_SLOT(CONFIG, DMA_SLOT_SRC);
}

/* A run that takes the SKIP ends with the first of two stores. */
SPOIL(address_other_end)
{
    t->arm[0][A_POLL] = (struct dma_op)DMA_SKIP(STATUS, 1, 0, 1);
    t->arm[0][A_CLEAR] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_DST);
}

SPOIL(address_other_end_later)
{
    t->arm[0][A_POLL] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_SRC);
    t->arm[0][A_CLEAR] = (struct dma_op)DMA_SKIP(STATUS, 1, 0, 1);
    t->arm[0][A_SRC] = (struct dma_op)DMA_WRITE_SLOT(SRC, DMA_SLOT_DST);
}

SPOIL(count_zero)
{
    t->arm[0][A_COUNT] = WRITE(CONTROL, 0);
}

SPOIL(count_zeroed)
{
    t->arm[0][A_SYNC] = WRITE(CONTROL, 0);
}

SPOIL(count_zeroed_at_times)
{
    t->arm[0][A_LLI] = t->arm[0][A_COUNT];
    t->arm[0][A_CLEAR] = WRITE(LLI, 0);
    t->arm[0][A_COUNT] = (struct dma_op)DMA_SKIP(STATUS, 1, 0, 1);
    t->arm[0][A_SYNC] = WRITE(CONTROL, 0);
}

/* The field is 12 bits wide: a mask of 13 lets LEN reach a control bit. */
SPOIL(count_wide_mask)
{
    t->arm[0][A_COUNT].mask = 0x1fff;
}

SPOIL(count_bit_in_field)
{
    t->arm[0][A_COUNT].mask = 0x7ff;
    t->arm[0][A_COUNT].value |= 0x800;
    t->length[0] = 4;
}

SPOIL(enable_kept)
{
    t->arm[0][A_CLEAR] = (struct dma_op)DMA_MODIFY(CONFIG, 0xc000, 0);
}

SPOIL(register_odd)
{
    t->arm[0][A_CLEAR] = WRITE(BASE + 0x112, 0);
}

SPOIL(register_odd_read)
{
    t->arm[0][A_POLL].reg = BASE + 0x113;
}

SPOIL(register_odd_half)
{
    t->arm[0][A_CLEAR] = WRITE(BASE + 0x113, 0);
    t->arm[0][A_CLEAR].head |= DMA_WIDTH_16 << 3;
}

SPOIL(arm_long)
{
    t->arm[0][A_POLL] = (struct dma_op)DMA_POLL(STATUS, 1, 0, 90);
}

static const struct kit_rule rules[] = {
    {address_other_end, "ARM writes the other end to this register"},
    {address_other_end_later, "ARM writes the other end to this register"},
    {count_zero, "the last store to a count before START"},
    {count_zeroed, "the last store to a count before START"},
    {count_zeroed_at_times, "the last store to a count before START"},
    {count_wide_mask, "the count's field (mask 0xfff) does not hold"},
    {count_bit_in_field, "the count's field (mask 0xfff) does not hold"},
    {enable_kept, "has to clear the enable bit"},
    {register_odd, "not a multiple of the access's width"},
    {register_odd_read, "not a multiple of the access's width"},
    {register_odd_half, "not a multiple of the access's width"},
    {arm_long, "ARM of variant 0 may take 97 register accesses"},
    {outside_page, "neither in the window"},
    {other_channel, "neither in the window"},
    {kick_value, "kick register takes only the constant 0"},
    {no_such_slot, "there is no slot 15"},
    {address_len, "takes only SRC or DST"},
    {address_constant, "takes SRC or DST, or the constant"},
    {address_bias, "with arithmetic or in part"},
    {address_shift, "with arithmetic or in part"},
    {address_mask, "with arithmetic or in part"},
    {address_narrow, "only a whole 32-bit access"},
    {address_missing, "does not write the address register 0x50110100"},
    {address_missing_second, "ARM of variant 1 does not write the address"},
    {address_skipped, "does not write the address register 0x50110100"},
    {address_twice_source, "SRC into 2 address registers and DST into 0"},
    {ends_swapped, "another variant writes the other end here"},
    {pointer_value, "secondary pointer takes only the constant 0"},
    {pointer_missing, "does not write the secondary pointer register"},
    {pointer_slot, "secondary pointer takes only the constant 0"},
    {count_constant, "takes LEN or the constant 0"},
    {count_source, "takes LEN or the constant 0"},
    {count_missing, "does not write the count register"},
    {count_unit, "is not LEN in units of 4 bytes"},
    {count_enlarged, "does not hold 4095 units alone"},
    {count_field, "does not hold 4095 units alone"},
    {no_start, "has no START"},
    {two_starts, "a second START"},
    {start_elsewhere, "START is not to the start register"},
    {start_disabled, "a constant with the enable bit"},
    {start_slot, "the start register takes only constants"},
    {start_skipped, "START may be skipped"},
    {early_enable, "sets the enable bit, but is not START"},
    {late_enable, "sets the enable bit, but is not START"},
    {late_address, "after START only constants"},
    {late_poll, "after START only constants"},
    {slot_in_config, "neither an address nor a count"},
};

static void
test_each_rule(void **state)
{
    (void)state;
    kit_rules(rules, sizeof(rules) / sizeof(rules[0]));
}

static void
test_reset_missing(void **state)
{
    struct verify_report report;

    (void)state;
    kit_family.reset_is_system = false;
    report = kit_verify(&kit_good, 0);
    kit_family.reset_is_system = true;
    kit_expect(&report, "has no RESET table");
}

static void
test_not_in_program(void **state)
{
    struct elf_program program = {.path = "test"};
    struct verify_subject subject = {.chip = &kit_chip,
                                     .controller = &kit_controller,
                                     .request = kit_requests,
                                     .symbol = "x"};
    struct verify_report report = {0};

    (void)state;
    verify_binding(&program, &subject, PROGRAM, &report);
    kit_expect(&report, "is not in the program's constants");
}

static void
test_endless_table(void **state)
{
    uint32_t address = kit_put(&kit_good);
    struct verify_report report;

    (void)state;
    kit_patch(address + 4 * (2 + K_IDLE),
              kit_grow()); /* IDLE: zeros, which are writes */
    report = kit_verify_at(address, 0);
    kit_expect(&report, "IDLE has no END within 640 operations");
}

static void
test_variants_outside(void **state)
{
    uint32_t address = kit_put(&kit_good);
    struct verify_report report;

    (void)state;
    kit_patch(address, 0x20000000);
    report = kit_verify_at(address, 0);
    kit_expect(&report, "variant 0 is not in the program");
}

static void
test_channels(void **state)
{
    struct channel_layout kept = kit_layouts[1];
    struct verify_report report = {0};

    (void)state;
    verify_channels(&kit_controller, &report);
    assert_int_equal(report.count, 0);
    kit_layouts[1].own[0].bits = 3;
    verify_channels(&kit_controller, &report);
    kit_expect(&report, "channels share own-bits 0x1");
    kit_layouts[1] = kept;
    kit_layouts[1].windows[0].offset = 0x110;
    verify_channels(&kit_controller, &report);
    kit_expect(&report, "windows of two channels overlap");
    kit_layouts[1] = kept;
}

static void
test_symbol(void **state)
{
    static const struct request rx = {.name = "uart-rx"};

    (void)state;
    assert_string_equal(verify_symbol(&kit_controller, 1, &rx),
                        "dmac0_1_uart_rx");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_good, forget),
        cmocka_unit_test_teardown(test_words_of_a_finding, forget),
        cmocka_unit_test_teardown(test_each_rule, forget),
        cmocka_unit_test_teardown(test_reset_missing, forget),
        cmocka_unit_test_teardown(test_not_in_program, forget),
        cmocka_unit_test_teardown(test_endless_table, forget),
        cmocka_unit_test_teardown(test_variants_outside, forget),
        cmocka_unit_test_teardown(test_channels, forget),
        cmocka_unit_test_teardown(test_symbol, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
