/* SPDX-License-Identifier: MIT */
/* Regions that are handed on, as far as pins have a say in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sluice/kcall.h>

#include "dma_ends.h"
#include "fake_arch.h"
#include "handoff.h"
#include "kcall.h"
#include "kernel.h"
#include "umem.h"

#define HOME 1u
#define HOLDER 2u
#define FRAME 0u /* region of both */
#define ON_HOME 0x11111111u
#define ON_HOLDER 0x22222222u
#define OFF 0u

#define DATA (REGION_READ | REGION_WRITE)
#define OWN 1u /* region of both, for simplicity */
#define OWN_BASE (FAKE_MEMORY + 64u)
#define ASKS 0u /* the task that asks about others */
#define DESK (FAKE_MEMORY + 128u)

static const struct region regions[] = {
    {FAKE_MEMORY, 64, DATA | REGION_DMA | REGION_HANDOFF, 0},
    {OWN_BASE, 64, DATA | REGION_DMA, 1}};
static const struct region desk = {DESK, 64, DATA, 2};
static const struct protection constant[3] = {
    [HOME] = {{{0, 0, {ON_HOME, ON_HOME}}}},
    [HOLDER] = {{{0, 0, {ON_HOLDER, ON_HOLDER}}}}};
static struct protection changing[3];
static const struct holder holders[] = {
    {HOME, 0, {ON_HOME, ON_HOME}, {OFF, OFF}},
    {HOLDER, 0, {ON_HOLDER, ON_HOLDER}, {OFF, OFF}}};
static const struct handoff_desc handoffs[] = {{regions, holders, 2, HOME}};
static const struct task_desc tasks[3] = {
    [ASKS] = {.regions = &desk,
              .region_count = 1,
              .privileges = 1u << SLUICE_KCALL_REGION},
    [HOME] = {.regions = regions,
              .region_count = 2,
              .protection = &constant[HOME],
              .changing = &changing[HOME]},
    [HOLDER] = {.regions = regions,
                .region_count = 2,
                .protection = &constant[HOLDER],
                .changing = &changing[HOLDER]}};

const struct image image = {
    .task_count = 3,
    .tasks = tasks,
    .handoffs = handoffs,
    .handoff_count = 1,
};
struct task task_table[3];
struct task *const task_at[3] = {&task_table[0], &task_table[1],
                                 &task_table[2]};
struct channel channel_table[1];
uint8_t region_pins[3];
uint8_t handoff_holder[1];

static uint32_t
shown(uint32_t index)
{
    return changing[index].halves[0].words[0];
}

static void
give(uint32_t from, uint32_t to)
{
    struct task *me = &task_table[from];

    me->context.frame[0] = FRAME;
    me->context.frame[1] = task_table[to].id;
    assert_ptr_equal(handoff_syscall(me), me);
    assert_int_equal(me->context.frame[0], SLUICE_RC_OK);
}

static int
set_up(void **state)
{
    (void)state;
    fake_reset();
    memset(&kernel, 0, sizeof(kernel));
    memset(task_table, 0, sizeof(task_table));
    region_pins[0] = 0;
    for (uint32_t i = 0; i < 3; i++) {
        task_table[i].index = (uint8_t)i;
        task_table[i].id = i | 1u << SLUICE_ID_GENERATION_SHIFT;
        task_table[i].desc = &tasks[i];
        task_table[i].life = TASK_ALIVE;
        link_init(&task_table[i].peers);
        timer_init(&task_table[i].timer, TIMER_TASK, i);
    }
    for (uint32_t i = 0; i < PRIORITIES; i++) {
        link_init(&kernel.ready[i]);
    }
    kernel.current = &task_table[HOME];
    kernel.current->protection = &changing[HOME];
    handoff_init();
    return 0;
}

static void
it_is_in_one_table_at_a_time(void **state)
{
    (void)state;
    assert_int_equal(shown(HOME), ON_HOME);
    assert_int_equal(shown(HOLDER), OFF);
    give(HOME, HOLDER);
    assert_int_equal(shown(HOME), OFF);
    assert_int_equal(shown(HOLDER), ON_HOLDER);
    assert_ptr_equal(fake.loaded, &changing[HOME]);
    assert_false(handoff_is_held(&task_table[HOME], regions));
    assert_true(handoff_is_held(&task_table[HOLDER], regions));
}

/* Pinned memory stays where it is, with its task, until the last unpin. */
static void
pinned_it_goes_home_only_after_the_unpin(void **state)
{
    struct task *holder = &task_table[HOLDER];

    (void)state;
    give(HOME, HOLDER);
    memset(fake.memory, 0x77, 64);
    holder->own_pins = 1;
    handoff_settle(holder);
    assert_true(handoff_is_held(holder, regions));
    holder->own_pins = 0;
    holder->lent_pins = 1;
    handoff_settle(holder);
    assert_true(handoff_is_held(holder, regions));
    assert_int_equal(fake.memory[0], 0x77);
    holder->lent_pins = 0;
    handoff_settle(holder);
    assert_true(handoff_is_held(&task_table[HOME], regions));
    assert_int_equal(shown(HOME), ON_HOME);
    for (uint32_t i = 0; i < 64; i++) {
        assert_int_equal(fake.memory[i], 0);
    }
}

static void
others_ends_leave_it_alone(void **state)
{
    (void)state;
    give(HOME, HOLDER);
    handoff_settle(&task_table[HOME]);
    handoff_settle(&task_table[0]);
    assert_true(handoff_is_held(&task_table[HOLDER], regions));
}

static void
an_engine_aimed_at_it_holds_it(void **state)
{
    struct task *me = &task_table[HOME];

    (void)state;
    region_pins[0] = 1;
    me->context.frame[0] = FRAME;
    me->context.frame[1] = task_table[HOLDER].id;
    (void)handoff_syscall(me);
    assert_int_equal(me->life, TASK_FAULTED);
    assert_int_equal(me->fault.detail, SLUICE_USAGE_PINNED);
    assert_true(handoff_is_held(me, regions));
}

/* A channel's fixed end is no way round: the holder has it for itself. */
static void
an_end_of_a_channel_must_be_held(void **state)
{
    static const struct channel_desc desc = {.far = regions,
                                             .near_region = NEAR_ANY,
                                             .owner = HOME,
                                             .direction = CHANNEL_DRAINS_NEAR,
                                             .far_kind = FAR_REGION,
                                             .near_kinds = NEAR_OWN};
    struct task *me = &task_table[HOME];
    struct dma_request request = {me->id, OWN, 0, SLUICE_DMA_NO_FAR, 0, 32};

    (void)state;
    channel_table[0].desc = &desc;
    assert_int_equal(dma_ends_check(me, &channel_table[0], &request),
                     DMA_CHECKED);
    give(HOME, HOLDER);
    assert_int_equal(dma_ends_check(me, &channel_table[0], &request),
                     SLUICE_USAGE_DMA);
    give(HOLDER, HOME);
    assert_int_equal(dma_ends_check(me, &channel_table[0], &request),
                     DMA_CHECKED);
}

/* Its lease tables and kernel calls would be where an engine may write. */
static void
a_first_region_for_dma_is_no_home(void **state)
{
    struct slice here = {FAKE_MEMORY, 8};
    struct slice there = {DESK, 8};
    uint8_t bytes[8];

    (void)state;
    task_init();
    assert_true(umem_read(&task_table[ASKS], &there, bytes));
    assert_true(umem_allows(&task_table[HOME], &here, REGION_READ, 0));
    assert_false(umem_read(&task_table[HOME], &here, bytes));
    assert_false(umem_is_home(&task_table[HOME], &here));
}

static uint32_t
region_told(uint32_t n)
{
    struct kcall_request request = {HOLDER, n};
    const uint32_t words[] = {
        SLUICE_ID_KERNEL, SLUICE_KCALL_REGION, DESK,
        sizeof(request),  DESK + 32u,          sizeof(struct kcall_region)};
    struct kcall_region told;
    struct task *me = &task_table[ASKS];

    memcpy(fake_memory(DESK), &request, sizeof(request));
    memcpy(me->context.frame, words, sizeof(words));
    assert_ptr_equal(kcall_dispatch(me), me);
    assert_int_equal(me->context.frame[0], SLUICE_RC_OK);
    memcpy(&told, fake_memory(DESK + 32u), sizeof(told));
    return told.size != 0 ? told.base : 0;
}

/* Or who dumps a faulted task would ask for it, and fault. */
static void
it_is_not_among_the_regions_to_dump(void **state)
{
    (void)state;
    assert_int_equal(region_told(0), OWN_BASE);
    assert_int_equal(region_told(1), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_is_in_one_table_at_a_time, set_up),
        cmocka_unit_test_setup(pinned_it_goes_home_only_after_the_unpin,
                               set_up),
        cmocka_unit_test_setup(others_ends_leave_it_alone, set_up),
        cmocka_unit_test_setup(an_engine_aimed_at_it_holds_it, set_up),
        cmocka_unit_test_setup(an_end_of_a_channel_must_be_held, set_up),
        cmocka_unit_test_setup(a_first_region_for_dma_is_no_home, set_up),
        cmocka_unit_test_setup(it_is_not_among_the_regions_to_dump, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
