/* SPDX-License-Identifier: MIT */
/*
 * sluice build: CMake on the image project of this tree (cmake/image), with the
 * manifest and this very program.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "command.h"
#include "diag.h"
#include "model.h"
#include "output.h"
#include "paths.h"
#include "spawn.h"
#include "words.h"

/* What has to be installed: the program, and who brings it on Debian. */
struct need {
    const char *program, *package;
};

static const struct need needs[] = {
    {"cmake", "cmake"},
    {"arm-none-eabi-gcc", "gcc-arm-none-eabi"},
};

static bool
check_needs(void)
{
    bool good = true;

    for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
        if (!spawn_exists(needs[i].program)) {
            diag_error(NULL, "'%s' is not installed", needs[i].program);
            diag_help("on Debian: sudo apt-get install %s", needs[i].package);
            good = false;
        }
    }
    return good;
}

static const char *
absolute(const char *path)
{
    char buffer[PATH_MAX];

    return realpath(path, buffer) == NULL ? path
                                          : arena_copy(buffer, strlen(buffer));
}

static const char *
own_path(void)
{
    char buffer[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", buffer, sizeof(buffer));

    return length <= 0 ? "sluice" : arena_copy(buffer, (size_t)length);
}

/* Returns: false if CMake failed; it has printed why. */
static bool
configure(const char *manifest, const char *root, const char *folder)
{
    char *words[] = {"cmake",
                     "-S",
                     SLUICE_ROOT "/cmake/image",
                     "-B",
                     (char *)folder,
                     arena_format("-DCMAKE_TOOLCHAIN_FILE=%s%s", SLUICE_ROOT,
                                  "/cmake/arm-none-eabi.cmake"),
                     arena_format("-DSLUICE_MANIFEST=%s", absolute(manifest)),
                     arena_format("-DSLUICE_APP_ROOT=%s", absolute(root)),
                     arena_format("-DSLUICE_TOOL=%s", own_path()),
                     arena_format("-DSLUICE_BOARD=%s",
                                  model_board() != NULL ? model_board() : ""),
                     "--log-level=WARNING",
                     NULL};

    return spawn_wait(words) == 0;
}

static bool
build(const char *folder)
{
    char *words[] = {"cmake",      "--build", (char *)folder,
                     "--parallel", "2",       NULL};

    return spawn_wait(words) == 0;
}

/*
 * Effect: the folder is there, and no image of before is in it: a build that
 * fails leaves nothing that could be run in its place.
 */
static bool
prepare(const struct app *app, const char *folder)
{
    const char *image = arena_format("%s/%s.elf", folder, app->name);

    if (path_is_file(folder)) {
        diag_file_error(folder, "is a file, not a folder");
        diag_help("-o names the folder that everything is built in; the "
                  "image will be %s.elf in it",
                  app->name);
        return false;
    }
    if (!output_folders(arena_format("%s/", folder))) {
        return false;
    }
    if (unlink(image) != 0 && errno != ENOENT) {
        diag_file_error(image, "cannot be replaced: %s", strerror(errno));
        return false;
    }
    return true;
}

static bool
make_image(const struct app *app, const char *manifest, const char *folder)
{
    if (!configure(manifest, app->root, folder)) {
        diag_error(NULL, "image '%s' was not built: see above", app->name);
        return false;
    }
    if (!build(folder)) {
        diag_error(NULL, "image '%s' was not built: see above", app->name);
        diag_help("PEER_*, NOTIFY_* and CONFIG_* come from the manifest; see "
                  "%s/gen/plan/<task>/task_config.h",
                  folder);
        return false;
    }
    return true;
}

int
command_build(int argc, char **argv)
{
    const char *manifest, *folder = NULL;
    const struct word_option options[] = {{"-o", &folder, false}};
    const struct app *app;

    if (!words_read(argc, argv, options, 1, &manifest)) {
        return EXIT_USAGE;
    }
    /* Errors of the manifest come first, and in its terms. */
    app = model_load(manifest);
    if (app == NULL) {
        return EXIT_ERRORS;
    }
    if (!check_needs()) {
        return EXIT_USAGE;
    }
    folder = folder != NULL ? folder : arena_format("build/%s", app->name);
    return prepare(app, folder) && make_image(app, manifest, folder)
               ? EXIT_OK
               : EXIT_ERRORS;
}
