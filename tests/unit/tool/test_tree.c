/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "diag.h"
#include "tree.h"

static const struct node *
parse(const char *text)
{
    return tree_parse("test.yaml", text, strlen(text));
}

/* Each test starts without errors and with an empty arena. */
static int
forget(void **state)
{
    (void)state;
    diag_reset();
    arena_free();
    return 0;
}

static void
expect_refused(const char *text)
{
    diag_reset();
    assert_null(parse(text));
    assert_int_not_equal(diag_count(), 0);
    assert_true(diag_is_syntax());
}

static void
maps_and_lists(void **state)
{
    const struct node *root = parse("a: 1\nb: [x, 'y z']\nc: { d: no }\n");
    const struct node *list;

    (void)state;
    assert_non_null(root);
    assert_int_equal(root->kind, NODE_MAP);
    assert_int_equal(root->count, 3);
    assert_string_equal(tree_get(root, "a")->text, "1");
    list = tree_get(root, "b");
    assert_int_equal(list->kind, NODE_LIST);
    assert_int_equal(list->count, 2);
    assert_string_equal(list->items[1]->text, "y z");
    assert_true(list->items[1]->quoted);
    assert_false(list->items[0]->quoted);
    assert_string_equal(tree_get(tree_get(root, "c"), "d")->text, "no");
    assert_null(tree_get(root, "e"));
    assert_null(tree_get(list, "a"));
    assert_null(tree_get(NULL, "a"));
}

static void
places(void **state)
{
    const struct node *root = parse("first: 1\nmap:\n  inner: value\n");
    const struct node *map = tree_get(root, "map");
    const struct node *inner = tree_get(map, "inner");

    (void)state;
    assert_int_equal(inner->line, 3);
    assert_int_equal(inner->column, 10);
    assert_int_equal(inner->length, 5);
    assert_int_equal(inner->key->column, 3);
    assert_string_equal(inner->source->path, "test.yaml");
    /* What lacks in a map is blamed on its key; in the root, on the first. */
    assert_ptr_equal(tree_place(map), map->key);
    assert_string_equal(tree_place(root)->text, "first");
    assert_ptr_equal(tree_place(tree_place(map)), map->key);
}

static void
columns_count_characters(void **state)
{
    const struct node *root = parse("\"\xc3\xa9\xc3\xa9\": value\n");

    (void)state;
    assert_non_null(root);
    assert_int_equal(root->items[0]->column, 7);
}

static void
kinds(void **state)
{
    const struct node *root = parse("a: {}\nb: []\nc: x\nd:\ne: ''\n");

    (void)state;
    assert_string_equal(tree_kind(tree_get(root, "a")), "a map");
    assert_string_equal(tree_kind(tree_get(root, "b")), "a list");
    assert_string_equal(tree_kind(tree_get(root, "c")), "text");
    assert_string_equal(tree_kind(tree_get(root, "d")), "nothing");
    assert_string_equal(tree_kind(tree_get(root, "e")), "text");
}

static void
outside_the_profile(void **state)
{
    (void)state;
    expect_refused("a: &x 1\nb: 2\n");
    expect_refused("a: *x\n");
    expect_refused("a: !!int 1\n");
    expect_refused("a: &x []\n");
    expect_refused("&x a: 1\n");
    expect_refused("<<: { a: 1 }\n");
    expect_refused("a: 1\n---\nb: 2\n");
    expect_refused("? [a, b]\n: 1\n");
    expect_refused("? { a: 1 }\n: 1\n");
    expect_refused("a: 1\nb: 2\na: 3\n");
}

static void
broken_text(void **state)
{
    (void)state;
    expect_refused("");
    expect_refused("# only a comment\n");
    expect_refused("- a\n- b\n");
    expect_refused("word\n");
    expect_refused("a: [1, 2\n");
    expect_refused("a: { b: 1\nc: 2\n");
    expect_refused("\ta: 1\n");
    expect_refused("a: \"x\n");
    expect_refused("a: @x\n");
    expect_refused("a: \xff\n");
    expect_refused("a: \xc3\n");
    expect_refused("a: \xc0\x80\n");
}

static void
zero_bytes(void **state)
{
    (void)state;
    assert_null(tree_parse("test.yaml", "a: x\0y\n", 7));
    assert_int_equal(diag_count(), 1);
}

/* Deep nesting must neither overflow the stack nor be accepted. */
static void
deep_nesting(void **state)
{
    size_t size = 100000;
    char *text = arena_alloc(size + 1);

    (void)state;
    memset(text, '[', size);
    memcpy(text, "a: ", 3);
    assert_null(tree_parse("test.yaml", text, size));
    assert_true(diag_is_syntax());
}

static void
a_missing_file(void **state)
{
    (void)state;
    assert_null(tree_load("/nonexistent/manifest.yaml"));
    assert_int_equal(diag_count(), 1);
    assert_null(tree_load("/"));
    assert_int_equal(diag_count(), 2);
    assert_true(diag_is_syntax());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(maps_and_lists, forget),
        cmocka_unit_test_setup(places, forget),
        cmocka_unit_test_setup(columns_count_characters, forget),
        cmocka_unit_test_setup(kinds, forget),
        cmocka_unit_test_setup(outside_the_profile, forget),
        cmocka_unit_test_setup(broken_text, forget),
        cmocka_unit_test_setup(zero_bytes, forget),
        cmocka_unit_test_setup(deep_nesting, forget),
        cmocka_unit_test_setup_teardown(a_missing_file, forget, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
