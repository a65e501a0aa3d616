/* SPDX-License-Identifier: MIT */
#include "paths.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"

const char *
path_join(const char *folder, const char *name)
{
    if (strcmp(folder, ".") == 0 || name[0] == '/') {
        return name;
    }
    return arena_format("%s/%s", folder, name);
}

const char *
path_absolute(const char *path)
{
    char here[PATH_MAX];

    if (path[0] == '/' || getcwd(here, sizeof(here)) == NULL) {
        return path;
    }
    return strcmp(path, ".") == 0 ? arena_copy(here, strlen(here))
                                  : arena_format("%s/%s", here, path);
}

bool
path_is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool
path_is_file(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool
path_is_newer(const char *path, const char *than)
{
    struct stat first, second;

    if (stat(path, &first) != 0 || stat(than, &second) != 0) {
        return false;
    }
    return first.st_mtim.tv_sec != second.st_mtim.tv_sec
               ? first.st_mtim.tv_sec > second.st_mtim.tv_sec
               : first.st_mtim.tv_nsec > second.st_mtim.tv_nsec;
}

/* The tests of a root have boards and chips of their own, added to the root's.
 */
static bool
is_root(const char *folder)
{
    const char *slash = strrchr(folder, '/');

    return (slash == NULL || strcmp(slash, "/tests") != 0) &&
           path_is_folder(arena_format("%s/boards", folder)) &&
           path_is_folder(arena_format("%s/chips", folder));
}

const char *
path_find_root(const char *file)
{
    char here[PATH_MAX], absolute[PATH_MAX];
    char *slash;

    if (realpath(file, absolute) == NULL) {
        return NULL;
    }
    while ((slash = strrchr(absolute, '/')) != NULL) {
        *slash = '\0';
        if (is_root(absolute)) {
            break;
        }
    }
    if (slash == NULL) {
        return NULL;
    }
    if (getcwd(here, sizeof(here)) != NULL && strcmp(here, absolute) == 0) {
        return ".";
    }
    return arena_copy(absolute, strlen(absolute));
}

static bool
ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);

    return length > tail && strcmp(text + length - tail, ending) == 0;
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds the entries that end so, without the ending, under a prefix. */
static void
add_entries(const char *folder, const char *prefix, const char *ending,
            bool folders, const char ***names, size_t *count)
{
    DIR *stream = opendir(folder);
    struct dirent *entry;
    size_t first = *count;

    if (stream == NULL) {
        return;
    }
    while ((entry = readdir(stream)) != NULL) {
        const char *path = arena_format("%s/%s", folder, entry->d_name);

        if (entry->d_name[0] == '.' || !ends_with(entry->d_name, ending) ||
            path_is_folder(path) != folders) {
            continue;
        }
        *names = arena_grow(*names, *count, sizeof(**names));
        (*names)[(*count)++] = arena_format(
            "%s%.*s", prefix, (int)(strlen(entry->d_name) - strlen(ending)),
            entry->d_name);
    }
    closedir(stream);
    if (*count > first) {
        qsort(*names + first, *count - first, sizeof(**names), compare_names);
    }
}

bool
path_holds(const char *folder, const char *ending)
{
    const char **names = NULL;
    size_t count = 0;

    add_entries(folder, "", ending, false, &names, &count);
    return count != 0;
}

void
path_add_folders(const char *folder, const char ***names, size_t *count)
{
    add_entries(folder, "", "", true, names, count);
}

void
path_add_files(const char *folder, const char *prefix, const char *ending,
               const char ***names, size_t *count)
{
    add_entries(folder, prefix, ending, false, names, count);
}
