/* SPDX-License-Identifier: MIT */
/*
 * The watch over a running image. The emulator is ended with SIGKILL only: some
 * guests make it deaf to anything gentler. It gets a process group of its own,
 * so that nothing that it started outlives it, and it ends with this program.
 */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define VERDICT "SLUICE-VERDICT "
#define LINE_MAX_BYTES 256u

#define RUN_PASS 0
#define RUN_FAIL 1
#define RUN_LOST 2
#define RUN_GOES_ON (-1)

struct watch {
    char line[LINE_MAX_BYTES]; /* the one that is being printed */
    size_t length;
    bool quiet;
};

static pid_t
start(char *const *words, int *output)
{
    int ends[2];
    pid_t child, parent = getpid();

    fflush(NULL);
    if (pipe(ends) != 0) {
        return -1;
    }
    child = fork();
    if (child == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) {
            _exit(127);
        }
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        /* No terminal: a group in the background may not read from it. */
        dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
        execvp(words[0], words);
        fprintf(stderr, "sluice run: %s: %s\n", words[0], strerror(errno));
        _exit(127);
    }
    close(ends[1]);
    *output = ends[0];
    return child;
}

static int
read_verdict(const struct watch *watch)
{
    const char *word = watch->line + strlen(VERDICT);

    if (strncmp(watch->line, VERDICT, strlen(VERDICT)) != 0) {
        return RUN_GOES_ON;
    }
    if (strcmp(word, "pass") == 0) {
        return RUN_PASS;
    }
    return strcmp(word, "fail") == 0 ? RUN_FAIL : RUN_GOES_ON;
}

/* Takes one character in; at the end of a line there may be a verdict. */
static int
feed(struct watch *watch, char character)
{
    int verdict = RUN_GOES_ON;

    if (character == '\r') {
        return RUN_GOES_ON;
    }
    if (character != '\n') {
        if (watch->length < LINE_MAX_BYTES - 1) {
            watch->line[watch->length++] = character;
        }
        return RUN_GOES_ON;
    }
    watch->line[watch->length] = '\0';
    verdict = read_verdict(watch);
    watch->length = 0;
    return verdict;
}

static int
pass_on(struct watch *watch, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int verdict = feed(watch, bytes[i]);

        if (!watch->quiet) {
            putchar(bytes[i]);
        }
        if (verdict != RUN_GOES_ON) {
            fflush(stdout);
            return verdict;
        }
    }
    fflush(stdout);
    return RUN_GOES_ON;
}

static long
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads until there is a verdict, an end, or no time left. */
static int
watch_output(struct watch *watch, int output, unsigned seconds)
{
    long end = now_ms() + (long)seconds * 1000;
    char bytes[4096];

    for (;;) {
        struct pollfd wait = {.fd = output, .events = POLLIN};
        long left = end - now_ms();
        ssize_t count;
        int verdict;

        if (left <= 0 || poll(&wait, 1, (int)left) == 0) {
            fprintf(stderr, "sluice run: no verdict within %u s\n", seconds);
            fputs("help: --timeout S gives it more time\n", stderr);
            return RUN_LOST;
        }
        count = read(output, bytes, sizeof(bytes));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            fputs("sluice run: the emulator ended without a verdict\n", stderr);
            return RUN_LOST;
        }
        verdict = pass_on(watch, bytes, (size_t)count);
        if (verdict != RUN_GOES_ON) {
            return verdict;
        }
    }
}

int
run_watch(char *const *words, unsigned seconds, bool quiet)
{
    struct watch watch = {.quiet = quiet};
    int output, verdict;
    pid_t child = start(words, &output);

    if (child < 0) {
        perror("sluice run");
        return RUN_LOST;
    }
    verdict = watch_output(&watch, output, seconds);
    /* The group may be gone, or not there yet: then the child alone. */
    if (kill(-child, SIGKILL) != 0) {
        kill(child, SIGKILL);
    }
    close(output);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    return verdict;
}
