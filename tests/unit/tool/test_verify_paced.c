/* SPDX-License-Identifier: MIT */
/* The table verifier: requests that a peripheral paces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "verify_kit.h"

#define WRITE(r, v) ((struct dma_op)DMA_WRITE(r, v))

static int
forget(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

/* A request of a peripheral: the far end is a constant or the sink. */
static void
test_peripheral(void **state)
{
    struct tables t = kit_good;
    struct verify_report report;

    (void)state;
    t.arm[0][A_DST] = WRITE(DST, 0x40004000);
    t.arm[1][A_DST] = t.arm[0][A_DST];
    report = kit_verify(&t, 1);
    kit_print(&report);
    assert_int_equal(report.count, 0);

    t.arm[0][A_DST].value = 0x38000100; /* memory */
    report = kit_verify(&t, 1);
    kit_expect(&report, "the constant address of a peripheral");
    t.arm[0][A_DST].value = 0x00000100; /* memory, by an alias */
    report = kit_verify(&t, 1);
    kit_expect(&report, "the constant address of a peripheral");
    t.arm[0][A_DST].value = BASE + 0x120; /* a controller */
    report = kit_verify(&t, 1);
    kit_expect(&report, "the constant address of a peripheral");

    t.arm[0][A_DST] = (struct dma_op)DMA_WRITE_SLOT(DST, DMA_SLOT_SINK);
    t.arm[1][A_DST] = t.arm[0][A_DST];
    t.audit[1] = (struct dma_op)DMA_GET(DMA_SLOT_SINK, DST, ALL, 0, 0);
    report = kit_verify(&t, 1);
    assert_int_equal(report.count, 0);
    report = kit_verify(&t, 0);
    kit_expect(&report, "takes only SRC or DST");
    t.audit[1] = kit_good.audit[1];
    report = kit_verify(&t, 1);
    kit_expect(&report, "names slot 2, but ARM writes slot 4");
}

/* What a peripheral gives goes to memory, what it takes comes from there. */
static void
test_direction(void **state)
{
    struct tables t = kit_good;
    struct verify_report report;

    (void)state;
    report = kit_verify(&t, 1);
    kit_expect(&report, "direction: out");
    t.arm[0][A_SRC] = WRITE(SRC, 0x40004000);
    t.arm[1][A_SRC] = t.arm[0][A_SRC];
    report = kit_verify(&t, 1);
    kit_expect(&report, "direction: out");
    kit_requests[1].far_is_source = true;
    report = kit_verify(&t, 1);
    kit_print(&report);
    assert_int_equal(report.count, 0);
    report = kit_verify(&kit_good, 1);
    kit_expect(&report, "direction: in");
    t = kit_good;
    t.arm[0][A_DST] = WRITE(DST, 0x40004000);
    t.arm[1][A_DST] = t.arm[0][A_DST];
    report = kit_verify(&t, 1);
    kit_expect(&report, "direction: in");
    kit_requests[1].far_is_source = false;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_peripheral, forget),
        cmocka_unit_test_teardown(test_direction, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
