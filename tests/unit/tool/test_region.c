/* SPDX-License-Identifier: MIT */
/*
 * What the tool repeats of the kernel's tables, since its include path does not
 * reach them: a value that differs does not compile.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "region.h"

#include "../../../kernel/image.h"

#include "layout.h"

/* Written by the tool as text or bytes. */
_Static_assert(NO_ROUTE == 0xff, "emit_dma.c");
_Static_assert(PROTECTION_REGIONS == LAYOUT_REGIONS, "emit_tables.c");

static void
test_regions(void **state)
{
    (void)state;
    assert_int_equal(REGION_READ | REGION_WRITE | REGION_EXECUTE |
                         REGION_DEVICE | REGION_DMA | REGION_SHARED,
                     63);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
