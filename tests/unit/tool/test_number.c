/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "number.h"

struct good_case {
    const char *text;
    uint32_t value;
};

static void
expect_size(const char *text, uint32_t value)
{
    uint32_t parsed = 12345;

    assert_null(number_size(text, &parsed));
    assert_int_equal(parsed, value);
}

static void
sizes(void **state)
{
    static const struct good_case cases[] = {
        {"0", 0},
        {"512", 512},
        {"0x10", 16},
        {"0X1F", 31},
        {"0x4000_0000", 0x40000000},
        {"1_000", 1000},
        {"4K", 4096},
        {"16M", 16 * 1024 * 1024},
        {"0x2K", 2048},
        {"010", 10}, /* not octal */
        {"4294967295", UINT32_MAX},
        {"0xffff_ffff", UINT32_MAX},
        {"4095M", 4095u * 1024 * 1024},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_size(cases[i].text, cases[i].value);
    }
}

static void
bad_sizes(void **state)
{
    static const char *const cases[] = {
        "",     "x",     "0x",
        "_1",   "1_",    "1__0",
        "-1",   "+1",    " 1",
        "1 ",   "4k",    "4KB",
        "4G",   "4096M", "4294967296",
        "1.5K", "0xg",   "K",
        "0x1_", "5ms",   "999999999999999999999999999999999999",
        "0x_1",
    };
    uint32_t value;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_non_null(number_size(cases[i], &value));
    }
}

static void
times(void **state)
{
    uint32_t value = 0;

    (void)state;
    assert_null(number_time("20us", &value));
    assert_int_equal(value, 20);
    assert_null(number_time("5ms", &value));
    assert_int_equal(value, 5000);
    assert_null(number_time("1s", &value));
    assert_int_equal(value, 1000000);
    assert_null(number_time("4294s", &value));
    assert_non_null(number_time("4295s", &value));
    assert_non_null(number_time("5", &value));
    assert_non_null(number_time("5 ms", &value));
    assert_non_null(number_time("ms", &value));
    assert_non_null(number_time("5m", &value));
}

static void
frequencies(void **state)
{
    uint32_t value = 0;

    (void)state;
    assert_null(number_frequency("32768Hz", &value));
    assert_int_equal(value, 32768);
    assert_null(number_frequency("100kHz", &value));
    assert_int_equal(value, 100000);
    assert_null(number_frequency("20MHz", &value));
    assert_int_equal(value, 20000000);
    assert_non_null(number_frequency("20", &value));
    assert_non_null(number_frequency("20mhz", &value));
    assert_non_null(number_frequency("4295MHz", &value));
}

static void
plain_numbers(void **state)
{
    uint32_t value = 0;

    (void)state;
    assert_null(number_plain("12", &value));
    assert_int_equal(value, 12);
    assert_non_null(number_plain("12K", &value));
}

static void
booleans(void **state)
{
    bool value = false;

    (void)state;
    assert_null(number_bool("yes", &value));
    assert_true(value);
    assert_null(number_bool("no", &value));
    assert_false(value);
    assert_non_null(number_bool("true", &value));
    assert_non_null(number_bool("Yes", &value));
    assert_non_null(number_bool("", &value));
}

/* What is printed as help can be written into a manifest. */
static void
texts_parse_back(void **state)
{
    static const uint32_t values[] = {0,    1,       1000,    1024,
                                      1500, 1000000, 1048576, UINT32_MAX};
    uint32_t value;

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        assert_null(number_size(number_size_text(values[i]), &value));
        assert_int_equal(value, values[i]);
        assert_null(number_time(number_time_text(values[i]), &value));
        assert_int_equal(value, values[i]);
    }
    arena_free();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes),
        cmocka_unit_test(bad_sizes),
        cmocka_unit_test(times),
        cmocka_unit_test(frequencies),
        cmocka_unit_test(plain_numbers),
        cmocka_unit_test(booleans),
        cmocka_unit_test(texts_parse_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
