/* SPDX-License-Identifier: MIT */
/* The audit: it accepts what the invariant allows, and nothing else. */
#include "toy_dma.h"

/* An image has the audit or not by what is linked; here it is compiled in. */
#include "audit.c"

static void
expect_accepted(void)
{
    dma_audit();
    assert_int_equal(fake.resets, 0);
}

static void
expect_violation(uint32_t address, uint32_t value)
{
    dma_audit();
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_AUDIT);
    assert_int_equal(panic_record.fault.address, address);
    assert_int_equal(panic_record.fault.detail, value);
}

/* As the quiesce at boot leaves it. */
static int
prepare_scrubbed(void **state)
{
    (void)prepare(state);
    for (uint32_t n = 0; n < CHANNELS; n++) {
        *fake_register(SRC(n)) = SINK;
        *fake_register(DST(n)) = SINK;
    }
    return 0;
}

static void
scrubbed_is_accepted(void **state)
{
    (void)state;
    expect_no_pins();
    expect_accepted();
}

static void
idle_channel_holds_the_sink_alone(void **state)
{
    static const struct {
        uint32_t reg, value;
    } rows[] = {{SRC(FIRST), CHUNK_BASE},
                {DST(SECOND), CHUNK_BASE},
                {DST(ALONE), SINK + 1u},
                {LEFT(ALONE), 1u}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        (void)prepare_scrubbed(state);
        *fake_register(rows[i].reg) = rows[i].value;
        expect_violation(rows[i].reg, rows[i].value);
    }
}

static void
armed_channel_stays_in_its_pins(void **state)
{
    static const struct {
        uint32_t reg, value, left;
        bool accepted;
    } rows[] = {
        {DST(FIRST), CHUNK_BASE, 64, true},
        {DST(FIRST), CHUNK_BASE + 63u, 1, true},
        {DST(FIRST), CHUNK_BASE + 64u, 0, true},
        {DST(FIRST), CHUNK_BASE + 64u, 1, false}, /* would go on past it */
        {DST(FIRST), CHUNK_BASE + 65u, 0, false},
        {DST(FIRST), CHUNK_BASE - 1u, 64, false},
        {DST(FIRST), SINK, 0, false}, /* scrubbed, and still pinned */
        {SRC(FIRST), FIRMWARE_BASE + 64u, 4, true}, /* it has read ahead */
        {SRC(FIRST), FIRMWARE_BASE + 65u, 0, false},
        {SRC(FIRST), FIRMWARE_BASE - 1u, 64, false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        (void)prepare_scrubbed(state);
        assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
        *fake_register(rows[i].reg) = rows[i].value;
        *fake_register(LEFT(FIRST)) = rows[i].left;
        if (rows[i].accepted) {
            expect_accepted();
        } else {
            expect_violation(rows[i].reg, rows[i].value);
        }
    }
}

static void
channel_about_to_be_stopped_is_passed_over(void **state)
{
    (void)state;
    *fake_register(SRC(FIRST)) = CHUNK_BASE;
    channel_table[FIRST].stopping = true;
    expect_accepted();
    channel_table[FIRST].stopping = false;
    channel_table[FIRST].state = SLUICE_DMA_BROKEN;
    expect_accepted();
}

static void
registers_that_fault_prove_nothing(void **state)
{
    (void)state;
    fake.fault_at = SRC(FIRST);
    expect_accepted();
    assert_false(arch_io_faulted()); /* nor are blamed on somebody later */
}

/* While a domain is reset its registers are nobody's yet. */
static void
channel_under_reset_is_passed_over(void **state)
{
    (void)state;
    *fake_register(SRC(FIRST)) = CHUNK_BASE;
    channel_table[FIRST].state = SLUICE_DMA_RESETTING;
    expect_accepted();
    channel_table[FIRST].state = SLUICE_DMA_IDLE;
    expect_violation(SRC(FIRST), CHUNK_BASE);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(scrubbed_is_accepted, prepare_scrubbed),
        cmocka_unit_test_setup(idle_channel_holds_the_sink_alone,
                               prepare_scrubbed),
        cmocka_unit_test_setup(armed_channel_stays_in_its_pins,
                               prepare_scrubbed),
        cmocka_unit_test_setup(channel_about_to_be_stopped_is_passed_over,
                               prepare_scrubbed),
        cmocka_unit_test_setup(channel_under_reset_is_passed_over,
                               prepare_scrubbed),
        cmocka_unit_test_setup(registers_that_fault_prove_nothing,
                               prepare_scrubbed),
    };

    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
