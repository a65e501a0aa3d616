/* SPDX-License-Identifier: MIT */
/* What is left of a task, and of the system: region, dump, registers, system.
 */
#include "script.h"

#include "panic.h"

static void
room_call(uint32_t operation, uint32_t index, uint32_t value, uint32_t room,
          uint32_t length)
{
    uint32_t me = sim_running();

    sim_words(REQUEST(me))[0] = index;
    sim_words(REQUEST(me))[1] = value;
    SIM_CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, operation, REQUEST(me), 8, room,
             length);
}

static struct kcall_region
region_of(uint32_t index, uint32_t n)
{
    struct kcall_region region;

    kernel_call(SLUICE_KCALL_REGION, index, n);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_int_equal(sim_result(SUPERVISOR, 1), sizeof(region));
    memcpy(&region, sim_memory(ANSWER(SUPERVISOR)), sizeof(region));
    return region;
}

/* Effect: CLIENT_A has left a pattern in its home and faults. */
static void
client_has_faulted(void)
{
    script_start();
    sim_fill(SCRATCH(CLIENT_A), 256, 7);
    sim_fault(SLUICE_FAULT_MEMORY, 0x1234);
    as(SUPERVISOR);
}

static void
regions_are_those_that_it_writes(void **state)
{
    (void)state;
    script_start();
    wake_supervisor();
    assert_int_equal(region_of(CLIENT_A, 0).base, HOME(CLIENT_A));
    assert_int_equal(region_of(CLIENT_A, 0).size, HOME_SIZE);
    assert_int_equal(region_of(CLIENT_A, 1).base, CHUNK_A); /* not its text */
    assert_int_equal(region_of(CLIENT_A, 3).base, WINDOW);
    assert_int_equal(region_of(CLIENT_A, 4).size, 0);
    assert_int_equal(region_of(CLIENT_A, 0xffffffffu).size, 0);
    assert_int_equal(region_of(LOW, 1).size, 0);
}

static void
memory_of_a_faulted_task_is_dumped(void **state)
{
    (void)state;
    client_has_faulted();
    room_call(SLUICE_KCALL_DUMP, CLIENT_A, SCRATCH(CLIENT_A),
              SCRATCH(SUPERVISOR), 256);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_int_equal(sim_result(SUPERVISOR, 1), 256);
    assert_true(sim_is_filled(SCRATCH(SUPERVISOR), 256, 7));
    room_call(SLUICE_KCALL_DUMP, CLIENT_A, HOME(CLIENT_A), SCRATCH(SUPERVISOR),
              0);
    assert_int_equal(sim_result(SUPERVISOR, 1), 0);
}

static void
dump_is_cut_to_a_message(void **state)
{
    (void)state;
    client_has_faulted();
    room_call(SLUICE_KCALL_DUMP, CLIENT_A, HOME(CLIENT_A), DATA(SUPERVISOR),
              MESSAGE_MAX + 0x100);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_int_equal(sim_result(SUPERVISOR, 1), MESSAGE_MAX);
}

static void
a_task_that_lives_is_not_dumped(void **state)
{
    static const uint32_t calls[] = {SLUICE_KCALL_DUMP, SLUICE_KCALL_REGISTERS};

    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        script_start();
        wake_supervisor();
        room_call(calls[i], CLIENT_A, HOME(CLIENT_A), SCRATCH(SUPERVISOR), 64);
        as(SUPERVISOR);
        assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_KCALL_NOT_SO);
        assert_int_equal(sim_result(SUPERVISOR, 1), 0);
    }
}

static void
what_is_not_the_faulted_tasks_faults_the_caller(void **state)
{
    static const struct {
        uint32_t address, length;
    } rows[] = {
        {HOME(OTHER), 4},
        {HOME(CLIENT_A) - 4, 8},
        {HOME(CLIENT_A) + HOME_SIZE - 4, 8},
        {0xfffffffcu, 8},
        {0, 4},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        client_has_faulted();
        sim.expects_reset = true; /* the caller is the supervisor */
        room_call(SLUICE_KCALL_DUMP, CLIENT_A, rows[i].address,
                  SCRATCH(SUPERVISOR), rows[i].length);
        assert_true(sim.reset_seen);
        assert_int_equal(panic_record.fault.kind, SLUICE_FAULT_USAGE);
        assert_int_equal(panic_record.fault.detail, SLUICE_USAGE_OFFSET);
    }
    client_has_faulted();
    sim.expects_reset = true;
    room_call(SLUICE_KCALL_DUMP, CLIENT_A, HOME(CLIENT_A), TEXT(SUPERVISOR), 8);
    assert_true(sim.reset_seen);
    assert_int_equal(panic_record.fault.kind, SLUICE_FAULT_MEMORY);
    assert_int_equal(panic_record.fault.address, TEXT(SUPERVISOR));
}

/* The engine may still write there: whoever reads it would read lies. */
static void
pinned_memory_is_not_dumped(void **state)
{
    (void)state;
    ask_driver(CHUNK_A, CHUNK_SIZE, SLUICE_LEASE_WRITE);
    sim.dma[0].channels[0].faults.stalls = true;
    sim.dma[0].channels[0].faults.late_beats = 1000;
    arm_read(sim_id(CLIENT_A), 256);
    wake_supervisor();
    kernel_call(SLUICE_KCALL_FAULT, CLIENT_A, 0);
    as(SUPERVISOR);
    assert_int_not_equal(sim_task(CLIENT_A)->lent_pins, 0);
    room_call(SLUICE_KCALL_DUMP, CLIENT_A, CHUNK_A, SCRATCH(SUPERVISOR), 64);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_KCALL_CLOSED);
    assert_int_equal(sim_result(SUPERVISOR, 1), 0);
    room_call(SLUICE_KCALL_DUMP, CLIENT_A, CHUNK_A2, SCRATCH(SUPERVISOR), 64);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
}

static void
registers_are_those_of_the_fault(void **state)
{
    struct kcall_registers registers;
    uint32_t stack;

    (void)state;
    script_start();
    for (uint32_t i = 0; i < 8; i++) {
        kernel.current->context.frame[i] = 0x100 + i;
    }
    stack = kernel.current->context.stack;
    sim_fault(SLUICE_FAULT_INSTRUCTION, 0);
    as(SUPERVISOR);
    kernel_call(SLUICE_KCALL_REGISTERS, CLIENT_A, 0);
    assert_int_equal(sim_result(SUPERVISOR, 1), sizeof(registers));
    memcpy(&registers, sim_memory(ANSWER(SUPERVISOR)), sizeof(registers));
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(registers.words[i], 0x100 + i);
    }
    assert_int_equal(registers.stack, stack);
}

static struct kcall_system
system_now(void)
{
    struct kcall_system now;

    kernel_call(SLUICE_KCALL_SYSTEM, 0, 0);
    assert_int_equal(sim_result(SUPERVISOR, 1), sizeof(now));
    memcpy(&now, sim_memory(ANSWER(SUPERVISOR)), sizeof(now));
    return now;
}

static void
system_tells_time_strays_and_the_latest_panic(void **state)
{
    struct panic_record kept;
    struct kcall_system now;

    (void)state;
    sim_boot();
    sim.expects_reset = true;
    sim_fault(SLUICE_FAULT_BUS, 0x77);
    kept = panic_record;
    sim_power_on();
    panic_record = kept; /* memory that survives a reset */
    sim_start();
    host.lines[LINE_STRAY].enabled = true;
    sim_irq(LINE_STRAY);
    sim_ticks(20);
    now = system_now();
    assert_int_equal(now.panic, SLUICE_PANIC_SUPERVISOR);
    assert_int_equal(now.panics, 1);
    assert_int_equal(now.fault.kind, SLUICE_FAULT_BUS);
    assert_int_equal(now.fault.address, 0x77);
    assert_int_equal(now.strays, 1);
    assert_int_equal(now.stray_line, LINE_STRAY);
    assert_true(now.up_us >= 20 * TICK_US && now.up_us < 30 * TICK_US);
    assert_int_equal(now.idle_us, 0);
    assert_int_equal(now.counts_per_us, COUNTS_PER_US);
}

static void
record_with_a_bad_checksum_is_no_record(void **state)
{
    (void)state;
    sim_boot();
    sim.expects_reset = true;
    sim_fault(SLUICE_FAULT_BUS, 0x77);
    struct panic_record kept = panic_record;
    kept.count ^= 2;
    sim_power_on();
    panic_record = kept;
    sim_start();
    assert_int_equal(system_now().panic, SLUICE_PANIC_NONE);
    assert_int_equal(system_now().panics, 0);
}

static void
good_run_lets_the_count_begin_anew(void **state)
{
    struct panic_record kept;

    (void)state;
    sim_boot();
    sim.expects_reset = true;
    sim_fault(SLUICE_FAULT_BUS, 0);
    kept = panic_record;
    sim_power_on();
    panic_record = kept;
    sim_start();
    sim_ticks(PANIC_GOOD_US / TICK_US - 1);
    assert_int_equal(system_now().panics, 1);
    sim_ticks(2);
    assert_int_equal(system_now().panics, 0);
    assert_int_equal(system_now().panic, SLUICE_PANIC_SUPERVISOR);
    kept = panic_record;
    sim_power_on();
    panic_record = kept; /* its checksum holds */
    sim_start();
    assert_int_equal(system_now().panic, SLUICE_PANIC_SUPERVISOR);
}

static void
feeding_where_there_is_no_watchdog_does_nothing(void **state)
{
    (void)state;
    script_start();
    wake_supervisor();
    kernel_call(SLUICE_KCALL_FEED, 0, 0);
    assert_int_equal(sim_result(SUPERVISOR, 0), SLUICE_RC_OK);
    assert_false(timer_is_set(&kernel.watchdog));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_are_those_that_it_writes),
        cmocka_unit_test(memory_of_a_faulted_task_is_dumped),
        cmocka_unit_test(dump_is_cut_to_a_message),
        cmocka_unit_test(a_task_that_lives_is_not_dumped),
        cmocka_unit_test(what_is_not_the_faulted_tasks_faults_the_caller),
        cmocka_unit_test(pinned_memory_is_not_dumped),
        cmocka_unit_test(registers_are_those_of_the_fault),
        cmocka_unit_test(system_tells_time_strays_and_the_latest_panic),
        cmocka_unit_test(record_with_a_bad_checksum_is_no_record),
        cmocka_unit_test(good_run_lets_the_count_begin_anew),
        cmocka_unit_test(feeding_where_there_is_no_watchdog_does_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
