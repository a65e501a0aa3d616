/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdio.h>
#include <string.h>

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
    if (*manifest == NULL) {
        return complain(argv[0], "name a manifest", "");
    }
    for (size_t i = 0; i < count; i++) {
        if (options[i].required && *options[i].value == NULL) {
            return complain(argv[0], "it needs ", options[i].name);
        }
    }
    return true;
}
