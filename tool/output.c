/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "diag.h"

void
output_begin(struct output *output, const char *path)
{
    output->path = path;
    output->text = NULL;
    output->size = 0;
    output->file = open_memstream(&output->text, &output->size);
    if (output->file == NULL) {
        fputs("sluice: out of memory\n", stderr);
        exit(2);
    }
}

bool
output_folders(const char *path)
{
    char *folder = arena_copy(path, strlen(path));

    for (char *at = folder + 1; *at != '\0'; at++) {
        if (*at != '/') {
            continue;
        }
        *at = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            diag_file_error(folder, "cannot be made: %s", strerror(errno));
            return false;
        }
        *at = '/';
    }
    return true;
}

static bool
is_there(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "rb");
    char *old;
    bool same;

    if (file == NULL) {
        return false;
    }
    old = arena_alloc(size + 1);
    same =
        fread(old, 1, size + 1, file) == size && memcmp(old, bytes, size) == 0;
    fclose(file);
    return same;
}

bool
output_write(const char *path, const void *bytes, size_t size)
{
    FILE *file;
    bool good;

    if (is_there(path, bytes, size)) {
        return true;
    }
    if (!output_folders(path)) {
        return false;
    }
    file = fopen(path, "wb");
    good = file != NULL && fwrite(bytes, 1, size, file) == size;
    if (file != NULL && fclose(file) != 0) {
        good = false;
    }
    if (!good) {
        diag_file_error(path, "cannot be written: %s", strerror(errno));
    }
    return good;
}

bool
output_end(struct output *output)
{
    bool good = fclose(output->file) == 0 &&
                output_write(output->path, output->text, output->size);

    free(output->text);
    return good;
}

const char *
output_identifier(const char *name, bool upper)
{
    char *copy = arena_copy(name, strlen(name));

    for (char *at = copy; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at)) {
            *at = '_';
        } else if (upper) {
            *at = (char)toupper((unsigned char)*at);
        }
    }
    return copy;
}
