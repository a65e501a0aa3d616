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
#define RUN_ENDED (-2) /* the emulator has, by itself */

/* How long an emulator may take from its last word to its end. */
#define END_STEPS 100
#define END_STEP_MS 10

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

/* What is said here does not go on where the console stopped. */
static void
end_line(const struct watch *watch)
{
    if (watch->length != 0 && !watch->quiet) {
        putchar('\n');
        fflush(stdout);
    }
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
            end_line(watch);
            fprintf(stderr, "sluice run: no verdict within %u s\n", seconds);
            fputs("help: --timeout S gives it more time; if a task faults "
                  "meanwhile, see docs/guide/faults.md\n",
                  stderr);
            return RUN_LOST;
        }
        count = read(output, bytes, sizeof(bytes));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            end_line(watch);
            return RUN_ENDED;
        }
        verdict = pass_on(watch, bytes, (size_t)count);
        if (verdict != RUN_GOES_ON) {
            return verdict;
        }
    }
}

/* Effect: waits until it has ended, but not for ever; leaves the zombie. */
static void
await_end(pid_t child)
{
    for (int i = 0; i < END_STEPS; i++) {
        siginfo_t info = {0};

        if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) !=
                0 ||
            info.si_pid == child) {
            return;
        }
        poll(NULL, 0, END_STEP_MS);
    }
}

static void
tell_end(int status)
{
    fprintf(stderr,
            "sluice run: the emulator ended without a verdict (%s %d)\n",
            WIFSIGNALED(status) ? "signal" : "exit status",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

int
run_watch(char *const *words, unsigned seconds, bool quiet)
{
    struct watch watch = {.quiet = quiet};
    int output, verdict, status = 0;
    pid_t child = start(words, &output);

    if (child < 0) {
        perror("sluice run");
        return RUN_LOST;
    }
    verdict = watch_output(&watch, output, seconds);
    if (verdict == RUN_ENDED) {
        await_end(child);
    }
    /* The group may be gone, or not there yet: then the child alone. It is a
     * zombie at worst, so its number is still its own. */
    if (kill(-child, SIGKILL) != 0) {
        kill(child, SIGKILL);
    }
    close(output);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (verdict == RUN_ENDED) {
        tell_end(status);
        return RUN_LOST;
    }
    return verdict;
}
