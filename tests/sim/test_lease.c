/* SPDX-License-Identifier: MIT */
/* Borrowing: reads, writes, what is refused, and copies that are cut. */
#include "script.h"

/* Effect: CLIENT_A lends and waits on DRIVER, which runs. */
static void
lend_to_driver(uint32_t base, uint32_t length, uint32_t attributes)
{
    script_start();
    lend(CLIENT_A, 0, base, length, attributes);
    send(sim_id(DRIVER), 1, 0, 1);
    as(DRIVER);
    sim_snapshot();
}

static void
borrow(bool write, uint32_t lease, uint32_t offset, uint32_t base,
       uint32_t length)
{
    SIM_CALL(write ? SLUICE_SYS_BORROW_WRITE : SLUICE_SYS_BORROW_READ,
             sim_id(CLIENT_A), lease, offset, base, length);
}

static void
expect_count(uint32_t rc, uint32_t bytes)
{
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), rc);
    assert_int_equal(sim_result(DRIVER, 1), bytes);
}

static void
read_and_write(void **state)
{
    (void)state;
    lend_to_driver(SCRATCH(CLIENT_A), 100,
                   SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
    sim_fill(SCRATCH(CLIENT_A), 100, 11);
    borrow(false, 0, 0, SCRATCH(DRIVER), 100);
    expect_count(SLUICE_RC_OK, 100);
    assert_true(sim_is_filled(SCRATCH(DRIVER), 100, 11));
    sim_fill(SCRATCH(DRIVER), 20, 90);
    sim_snapshot();
    borrow(true, 0, 40, SCRATCH(DRIVER), 20);
    expect_count(SLUICE_RC_OK, 20);
    assert_true(sim_is_filled(SCRATCH(CLIENT_A) + 40, 20, 90));
    assert_int_equal(sim_difference(SCRATCH(CLIENT_A) + 40, 20), 0);
}

static void
copies_end_with_the_lease(void **state)
{
    (void)state;
    lend_to_driver(SCRATCH(CLIENT_A), 100, SLUICE_LEASE_WRITE);
    borrow(true, 0, 90, SCRATCH(DRIVER), 50);
    expect_count(SLUICE_RC_OK, 10);
    assert_int_equal(sim_difference(SCRATCH(CLIENT_A) + 90, 10), 0);
    borrow(true, 0, 100, SCRATCH(DRIVER), 50);
    expect_count(SLUICE_RC_OK, 0);
    borrow(true, 0, 0, SCRATCH(DRIVER), 0);
    expect_count(SLUICE_RC_OK, 0);
}

static void
direction_is_kept(void **state)
{
    (void)state;
    lend_to_driver(SCRATCH(CLIENT_A), 100, SLUICE_LEASE_READ);
    borrow(true, 0, 0, SCRATCH(DRIVER), 4);
    expect_count(SLUICE_RC_DEFECT, 0);
    assert_int_equal(sim_difference(0, 0), 0);
    lend_to_driver(SCRATCH(CLIENT_A), 100, SLUICE_LEASE_WRITE);
    borrow(false, 0, 0, SCRATCH(DRIVER), 4);
    expect_count(SLUICE_RC_DEFECT, 0);
    lend_to_driver(SCRATCH(CLIENT_A), 100,
                   SLUICE_LEASE_READ | SLUICE_LEASE_WRITE |
                       SLUICE_LEASE_DEVICE_ONLY);
    borrow(false, 0, 0, SCRATCH(DRIVER), 4);
    expect_count(SLUICE_RC_DEFECT, 0);
    borrow(true, 0, 0, SCRATCH(DRIVER), 4);
    expect_count(SLUICE_RC_DEFECT, 0);
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_ALIVE);
}

static void
info_tells_all_but_the_address(void **state)
{
    (void)state;
    lend_to_driver(SCRATCH(CLIENT_A), 100, SLUICE_LEASE_READ);
    SIM_CALL(SLUICE_SYS_BORROW_INFO, sim_id(CLIENT_A), 0);
    as(DRIVER);
    assert_int_equal(sim_result(DRIVER, 0), SLUICE_RC_OK);
    assert_int_equal(sim_result(DRIVER, 1), SLUICE_LEASE_READ);
    assert_int_equal(sim_result(DRIVER, 2), 100);
    for (uint32_t i = 0; i < FRAME_NUMBER; i++) {
        assert_int_not_equal(sim_result(DRIVER, i), SCRATCH(CLIENT_A));
    }
    SIM_CALL(SLUICE_SYS_BORROW_INFO, sim_id(CLIENT_A), 1);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_LEASE);
}

/* The borrower's own words are wrong: it faults. */
static void
bad_words_fault_the_borrower(void **state)
{
    static const struct {
        uint32_t lease, offset, base, length;
        uint32_t usage; /* 0: memory */
    } rows[] = {
        {1, 0, SCRATCH(DRIVER), 4, SLUICE_USAGE_LEASE},
        {0xffffffff, 0, SCRATCH(DRIVER), 4, SLUICE_USAGE_LEASE},
        {0, 101, SCRATCH(DRIVER), 4, SLUICE_USAGE_OFFSET},
        {0, 0xffffffff, SCRATCH(DRIVER), 4, SLUICE_USAGE_OFFSET},
        {0, 0, HOME(CLIENT_A), 4, 0},
        {0, 0, HOME(DRIVER) + HOME_SIZE - 2, 4, 0},
        {0, 0, 0xfffffffe, 8, 0},
        {0, 0, HOME(DRIVER), 0xffffffff, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (uint32_t write = 0; write < 2; write++) {
            lend_to_driver(SCRATCH(CLIENT_A), 100,
                           SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
            borrow(write != 0, rows[i].lease, rows[i].offset, rows[i].base,
                   rows[i].length);
            expect_fault(DRIVER,
                         rows[i].usage != 0 ? SLUICE_FAULT_USAGE
                                            : SLUICE_FAULT_MEMORY,
                         rows[i].usage != 0 ? rows[i].usage : 1);
            assert_int_equal(sim_difference(HOME(DRIVER), HOME_SIZE), 0);
        }
    }
}

/* The lender lied: it faults, the borrower gets DEFECT. */
static void
lies_fault_the_lender(void **state)
{
    static const struct lease rows[] = {
        {HOME(SUPERVISOR), 16, SLUICE_LEASE_WRITE | SLUICE_LEASE_READ},
        {HOME(CLIENT_A) + HOME_SIZE - 8, 16,
         SLUICE_LEASE_WRITE | SLUICE_LEASE_READ},
        {TEXT(CLIENT_A), 16, SLUICE_LEASE_WRITE},
        {0xfffffff8, 16, SLUICE_LEASE_WRITE | SLUICE_LEASE_READ},
        {SCRATCH(CLIENT_A), 16, SLUICE_LEASE_WRITE | 16u},
        {SCRATCH(CLIENT_A), 16, SLUICE_LEASE_WRITE | 1u << 31},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lend_to_driver(rows[i].base, rows[i].length, rows[i].attributes);
        borrow(true, 0, 0, SCRATCH(DRIVER), 16);
        assert_int_equal(sim_task(CLIENT_A)->life, TASK_FAULTED);
        as(SUPERVISOR);
        supervisor_sleeps();
        expect_count(SLUICE_RC_DEFECT, 0);
        assert_int_equal(
            sim_difference(HOME(SUPERVISOR), 2 * STACK_SIZE + HOME_SIZE), 0);
    }
}

static void
table_in_dma_memory_is_a_lie(void **state)
{
    struct lease lease = {SCRATCH(CLIENT_A), 16, SLUICE_LEASE_WRITE};

    (void)state;
    script_start();
    memcpy(sim_memory(CHUNK_A), &lease, sizeof(lease));
    SIM_CALL(SLUICE_SYS_SEND, sim_id(DRIVER), 1u << SLUICE_LEASES_SHIFT,
             MESSAGE(CLIENT_A), 0, REPLY(CLIENT_A), 0, CHUNK_A);
    if (sim_task(CLIENT_A)->life == TASK_ALIVE) {
        as(DRIVER);
        borrow(true, 0, 0, SCRATCH(DRIVER), 16);
    }
    assert_int_equal(sim_task(CLIENT_A)->life, TASK_FAULTED);
}

static void
stale_lender_is_dead_and_others_are_defect(void **state)
{
    uint32_t old;

    (void)state;
    lend_to_driver(SCRATCH(CLIENT_A), 100, SLUICE_LEASE_WRITE);
    old = sim_id(CLIENT_A);
    restart_task(CLIENT_A, true);
    as(DRIVER);
    SIM_CALL(SLUICE_SYS_BORROW_WRITE, old, 0, 0, SCRATCH(DRIVER), 4);
    expect_count(SLUICE_RC_DEAD, 0);
    borrow(true, 0, 0, SCRATCH(DRIVER), 4);
    expect_count(SLUICE_RC_DEFECT, 0);
    SIM_CALL(SLUICE_SYS_BORROW_WRITE, 0xfe, 0, 0, SCRATCH(DRIVER), 4);
    expect_fault(DRIVER, SLUICE_FAULT_USAGE, SLUICE_USAGE_TASK);
}

/* Both hold the window; who borrows chose where. */
static void
overlap_blames_the_borrower(void **state)
{
    (void)state;
    for (uint32_t write = 0; write <= 1; write++) {
        lend_to_driver(WINDOW, 64, SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
        borrow(write != 0, 0, 0, WINDOW + 60, 64);
        expect_fault(DRIVER, SLUICE_FAULT_MEMORY, 1);
        assert_int_equal(sim_task(CLIENT_A)->life, TASK_ALIVE);
        assert_int_equal(sim_difference(0, 0), 0);
    }
}

static void
leases_end_with_the_reply(void **state)
{
    (void)state;
    lend_to_driver(SCRATCH(CLIENT_A), 100, SLUICE_LEASE_WRITE);
    reply(sim_id(CLIENT_A), 0, 0);
    as(DRIVER);
    borrow(true, 0, 0, SCRATCH(DRIVER), 4);
    expect_count(SLUICE_RC_DEFECT, 0);
    assert_int_equal(sim_difference(0, 0), 0);
}

/* Only the task that was lent to may borrow. */
static void
third_parties_cannot_borrow(void **state)
{
    (void)state;
    lend_to_driver(SCRATCH(CLIENT_A), 100, SLUICE_LEASE_WRITE);
    serve(0);
    as(CLIENT_B);
    SIM_CALL(SLUICE_SYS_BORROW_WRITE, sim_id(CLIENT_A), 0, 0, SCRATCH(CLIENT_B),
             4);
    as(CLIENT_B);
    assert_int_equal(sim_result(CLIENT_B, 0), SLUICE_RC_DEFECT);
}

/* Long borrows: CLIENT_B's two chunks to DRIVER's, longer than one piece. */

#define LONG (CHUNK_SIZE)
#define PIECES_LENGTH (CHUNK_SIZE + 512u)

/*
 * Effect: CLIENT_B lends two adjacent regions, DRIVER borrows more than one
 * piece into its home; the next tick falls due within the copy.
 */
static void
cut_borrow(uint32_t counts_before_tick)
{
    script_start();
    serve(0);
    as(CLIENT_B);
    sim_fill(CHUNK_B, 2 * CHUNK_SIZE, 21);
    lend(CLIENT_B, 0, CHUNK_B, 2 * CHUNK_SIZE, SLUICE_LEASE_READ);
    send(sim_id(DRIVER), 0, 0, 1);
    as(DRIVER);
    host.clock = host.last_tick + host.period - counts_before_tick;
    SIM_CALL(SLUICE_SYS_BORROW_READ, sim_id(CLIENT_B), 0, 0,
             HOME(DRIVER) + HOME_SIZE - PIECES_LENGTH, PIECES_LENGTH);
}

static void
cut_borrow_is_continued(void **state)
{
    uint64_t ticks;

    (void)state;
    script_start();
    ticks = kernel.epoch;
    cut_borrow(100);
    assert_int_equal(kernel.epoch, ticks + COUNTS_PER_US * TICK_US);
    expect_count(SLUICE_RC_OK, PIECES_LENGTH);
    assert_true(sim_is_filled(HOME(DRIVER) + HOME_SIZE - PIECES_LENGTH,
                              PIECES_LENGTH, 21));
}

static void
cut_borrow_rechecks_its_lender(void **state)
{
    (void)state;
    script_start();
    sim.holds_interrupts = false;
    /* The supervisor wakes in the cut, and kills the lender */
    serve(0);
    as(CLIENT_B);
    sim_fill(CHUNK_B, 2 * CHUNK_SIZE, 21);
    lend(CLIENT_B, 0, CHUNK_B, 2 * CHUNK_SIZE, SLUICE_LEASE_READ);
    send(sim_id(DRIVER), 0, 0, 1);
    as(DRIVER);
    host.lines[LINE_POKE].pending = true; /* is taken at the first cut */
    SIM_CALL(SLUICE_SYS_BORROW_READ, sim_id(CLIENT_B), 0, 0,
             HOME(DRIVER) + HOME_SIZE - PIECES_LENGTH, PIECES_LENGTH);
    as(SUPERVISOR);
    kernel_call(SLUICE_KCALL_RESTART, CLIENT_B, 1);
    supervisor_sleeps();
    expect_count(SLUICE_RC_DEAD, LONG);
    assert_true(
        sim_is_filled(HOME(DRIVER) + HOME_SIZE - PIECES_LENGTH, LONG, 21));
}

static void
borrower_restarted_in_the_cut_begins_anew(void **state)
{
    (void)state;
    script_start();
    serve(0);
    as(CLIENT_B);
    lend(CLIENT_B, 0, CHUNK_B, 2 * CHUNK_SIZE, SLUICE_LEASE_READ);
    send(sim_id(DRIVER), 0, 0, 1);
    as(DRIVER);
    host.lines[LINE_POKE].pending = true;
    SIM_CALL(SLUICE_SYS_BORROW_READ, sim_id(CLIENT_B), 0, 0,
             HOME(DRIVER) + HOME_SIZE - PIECES_LENGTH, PIECES_LENGTH);
    as(SUPERVISOR);
    kernel_call(SLUICE_KCALL_RESTART, DRIVER, 1);
    supervisor_sleeps();
    as(DRIVER);
    assert_int_equal(sim_task(DRIVER)->context.link & HOST_LINK_REPEAT, 0);
    for (uint32_t i = 0; i < FRAME_WORDS; i++) {
        assert_int_equal(sim_result(DRIVER, i), 0);
    }
    assert_int_equal(sim_result(CLIENT_B, 0), SLUICE_RC_DEAD);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_and_write),
        cmocka_unit_test(copies_end_with_the_lease),
        cmocka_unit_test(direction_is_kept),
        cmocka_unit_test(info_tells_all_but_the_address),
        cmocka_unit_test(bad_words_fault_the_borrower),
        cmocka_unit_test(lies_fault_the_lender),
        cmocka_unit_test(table_in_dma_memory_is_a_lie),
        cmocka_unit_test(stale_lender_is_dead_and_others_are_defect),
        cmocka_unit_test(overlap_blames_the_borrower),
        cmocka_unit_test(leases_end_with_the_reply),
        cmocka_unit_test(third_parties_cannot_borrow),
        cmocka_unit_test(cut_borrow_is_continued),
        cmocka_unit_test(cut_borrow_rechecks_its_lender),
        cmocka_unit_test(borrower_restarted_in_the_cut_begins_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
