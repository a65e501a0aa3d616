/* SPDX-License-Identifier: MIT */
/* The wheel of deadlines, against an array that is searched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wheel.h"

#define TIMERS 200u
#define GRANULE (1u << WHEEL_SHIFT)

static struct wheel wheel;
static struct timer timers[TIMERS];
static uint64_t now;
static uint32_t seed;

static uint32_t
random_below(uint32_t limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)seed * limit >> 32);
}

static int
set_up(void **state)
{
    (void)state;
    memset(&wheel, 0, sizeof(wheel));
    memset(timers, 0, sizeof(timers));
    now = 0;
    seed = 1;
    return 0;
}

static void
set(uint32_t index, uint64_t deadline)
{
    if (timers[index].place != PLACE_OFF) {
        wheel_remove(&wheel, &timers[index]);
    }
    timers[index].deadline = deadline;
    wheel_add(&wheel, &timers[index]);
}

static uint64_t
nearest(void)
{
    uint64_t least = WHEEL_NEVER;

    for (uint32_t i = 0; i < TIMERS; i++) {
        if (timers[i].place != PLACE_OFF && timers[i].deadline < least) {
            least = timers[i].deadline;
        }
    }
    return least;
}

/* Effect: all that is due fires. Returns: how many. */
static uint32_t
fire_due(void)
{
    uint32_t steps = UINT32_MAX;
    uint32_t fired = 0;
    struct timer *timer;

    while ((timer = wheel_pop(&wheel, now, &steps)) != NULL) {
        assert_true(timer->deadline <= now);
        assert_int_equal(timer->place, PLACE_OFF);
        fired++;
    }
    return fired;
}

static void
every_deadline_fires_when_it_is_due_and_not_before(void **state)
{
    static const uint32_t spans[] = {3, 70, 5000, 100000, 3000000, 2000000000};

    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        uint32_t index = random_below(TIMERS);
        uint32_t span = spans[random_below(6)];

        set(index, now + random_below(span));
        if (random_below(8) == 0) {
            set(random_below(TIMERS), UINT64_MAX);
        }
        now += random_below(spans[random_below(4)]);
        fire_due();
        assert_true(nearest() > now);
    }
}

static void
next_is_never_late_by_more_than_a_granule(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        uint64_t due;

        set(random_below(TIMERS),
            now + 1 + random_below(1u << random_below(31)));
        due = nearest();
        assert_true(wheel_next(&wheel) <= due + GRANULE);
        if (random_below(3) == 0) {
            now = wheel_next(&wheel) > now ? wheel_next(&wheel) : now;
            fire_due();
        }
        assert_true(nearest() > now);
    }
}

static void
one_deadline_alone_is_exact(void **state)
{
    (void)state;
    for (uint32_t bit = 0; bit < 53; bit++) {
        uint64_t due = now + (1ull << bit) + random_below(GRANULE);

        set(0, due);
        assert_true(wheel_next(&wheel) == due);
        now = due - 1;
        assert_int_equal(fire_due(), 0);
        now = due;
        assert_int_equal(fire_due(), 1);
    }
    assert_true(wheel_next(&wheel) == WHEEL_NEVER);
}

static void
equal_deadlines_fire_first_in_first_out(void **state)
{
    uint32_t steps = UINT32_MAX;

    (void)state;
    for (uint32_t i = 0; i < TIMERS; i++) {
        set(i, 123456);
        now += 100;
        fire_due();
    }
    now = 123456;
    for (uint32_t i = 0; i < TIMERS; i++) {
        assert_ptr_equal(wheel_pop(&wheel, now, &steps), &timers[i]);
    }
}

static void
deadlines_fire_in_order(void **state)
{
    uint64_t before = 0;
    uint32_t steps = UINT32_MAX;

    (void)state;
    for (uint32_t i = 0; i < TIMERS; i++) {
        set(i, (uint64_t)random_below(1000) * GRANULE * 100);
    }
    while (wheel_next(&wheel) != WHEEL_NEVER) {
        now += random_below(20000); /* often late */
        struct timer *timer = wheel_pop(&wheel, now, &steps);

        if (timer != NULL) {
            assert_true(timer->deadline >= before);
            before = timer->deadline;
        }
    }
}

/* A timer that is set again while its slot is being moved. */
static void
work_that_is_cut_goes_on_where_it_was(void **state)
{
    uint32_t fired = 0;

    (void)state;
    for (uint32_t i = 0; i < TIMERS; i++) {
        set(i, 900000);
    }
    now = 900000 + GRANULE;
    for (uint32_t i = TIMERS; wheel_next(&wheel) <= now; i--) {
        uint32_t steps = 3;

        while (wheel_pop(&wheel, now, &steps) != NULL) {
            fired++;
        }
        if (timers[i % TIMERS].place != PLACE_OFF) {
            wheel_remove(&wheel, &timers[i % TIMERS]);
            fired++;
        }
        assert_true(steps <= 3);
    }
    assert_int_equal(fired, TIMERS);
    assert_true(wheel_next(&wheel) == WHEEL_NEVER);
}

static void
past_the_horizon_is_never(void **state)
{
    (void)state;
    set(0, WHEEL_HORIZON);
    assert_int_equal(timers[0].place, PLACE_OFF);
    set(0, WHEEL_HORIZON - 1);
    assert_int_not_equal(timers[0].place, PLACE_OFF);
}

static void
deadline_in_the_past_fires_at_once(void **state)
{
    (void)state;
    now = 1000000;
    fire_due();
    set(0, 5);
    assert_int_equal(fire_due(), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            every_deadline_fires_when_it_is_due_and_not_before, set_up),
        cmocka_unit_test_setup(next_is_never_late_by_more_than_a_granule,
                               set_up),
        cmocka_unit_test_setup(one_deadline_alone_is_exact, set_up),
        cmocka_unit_test_setup(equal_deadlines_fire_first_in_first_out, set_up),
        cmocka_unit_test_setup(deadlines_fire_in_order, set_up),
        cmocka_unit_test_setup(work_that_is_cut_goes_on_where_it_was, set_up),
        cmocka_unit_test_setup(past_the_horizon_is_never, set_up),
        cmocka_unit_test_setup(deadline_in_the_past_fires_at_once, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
