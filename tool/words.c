/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdio.h>
#include <string.h>

#define MAGIC "\177ELF"
#define MAGIC_SIZE 4u

static bool
complain(const char *command, const char *what, const char *word)
{
    fprintf(stderr, "sluice %s: %s%s\n", command, what, word);
    fprintf(stderr, "help: 'sluice %s --help' shows how to call it\n", command);
    return false;
}

static const struct word_option *
find_option(const struct word_option *options, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(options[i].name, word) == 0) {
            return &options[i];
        }
    }
    return NULL;
}

/* A manifest is asked for; that it stands in place of one is a known slip. */
static bool
is_image(const char *path)
{
    char bytes[MAGIC_SIZE] = {0};
    FILE *file = fopen(path, "rb");
    bool is;

    if (file == NULL) {
        return false;
    }
    is = fread(bytes, 1, MAGIC_SIZE, file) == MAGIC_SIZE &&
         memcmp(bytes, MAGIC, MAGIC_SIZE) == 0;
    fclose(file);
    return is;
}

static bool
check_manifest(const char *command, const char *path)
{
    if (path == NULL) {
        fprintf(stderr,
                "sluice %s: name a manifest, as in: "
                "sluice %s images/demo/app.yaml\n",
                command, command);
        return false;
    }
    if (is_image(path)) {
        fprintf(stderr,
                "sluice %s: %s is an image; name its manifest, as in: "
                "sluice %s images/mine/app.yaml\n",
                command, path, command);
        return false;
    }
    return true;
}

bool
words_read(int argc, char **argv, const struct word_option *options,
           size_t count, const char **manifest)
{
    *manifest = NULL;
    for (int i = 1; i < argc; i++) {
        const struct word_option *option = find_option(options, count, argv[i]);

        if (option != NULL && i + 1 < argc) {
            *option->value = argv[++i];
        } else if (option != NULL) {
            return complain(argv[0], "a value has to follow ", argv[i]);
        } else if (argv[i][0] == '-') {
            return complain(argv[0], "there is no option ", argv[i]);
        } else if (*manifest != NULL) {
            return complain(argv[0], "one manifest only, not also ", argv[i]);
        } else {
            *manifest = argv[i];
        }
    }
    if (!check_manifest(argv[0], *manifest)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (options[i].required && *options[i].value == NULL) {
            return complain(argv[0], "it needs ", options[i].name);
        }
    }
    return true;
}
