/* SPDX-License-Identifier: MIT */
/* Masters brought to rest before memory is used, and the board's own set-up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_arch.h"
#include "kernel.h"
#include "panic.h"
#include "port/trap.h"

#define CONTROL FAKE_IO
#define RESET (FAKE_IO + 4u)
#define SOURCE (FAKE_IO + 8u)
#define CLOCKS (FAKE_IO + 12u)
#define READY (FAKE_IO + 16u)
#define FLAGS (FAKE_IO + 20u)
#define RUN 1u
#define SINK 0x2000u

static const struct dma_op stop[] = {DMA_WRITE(CONTROL, 0), DMA_END};
static const struct dma_op reset[] = {DMA_WRITE(RESET, 1), DMA_END};
/* These three are read as one. */
static const struct {
    struct dma_op idle[2], ack[2], fini[2];
} look = {{DMA_POLL(CONTROL, RUN, 0, 1), DMA_END},
          {DMA_WRITE(FLAGS, 1), DMA_END},
          {DMA_WRITE_SLOT(SOURCE, DMA_SLOT_SINK), DMA_END}};
static const struct dma_binding stoppable = {
    .stop = stop, .idle = look.idle, .ack = look.ack, .fini = look.fini};
static const struct dma_binding resettable = {.stop = stop,
                                              .idle = look.idle,
                                              .ack = look.ack,
                                              .fini = look.fini,
                                              .reset = reset};
static const struct dma_binding *masters[1];

static const struct dma_op clocks[] = {DMA_WRITE(CLOCKS, 3),
                                       DMA_POLL(READY, 1, 1, 4), DMA_END};
static const struct dma_op *const board[] = {clocks};

static const struct region regions[] = {
    {FAKE_MEMORY, 64, REGION_READ | REGION_WRITE, 0}};
static struct link senders[2];
static const uint32_t may_send;
static const struct task_desc tasks[] = {
    {"supervisor", regions, .region_count = 1, .start = true,
     .may_send = &may_send, .senders = senders, .sender_rings = 2}};
static const struct irq_route routes[NO_ROUTE + 1];
static const uint8_t line_routes[] = {NO_ROUTE};
const struct image image = {
    .routes = routes,
    .line_routes = line_routes,
    .line_count = 1,
    .task_count = 1,
    .tasks = tasks,
    .region_count = 1,
    .sink = SINK,
    .masters = masters,
    .master_count = 1,
    .board_init = board,
    .board_init_count = 1,
    .time = {0, 20, 20000, false},
};
struct task task_table[1];
struct task *const task_at[1] = {&task_table[0]};
struct channel channel_table[1];
uint8_t region_pins[1];
uint8_t handoff_holder[1];

static uint32_t looks;

/* It moves for three looks more. */
static uint32_t
comes_to_rest(uint32_t address, uint32_t stored)
{
    if (address != CONTROL) {
        return stored;
    }
    looks++;
    return looks > 3 ? stored & ~RUN : stored | RUN;
}

static uint32_t
never_rests(uint32_t address, uint32_t stored)
{
    return address == CONTROL ? stored | RUN : stored;
}

static int
set_up(void **state)
{
    (void)state;
    fake_reset();
    memset(&kernel, 0, sizeof(kernel));
    memset(&panic_record, 0, sizeof(panic_record));
    *fake_register(CONTROL) = RUN;
    *fake_register(SOURCE) = 0xdeadu;
    *fake_register(READY) = 1;
    masters[0] = &stoppable;
    looks = 0;
    return 0;
}

static void
a_master_is_stopped_and_scrubbed(void **state)
{
    (void)state;
    fake.on_read = comes_to_rest;
    boot_quiesce();
    assert_int_equal(*fake_register(CONTROL), 0);
    assert_int_equal(*fake_register(SOURCE), SINK);
    assert_int_equal(looks, 4);
    assert_int_equal(fake.resets, 0);
}

static void
one_with_a_reset_is_reset(void **state)
{
    (void)state;
    masters[0] = &resettable;
    fake.on_read = comes_to_rest;
    boot_quiesce();
    assert_int_equal(fake_writes(RESET), 1);
    assert_int_equal(fake_writes(CONTROL), 0);
    assert_int_equal(fake.resets, 0);
}

static void
one_that_moves_on_resets_the_system(void **state)
{
    (void)state;
    fake.on_read = never_rests;
    boot_quiesce();
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_BOOT_BUSY);
    assert_int_equal(*fake_register(SOURCE), 0xdeadu);
}

/* A load that faults reads as idle. */
static void
one_that_is_not_on_the_bus_resets_the_system(void **state)
{
    (void)state;
    fake.fault_at = SOURCE;
    boot_quiesce();
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_BOOT_BUSY);
}

/* An older fault on the bus is nobody's. */
static void
a_fault_before_boot_is_not_held_against_a_master(void **state)
{
    (void)state;
    fake.faulted = true;
    fake.on_read = comes_to_rest;
    boot_quiesce();
    assert_int_equal(fake.resets, 0);
}

static void
the_board_is_set_up_and_the_supervisor_runs(void **state)
{
    (void)state;
    boot_init();
    assert_int_equal(*fake_register(CLOCKS), 3);
    assert_int_equal(fake.resets, 0);
    assert_ptr_equal(kernel.current, &task_table[0]);
}

static void
a_board_that_does_not_answer_resets_the_system(void **state)
{
    (void)state;
    *fake_register(READY) = 0;
    boot_init();
    assert_int_not_equal(fake.resets, 0);
    assert_int_equal(panic_record.why, SLUICE_PANIC_ASSERTION);
    (void)set_up(state);
    fake.fault_at = CLOCKS;
    boot_init();
    assert_int_not_equal(fake.resets, 0);
    assert_int_equal(panic_record.why, SLUICE_PANIC_ASSERTION);
}

/* It is no task's, so nobody else can be blamed. */
static void
a_fault_of_the_idle_loop_is_the_kernels(void **state)
{
    static const struct fault fault = {SLUICE_FAULT_MEMORY, 0, 0x10, 0x20, 0};

    (void)state;
    boot_init();
    (void)trap_fault(&kernel.idle, &fault);
    assert_int_equal(fake.resets, 1);
    assert_int_equal(panic_record.why, SLUICE_PANIC_KERNEL_FAULT);
    assert_int_equal(panic_record.fault.pc, 0x20);
}

/* A line past the table is as stray as one without a route. */
static void
a_line_that_nobody_declared_is_masked(void **state)
{
    (void)state;
    boot_init();
    for (uint32_t line = 0; line < 3; line++) {
        fake.enabled[line] = true;
        assert_ptr_equal(trap_irq(line), &task_table[0]);
        assert_false(fake.enabled[line]);
        assert_int_equal(kernel.stray_count, line + 1);
        assert_int_equal(kernel.stray_line, line);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_master_is_stopped_and_scrubbed, set_up),
        cmocka_unit_test_setup(one_with_a_reset_is_reset, set_up),
        cmocka_unit_test_setup(one_that_moves_on_resets_the_system, set_up),
        cmocka_unit_test_setup(one_that_is_not_on_the_bus_resets_the_system,
                               set_up),
        cmocka_unit_test_setup(a_fault_before_boot_is_not_held_against_a_master,
                               set_up),
        cmocka_unit_test_setup(the_board_is_set_up_and_the_supervisor_runs,
                               set_up),
        cmocka_unit_test_setup(a_fault_of_the_idle_loop_is_the_kernels, set_up),
        cmocka_unit_test_setup(a_line_that_nobody_declared_is_masked, set_up),
        cmocka_unit_test_setup(a_board_that_does_not_answer_resets_the_system,
                               set_up),
    };

    return cmocka_run_group_tests_name("boot", tests, NULL, NULL);
}
