/* SPDX-License-Identifier: MIT */
/* Folders and files around a manifest. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * Returns: the nearest folder above the file that holds boards/ and chips/, or
 * NULL. "." when that is the current folder, else absolute.
 */
const char *path_find_root(const char *file);

/*
 * Returns: "folder/name", or just the name if the folder is "." or the name is
 * an absolute path.
 */
const char *path_join(const char *folder, const char *name);

/* Returns: the same file from "/" on; an absolute path stays as it is. */
const char *path_absolute(const char *path);

bool path_is_folder(const char *path);
bool path_is_file(const char *path);

/* Returns: whether both exist and the first was changed after the second. */
bool path_is_newer(const char *path, const char *than);

/* Returns: whether the folder holds a file with that ending. */
bool path_holds(const char *folder, const char *ending);

/* Effect: adds the names of the folders in `folder`, sorted, to a list. */
void path_add_folders(const char *folder, const char ***names, size_t *count);

/* Effect: as path_add_folders, for files, without their ending. */
void path_add_files(const char *folder, const char *prefix, const char *ending,
                    const char ***names, size_t *count);
