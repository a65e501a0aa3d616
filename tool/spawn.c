/* SPDX-License-Identifier: MIT */
#include "spawn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"

bool
spawn_exists(const char *program)
{
    const char *path = getenv("PATH");

    if (strchr(program, '/') != NULL) {
        return access(program, X_OK) == 0;
    }
    while (path != NULL && *path != '\0') {
        size_t length = strcspn(path, ":");

        if (access(arena_format("%.*s/%s", (int)length, path, program), X_OK) ==
            0) {
            return true;
        }
        path += length + (path[length] == ':');
    }
    return false;
}

int
spawn_wait(char *const *words)
{
    int status;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        execvp(words[0], words);
        fprintf(stderr, "sluice: %s: %s\n", words[0], strerror(errno));
        _exit(127);
    }
    if (child < 0) {
        return -1;
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
