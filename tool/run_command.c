/* SPDX-License-Identifier: MIT */
/*
 * sluice run: starts an image as its board says. With a manifest, the image is
 * the one that `sluice build` made of it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "command.h"
#include "diag.h"
#include "paths.h"
#include "programs.h"
#include "run.h"
#include "spawn.h"

#define TIMEOUT_DEFAULT 60u
#define TIMEOUT_MAX 86400u

struct run_request {
    const char *target; /* image or manifest */
    const char *folder; /* -o, for a manifest */
    unsigned seconds;
    bool quiet;
    const char **loads, **values; /* FILE@ADDRESS, VALUE@ADDRESS */
    size_t load_count, value_count;
    char **extra; /* after -- */
};

struct command_words {
    char **words;
    size_t count;
};

static void
add(struct command_words *list, const char *word)
{
    list->words = arena_grow(list->words, list->count, sizeof(*list->words));
    list->words[list->count++] = (char *)word;
}

static void
append(const char ***list, size_t *count, const char *text)
{
    *list = arena_grow(*list, *count, sizeof(**list));
    (*list)[(*count)++] = text;
}

static bool
read_timeout(struct run_request *request, const char *text)
{
    char *end;
    unsigned long value;

    errno = 0;
    value = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 ||
        value == 0 || value > TIMEOUT_MAX) {
        fprintf(stderr, "sluice run: --timeout %s: give seconds, 1 to %u\n",
                text, TIMEOUT_MAX);
        return false;
    }
    request->seconds = (unsigned)value;
    return true;
}

/* Takes an option with its value. Returns: false if it is not one. */
static bool
read_option(struct run_request *request, const char *name, const char *value)
{
    if (strcmp(name, "--timeout") == 0) {
        return read_timeout(request, value);
    }
    if (strcmp(name, "--load") == 0) {
        append(&request->loads, &request->load_count, value);
    } else if (strcmp(name, "--word") == 0) {
        append(&request->values, &request->value_count, value);
    } else if (strcmp(name, "-o") == 0) {
        request->folder = value;
    } else {
        fprintf(stderr, "sluice run: there is no option %s\n", name);
        fputs("help: 'sluice run --help' lists them; words for the emulator "
              "come after --\n",
              stderr);
        return false;
    }
    return true;
}

static bool
read_request(int argc, char **argv, struct run_request *request)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            request->extra = &argv[i + 1];
            break;
        }
        if (strcmp(argv[i], "--quiet") == 0) {
            request->quiet = true;
        } else if (argv[i][0] != '-') {
            if (request->target != NULL) {
                fprintf(stderr, "sluice run: one image only, not also %s\n",
                        argv[i]);
                return false;
            }
            request->target = argv[i];
        } else if (i + 1 == argc) {
            fprintf(stderr, "sluice run: a value has to follow %s\n", argv[i]);
            return false;
        } else if (!read_option(request, argv[i], argv[i + 1])) {
            return false;
        } else {
            i++;
        }
    }
    if (request->target == NULL) {
        fputs("sluice run: name an image or a manifest, as in: "
              "sluice run images/demo/app.yaml\n",
              stderr);
        return false;
    }
    return true;
}

static bool
is_manifest(const char *path)
{
    size_t length = strlen(path);

    return length > 5 && strcmp(path + length - 5, ".yaml") == 0;
}

/* Returns: the image to run, or NULL after an error. */
static const char *
find_image(const struct run_request *request)
{
    const struct app *app;
    const char *image;

    if (!is_manifest(request->target)) {
        return request->target;
    }
    app = model_load(request->target);
    if (app == NULL) {
        return NULL;
    }
    image = programs_image(app, request->folder);
    if (!path_is_file(image)) {
        diag_file_error(image, "is not there");
        diag_help("build it first: sluice build %s%s%s", request->target,
                  request->folder != NULL ? " -o " : "",
                  request->folder != NULL ? request->folder : "");
        return NULL;
    }
    programs_note_age(app, image);
    return image;
}

/* Debian's names of the packages that bring the emulators. */
static const char *
package_of(const char *program)
{
    if (strcmp(program, "qemu-system-arm") == 0) {
        return "qemu-system-arm";
    }
    return strncmp(program, "qemu-system-", 12) == 0 ? "qemu-system-misc"
                                                     : program;
}

static bool
check_emulator(const char *program)
{
    if (spawn_exists(program)) {
        return true;
    }
    diag_error(NULL, "'%s' is not installed; the board runs with it", program);
    diag_help("on Debian: sudo apt-get install %s", package_of(program));
    return false;
}

/* The board's words, with the image, what is loaded beside it, and extras. */
static bool
make_words(const struct run_request *request, const struct run_info *info,
           const char *image, struct command_words *list)
{
    for (size_t i = 0; i < info->word_count; i++) {
        add(list,
            strcmp(info->words[i], "{image}") == 0 ? image : info->words[i]);
    }
    for (size_t i = 0; i < request->load_count + request->value_count; i++) {
        const char *word =
            i < request->load_count
                ? run_load_word(info, request->loads[i])
                : run_value_word(info,
                                 request->values[i - request->load_count]);

        if (word == NULL) {
            return false;
        }
        add(list, "-device");
        add(list, word);
    }
    for (char **extra = request->extra; extra != NULL && *extra != NULL;
         extra++) {
        add(list, *extra);
    }
    add(list, NULL);
    return true;
}

int
command_run(int argc, char **argv)
{
    struct run_request request = {.seconds = TIMEOUT_DEFAULT};
    struct run_info info = {0};
    struct command_words list = {NULL, 0};
    const char *image;

    if (!read_request(argc, argv, &request)) {
        return EXIT_USAGE;
    }
    image = find_image(&request);
    if (image == NULL) {
        return EXIT_ERRORS;
    }
    if (!run_read_info(image, &info) || !check_emulator(info.words[0]) ||
        !make_words(&request, &info, image, &list)) {
        return EXIT_USAGE;
    }
    return run_watch(list.words, request.seconds, request.quiet);
}
