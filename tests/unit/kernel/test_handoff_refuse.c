/* SPDX-License-Identifier: MIT */
/* Regions that are handed on: what is refused, and who has none of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_arch.h"
#include "handoff.h"
#include "kernel.h"
#include "umem.h"

#define HOME 1u
#define HOLDER 2u
#define FRAME 0u /* region of both */
#define ON_HOME 0x11111111u
#define ON_HOLDER 0x22222222u
#define OFF 0u

#define OTHER_FRAME 1u /* its home is HOLDER, and nobody else has it */
#define PLAIN 2u       /* is not handed on */
#define HANDED (REGION_READ | REGION_WRITE | REGION_HANDOFF)
static const struct region regions[] = {
    {FAKE_MEMORY, 64, HANDED, 0},
    {FAKE_MEMORY + 64, 64, HANDED, 1},
    {FAKE_MEMORY + 128, 64, REGION_READ | REGION_WRITE, 2}};
static const struct protection constant[3] = {
    [HOME] = {{{0, 0, {ON_HOME, ON_HOME}}}},
    [HOLDER] = {{{0, 0, {ON_HOLDER, ON_HOLDER}}}}};
static struct protection changing[3];
static const struct holder holders[] = {
    {HOME, 0, {ON_HOME, ON_HOME}, {OFF, OFF}},
    {HOLDER, 0, {ON_HOLDER, ON_HOLDER}, {OFF, OFF}}};
static const struct holder other_holders[] = {
    {HOLDER, 1, {ON_HOLDER, ON_HOLDER}, {OFF, OFF}}};
static const struct handoff_desc handoffs[] = {
    {&regions[FRAME], holders, 2, HOME},
    {&regions[OTHER_FRAME], other_holders, 1, HOLDER}};
static const struct task_desc tasks[3] = {
    [HOME] = {.regions = regions,
              .region_count = 3,
              .protection = &constant[HOME],
              .changing = &changing[HOME]},
    [HOLDER] = {.regions = regions,
                .region_count = 3,
                .protection = &constant[HOLDER],
                .changing = &changing[HOLDER]}};

const struct image image = {
    .task_count = 3,
    .tasks = tasks,
    .handoffs = handoffs,
    .handoff_count = 2,
};
struct task task_table[3];
struct task *const task_at[3] = {&task_table[0], &task_table[1],
                                 &task_table[2]};
struct channel channel_table[1];
uint8_t region_pins[3];
uint8_t handoff_holder[2];

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
refuses(uint32_t from, uint32_t region, uint32_t to, uint32_t usage)
{
    struct task *me = &task_table[from];

    (void)set_up(NULL);
    kernel.current = me;
    me->protection = &changing[from];
    me->context.frame[0] = region;
    me->context.frame[1] = to;
    (void)handoff_syscall(me);
    assert_int_equal(me->life, TASK_FAULTED);
    assert_int_equal(me->fault.detail, usage);
    assert_int_equal(handoff_holder[FRAME], HOME);
    assert_int_equal(handoff_holder[OTHER_FRAME], HOLDER);
}

static void
what_is_not_mine_to_give_faults(void **state)
{
    uint32_t holder = task_table[HOLDER].id, home = task_table[HOME].id;

    (void)state;
    refuses(HOME, PLAIN, holder, SLUICE_USAGE_REGION);
    refuses(HOME, 3, holder, SLUICE_USAGE_REGION);
    refuses(HOME, OTHER_FRAME, holder, SLUICE_USAGE_REGION);
    refuses(HOME, FRAME, 77, SLUICE_USAGE_TASK);
    refuses(HOLDER, OTHER_FRAME, home, SLUICE_USAGE_RIGHT);
    refuses(HOME, FRAME, task_table[0].id, SLUICE_USAGE_RIGHT);
}

/* A name of an earlier life, and one who does not live: a code, no fault. */
static void
nothing_is_given_to_the_dead(void **state)
{
    struct task *me = &task_table[HOME];
    struct task *to = &task_table[HOLDER];

    (void)state;
    for (int stale = 0; stale < 2; stale++) {
        to->life = stale ? TASK_ALIVE : TASK_STOPPED;
        me->context.frame[0] = FRAME;
        me->context.frame[1] =
            to->id + (stale ? 1u << SLUICE_ID_GENERATION_SHIFT : 0);
        assert_ptr_equal(handoff_syscall(me), me);
        assert_int_equal(me->context.frame[0], SLUICE_RC_DEAD);
        assert_int_equal(me->context.frame[1], to->id);
        assert_int_equal(handoff_holder[FRAME], HOME);
    }
}

/* For the kernel's own copies, too, memory is its holder's alone. */
static void
who_does_not_hold_it_has_no_such_region(void **state)
{
    const struct task *home = &task_table[HOME];
    const struct task *holder = &task_table[HOLDER];

    (void)state;
    assert_ptr_equal(umem_region(home, FAKE_MEMORY), regions);
    assert_null(umem_region(holder, FAKE_MEMORY));
    give(HOME, HOLDER);
    assert_null(umem_region(home, FAKE_MEMORY));
    assert_ptr_equal(umem_region(holder, FAKE_MEMORY), regions);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_is_not_mine_to_give_faults, set_up),
        cmocka_unit_test_setup(nothing_is_given_to_the_dead, set_up),
        cmocka_unit_test_setup(who_does_not_hold_it_has_no_such_region, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
