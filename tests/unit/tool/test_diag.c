/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "diag.h"
#include "tree.h"

static int
forget(void **state)
{
    (void)state;
    diag_reset();
    arena_free();
    return 0;
}

/* Returns: what diag_flush prints on stderr. */
static const char *
flushed(void)
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    char *text = arena_alloc(8192);

    assert_non_null(file);
    fflush(stderr);
    dup2(fileno(file), STDERR_FILENO);
    diag_flush();
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    assert_int_not_equal(fread(text, 1, 8191, file), 8191);
    fclose(file);
    return text;
}

static void
distances(void **state)
{
    (void)state;
    assert_int_equal(diag_distance("", ""), 0);
    assert_int_equal(diag_distance("", "abc"), 3);
    assert_int_equal(diag_distance("abc", ""), 3);
    assert_int_equal(diag_distance("abc", "abc"), 0);
    assert_int_equal(diag_distance("prioritty", "priority"), 1);
    assert_int_equal(diag_distance("prioriy", "priority"), 1);
    assert_int_equal(diag_distance("priarity", "priority"), 1);
    assert_int_equal(diag_distance("pirority", "priority"), 1); /* swapped */
    assert_int_equal(diag_distance("kitten", "sitting"), 3);
}

/* A manifest can hold a word of any length. */
static void
distances_of_long_words(void **state)
{
    char word[1000];

    (void)state;
    memset(word, 'a', sizeof(word) - 1);
    word[sizeof(word) - 1] = '\0';
    assert_true(diag_distance(word, "a") >= 63);
    assert_true(diag_distance("a", word) >= 63);
    assert_int_equal(diag_distance(word, word), 0);
}

static void
near_misses(void **state)
{
    static const char *const names[] = {"source", "priority", "stack", "dma"};

    (void)state;
    assert_string_equal(diag_nearest("prioritty", names, 4), "priority");
    assert_string_equal(diag_nearest("stak", names, 4), "stack");
    assert_string_equal(diag_nearest("dam", names, 4), "dma");
    assert_null(diag_nearest("colour", names, 4));
    assert_null(diag_nearest("x", names, 4));
    assert_null(diag_nearest("", names, 4));
    assert_null(diag_nearest("stack", names, 0));
}

static void
an_error_with_all_parts(void **state)
{
    const char *text = "name: demo\nboard: nowhere\n";
    const struct node *root = tree_parse("app.yaml", text, strlen(text));

    (void)state;
    diag_error(tree_get(root, "board"), "unknown board '%s'", "nowhere");
    diag_help("use %s", "another");
    assert_int_equal(diag_count(), 1);
    assert_false(diag_is_syntax());
    assert_string_equal(flushed(),
                        "app.yaml:2:8: error: unknown board 'nowhere'\n"
                        "    2 | board: nowhere\n"
                        "      |        ^~~~~~~\n"
                        "help: use another\n");
    assert_string_equal(flushed(), "");
    assert_int_equal(diag_count(), 1);
}

static void
errors_come_in_the_order_of_the_file(void **state)
{
    const char *text = "a: 1\nb: 2\nc: 3\n";
    const struct node *root = tree_parse("app.yaml", text, strlen(text));
    const char *out;

    (void)state;
    diag_error(tree_get(root, "c"), "third");
    diag_error(tree_get(root, "a"), "first");
    diag_error(tree_get(root, "b"), "second");
    out = flushed();
    assert_true(strstr(out, "first") < strstr(out, "second"));
    assert_true(strstr(out, "second") < strstr(out, "third"));
}

static void
long_lines_show_the_part_in_question(void **state)
{
    char *text = arena_alloc(1100);
    const struct node *root;
    const char *out;

    (void)state;
    memset(text, ' ', 1000);
    memcpy(text, "a:", 2);
    memcpy(text + 1000, "value\n", 6);
    root = tree_parse("app.yaml", text, 1006);
    diag_error(tree_get(root, "a"), "wrong");
    out = flushed();
    assert_non_null(strstr(out, "app.yaml:1:1001: error: wrong\n"));
    assert_non_null(strstr(out, "value\n"));
    assert_non_null(strstr(out, "^~~~~\n"));
    assert_true(strlen(out) < 400);
}

/* A manifest must not be able to drive the terminal. */
static void
control_characters_are_not_printed(void **state)
{
    const struct source source = {"app.yaml", "a: \033[31m\tb\n", 11};

    (void)state;
    diag_error_at(&source, 1, 4, "wrong");
    assert_string_equal(flushed(), "app.yaml:1:4: error: wrong\n"
                                   "    1 | a: ?[31m b\n"
                                   "      |    ^\n");
}

static void
places_outside_of_the_text(void **state)
{
    const struct source source = {"app.yaml", "a: b", 4};

    (void)state;
    diag_error_at(&source, 9, 4, "past the last line");
    diag_error_at(&source, 1, 90, "past the end of a line");
    diag_error_at(&source, 0, 0, "before the start");
    assert_non_null(strstr(flushed(), "app.yaml:9:4: error: past the last"));
}

static void
unknown_names(void **state)
{
    static const char *const names[] = {"uart0", "timer0"};

    (void)state;
    diag_unknown(NULL, "peripheral", "uart", names, 2);
    assert_non_null(strstr(flushed(), "did you mean 'uart0'?"));
    diag_unknown(NULL, "peripheral", "spi", names, 2);
    assert_non_null(strstr(flushed(), "use one of: uart0, timer0"));
    diag_unknown(NULL, "peripheral", "spi", names, 0);
    assert_non_null(strstr(flushed(), "there is none"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(distances, forget),
        cmocka_unit_test_setup(distances_of_long_words, forget),
        cmocka_unit_test_setup(near_misses, forget),
        cmocka_unit_test_setup(an_error_with_all_parts, forget),
        cmocka_unit_test_setup(errors_come_in_the_order_of_the_file, forget),
        cmocka_unit_test_setup(long_lines_show_the_part_in_question, forget),
        cmocka_unit_test_setup(control_characters_are_not_printed, forget),
        cmocka_unit_test_setup(places_outside_of_the_text, forget),
        cmocka_unit_test_setup_teardown(unknown_names, forget, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
