/* SPDX-License-Identifier: MIT */
/* Boot, and arming a channel: every check, and what is pinned after them. */
#include "toy_dma.h"

static void
expect_usage(uint32_t usage)
{
    assert_int_not_equal(driver->life, TASK_ALIVE);
    assert_int_equal(driver->fault_kind, SLUICE_FAULT_USAGE);
    assert_int_equal(driver->fault.detail, usage);
    expect_no_pins();
    assert_int_equal(fake_writes(GO(FIRST)), 0);
}

/* Boot. */

static void
each_controller_is_set_up_once(void **state)
{
    (void)state;
    assert_int_equal(fake_writes(SETUP), 1);
    assert_int_equal(fake_writes(SETUP_OTHER), 1);
    assert_true(fake.enabled[LINE] && fake.enabled[LINE_OTHER]);
}

static void
controller_that_faults_at_boot_is_broken(void **state)
{
    (void)state;
    memset(channel_table, 0, sizeof(channel_table));
    fake.fault_at = SETUP;
    dma_init();
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_BROKEN);
    assert_int_equal(arm(SECOND, client->id, 0, 0, 16), SLUICE_RC_BROKEN);
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
    driver->context.frame[0] = FIRST;
    (void)dma_syscall_stop(driver);
    assert_int_equal(driver->context.frame[0], SLUICE_RC_BROKEN);
    dma_irq(FIRST);
    assert_false(fake.enabled[LINE]);
}

/* Arm. */

static void
arm_pins_both_ends_before_it_starts(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 16, 64), SLUICE_RC_OK);
    assert_int_equal(*fake_register(SRC(FIRST)), FIRMWARE_BASE);
    assert_int_equal(*fake_register(DST(FIRST)), CHUNK_BASE + 16u);
    assert_int_equal(*fake_register(LEFT(FIRST)), 64);
    assert_int_equal(client->lent_pins, 1);
    assert_int_equal(driver->own_pins, 1);
    assert_int_equal(region_pins[CHUNK], 1);
    assert_int_equal(region_pins[FIRMWARE], 1);
    assert_true(dma_is_pinned(CHUNK, CHUNK_BASE + 79u, 1));
    assert_false(dma_is_pinned(CHUNK, CHUNK_BASE + 80u, 1));
    assert_false(dma_is_pinned(CHUNK, CHUNK_BASE, 16));
    assert_true(dma_is_pinned(CHUNK, CHUNK_BASE, 17));
    assert_false(dma_is_pinned(CHUNK, CHUNK_BASE + 20u, 0));
    assert_false(dma_is_pinned(FIRMWARE, FIRMWARE_BASE, 1)); /* not lent */
}

static void
own_region_lends_nothing(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, driver->id, 1, 0, 64), SLUICE_RC_OK);
    assert_int_equal(client->lent_pins, 0);
    assert_int_equal(driver->own_pins, 1);
    assert_int_equal(region_pins[OWN], 1);
    assert_false(dma_is_pinned(OWN, OWN_BASE, 64));
}

struct bad_arm {
    uint32_t channel, near, offset, length, usage;
    bool own;
};

static void
misuse_faults_the_owner(void **state)
{
    static const struct bad_arm rows[] = {
        {CHANNELS, 0, 0, 16, SLUICE_USAGE_CHANNEL, false},
        {0xffffffffu, 0, 0, 16, SLUICE_USAGE_CHANNEL, false},
        {FIRST, 0, 0, 0, SLUICE_USAGE_DMA, false},
        {FIRST, 0, 0, 129, SLUICE_USAGE_DMA, false}, /* over its maximum */
        {FIRST, 0, 0, 0xffffffffu, SLUICE_USAGE_DMA, false},
        {FIRST, 2, 0, 16, SLUICE_USAGE_LEASE, false},
        {FIRST, 0xffffffffu, 0, 16, SLUICE_USAGE_LEASE, false},
        {FIRST, 0, SIZE, 16, SLUICE_USAGE_OFFSET, false},
        {FIRST, 0, SIZE - 15u, 16, SLUICE_USAGE_OFFSET, false},
        {FIRST, 0, 0xfffffff0u, 16, SLUICE_USAGE_OFFSET, false},
        {FIRST, 0, 0xfffffff0u, 32, SLUICE_USAGE_OFFSET, false},
        {FIRST, 6, 0, 16, SLUICE_USAGE_DMA, true}, /* no such region */
        {FIRST, 2, 0, 16, SLUICE_USAGE_DMA, true}, /* read only */
        {FIRST, 3, 0, 16, SLUICE_USAGE_DMA, true}, /* executable */
        {FIRST, 4, 0, 16, SLUICE_USAGE_DMA, true}, /* shared */
        {FIRST, 0xffffffffu, 0, 16, SLUICE_USAGE_DMA, true},
        {FIRST, 0, 0, 16, SLUICE_USAGE_DMA, true}, /* not for DMA */
        {FIRST, 1, SIZE - 15u, 16, SLUICE_USAGE_OFFSET, true},
        {FIRST, 1, 0xfffffff0u, 32, SLUICE_USAGE_OFFSET, true},
        {ALONE, 1, 0, 16, SLUICE_USAGE_DMA, true},    /* leases only */
        {PRIVATE, 0, 0, 16, SLUICE_USAGE_DMA, false}, /* own only */
        {PRIVATE, 5, 0, 16, SLUICE_USAGE_DMA, true},  /* not the one named */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        (void)prepare(state);
        (void)arm(rows[i].channel, rows[i].own ? driver->id : client->id,
                  rows[i].near, rows[i].offset, rows[i].length);
        expect_usage(rows[i].usage);
        assert_int_equal(client->life, TASK_ALIVE);
    }
}

static void
channel_of_another_task_faults(void **state)
{
    (void)state;
    client->context.frame[0] = FIRST;
    link_remove(&client->link);
    client->wait = WAIT_NONE;
    (void)dma_syscall_arm(client);
    assert_int_equal(client->fault.detail, SLUICE_USAGE_CHANNEL);
}

static void
lease_that_does_not_suit_gives_a_code(void **state)
{
    (void)state;
    lend(0, CHUNK_BASE + 2u, 64, SLUICE_LEASE_WRITE); /* no variant aligns */
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_REACH);
    lend(0, HOME(CLIENT), 64, SLUICE_LEASE_WRITE); /* no memory for DMA */
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_REACH);
    lend(0, CODE_BASE, 64, SLUICE_LEASE_WRITE);
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_REACH);
    lend(0, WINDOW_BASE, 64, SLUICE_LEASE_WRITE);
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_REACH);
    lend(0, CHUNK_BASE, 64, SLUICE_LEASE_READ); /* wrong direction */
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
    assert_int_equal(arm(FIRST, client->id + 256u, 0, 0, 16), SLUICE_RC_DEAD);
    client->wait = WAIT_REPLY | task_table[SUPERVISOR].id;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
    assert_int_equal(client->life, TASK_ALIVE);
    expect_no_pins();
    assert_int_equal(fake_writes(GO(FIRST)), 0);
}

static void
lie_faults_the_lender(void **state)
{
    static const struct lease lies[] = {
        {CHUNK_BASE + SIZE - 8u, 64, SLUICE_LEASE_WRITE}, /* runs out of it */
        {CONSTANTS_BASE, 64, SLUICE_LEASE_WRITE},         /* may only read */
        {OWN_BASE, 64, SLUICE_LEASE_WRITE},               /* the driver's */
        {SINK, 64, SLUICE_LEASE_WRITE},                   /* nobody's */
    };

    for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
        (void)prepare(state);
        lend(0, lies[i].base, lies[i].length, lies[i].attributes);
        assert_int_equal(arm(FIRST, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
        assert_int_not_equal(client->life, TASK_ALIVE);
        assert_int_equal(client->fault_kind, SLUICE_FAULT_MEMORY);
        assert_int_equal(driver->life, TASK_ALIVE);
        expect_no_pins();
        assert_int_equal(fake_writes(GO(FIRST)), 0);
    }
}

static void
secrets_stay_with_hardware(void **state)
{
    (void)state;
    lend(1, CHUNK_BASE + 128u, 128u,
         SLUICE_LEASE_READ | SLUICE_LEASE_DEVICE_ONLY);
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_DEFECT);
    expect_no_pins();
    lend(0, CHUNK_BASE, 128u, SLUICE_LEASE_WRITE | SLUICE_LEASE_DEVICE_ONLY);
    assert_int_equal(arm(ALONE, client->id, 0, 0, 16), SLUICE_RC_OK);
    assert_int_equal(client->lent_pins, 2);
}

static void
pinned_bytes_are_not_armed_again(void **state)
{
    (void)state;
    assert_int_equal(arm(FIRST, client->id, 0, 0, 64), SLUICE_RC_OK);
    assert_int_equal(arm(SECOND, client->id, 0, 60, 16), SLUICE_RC_BUSY);
    assert_int_equal(kernel.channels_armed, 1);
    /* The next bytes are free, and both may read the same firmware */
    assert_int_equal(arm(SECOND, client->id, 0, 64, 16), SLUICE_RC_OK);
    assert_int_equal(region_pins[FIRMWARE], 2);
    assert_int_equal(driver->own_pins, 2);
}

/* Arm and receive. */

static struct task *
arm_receive(uint32_t channel, uint32_t length, uint32_t buffer)
{
    const uint32_t words[] = {channel | SLUICE_DMA_NO_FAR << 16,
                              client->id,
                              0,
                              0,
                              length,
                              buffer,
                              32};

    memcpy(driver->context.frame, words, sizeof(words));
    return dma_syscall_arm_receive(driver);
}

static void
arm_receive_blocks_until_the_end(void **state)
{
    (void)state;
    assert_ptr_not_equal(arm_receive(FIRST, 64, HOME(DRIVER)), driver);
    assert_int_equal(driver->wait, WAIT_RECEIVE | SLUICE_ID_NOBODY);
    assert_int_equal(driver->mask, BIT(FIRST));
    *fake_register(LEFT(FIRST)) = 0;
    *fake_register(STATUS(FIRST)) = DONE;
    dma_irq(FIRST);
    assert_int_equal(driver->wait, WAIT_NONE);
    assert_int_equal(driver->context.frame[0], SLUICE_ID_KERNEL);
    assert_int_equal(driver->context.frame[1], BIT(FIRST));
    expect_no_pins();
}

static void
ends_at_once(uint32_t address, uint32_t value)
{
    toy_write(address, value);
    if (address == GO(FIRST) && value == 1) {
        *fake_register(LEFT(FIRST)) = 0;
        *fake_register(STATUS(FIRST)) = DONE;
    }
}

static void
arm_receive_returns_at_once_when_it_is_over(void **state)
{
    (void)state;
    fake.on_write = ends_at_once;
    fake.pending[LINE] = true;
    assert_ptr_equal(arm_receive(FIRST, 64, HOME(DRIVER)), driver);
    assert_int_equal(driver->context.frame[1], BIT(FIRST));
    assert_int_equal(driver->context.frame[6], SLUICE_RC_OK);
    assert_int_equal(channel_table[FIRST].status, SLUICE_DMA_OK);
    assert_false(fake.pending[LINE]); /* its interrupt is not wanted */
    expect_no_pins();
}

static void
arm_receive_that_does_not_arm_does_not_wait(void **state)
{
    (void)state;
    lend(0, CHUNK_BASE + 1u, 64, SLUICE_LEASE_WRITE);
    assert_ptr_equal(arm_receive(FIRST, 64, HOME(DRIVER)), driver);
    assert_int_equal(driver->context.frame[0], SLUICE_ID_NOBODY);
    assert_int_equal(driver->context.frame[6], SLUICE_RC_REACH);
    assert_int_equal(driver->wait, WAIT_NONE);
    (void)arm_receive(FIRST, 0, HOME(DRIVER));
    expect_usage(SLUICE_USAGE_DMA);
}

/* Both halves are checked before either is done. */
static void
arm_receive_into_memory_that_is_not_held_faults(void **state)
{
    (void)state;
    (void)arm_receive(FIRST, 64, HOME(CLIENT));
    assert_int_equal(driver->fault_kind, SLUICE_FAULT_MEMORY);
    assert_int_equal(fake_writes(GO(FIRST)), 0);
    assert_int_equal(channel_table[FIRST].arm, 0);
}

/* The bus fails while it is armed: the domain is reset, and that is its end. */
static void
arm_receive_on_a_bus_that_fails_has_ended(void **state)
{
    (void)state;
    fake.fault_at = GO(FIRST);
    arm_receive(FIRST, 16, OWN_BASE);
    assert_int_equal(fake_writes(RESET), 1);
    assert_int_equal(channel_table[FIRST].status, SLUICE_DMA_RESET);
    assert_int_equal(channel_table[FIRST].state, SLUICE_DMA_IDLE);
    assert_int_equal(fake.resets, 0);
    expect_no_pins();
    assert_false(timer_is_set(&channel_table[FIRST].timer));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_controller_is_set_up_once, prepare),
        cmocka_unit_test_setup(controller_that_faults_at_boot_is_broken,
                               prepare),
        cmocka_unit_test_setup(arm_pins_both_ends_before_it_starts, prepare),
        cmocka_unit_test_setup(own_region_lends_nothing, prepare),
        cmocka_unit_test_setup(misuse_faults_the_owner, prepare),
        cmocka_unit_test_setup(channel_of_another_task_faults, prepare),
        cmocka_unit_test_setup(lease_that_does_not_suit_gives_a_code, prepare),
        cmocka_unit_test_setup(lie_faults_the_lender, prepare),
        cmocka_unit_test_setup(secrets_stay_with_hardware, prepare),
        cmocka_unit_test_setup(pinned_bytes_are_not_armed_again, prepare),
        cmocka_unit_test_setup(arm_receive_blocks_until_the_end, prepare),
        cmocka_unit_test_setup(arm_receive_returns_at_once_when_it_is_over,
                               prepare),
        cmocka_unit_test_setup(arm_receive_on_a_bus_that_fails_has_ended,
                               prepare),
        cmocka_unit_test_setup(arm_receive_that_does_not_arm_does_not_wait,
                               prepare),
        cmocka_unit_test_setup(arm_receive_into_memory_that_is_not_held_faults,
                               prepare),
    };

    return cmocka_run_group_tests_name("dma_arm", tests, NULL, NULL);
}
