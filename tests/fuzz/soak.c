/* SPDX-License-Identifier: MIT */
/*
 * soak CALLS [SEED] | soak -p PLAY | soak FILE... | soak -c FOLDER: random
 * system calls, checked and compared with the model; one play again; inputs of
 * a fuzzer; a corpus of them.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "play.h"

#define CALLS_PER_PLAY 2000u
#define INPUT_MAX 65536u

static uint64_t state;
static uint64_t play_seed;

/* splitmix64, eight bytes a step */
static bool
random_byte(uint8_t *byte)
{
    static uint64_t word;
    static unsigned have;

    if (have == 0 || state == play_seed) {
        state += 0x9e3779b97f4a7c15u;
        word = state;
        word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9u;
        word = (word ^ word >> 27) * 0x94d049bb133111ebu;
        word ^= word >> 31;
        have = 8;
    }
    *byte = (uint8_t)word;
    word >>= 8;
    have--;
    return true;
}

static void
play_seeded(uint64_t seed, uint64_t calls)
{
    play_seed = state = seed;
    play_bytes(random_byte, calls);
}

static void
tell_play(void)
{
    fprintf(stderr, "this play again: soak -p %#" PRIx64 "\n", play_seed);
}

static void
abort_with_play(const char *file, int line)
{
    (void)file;
    (void)line;
    tell_play();
    abort();
}

static void
tell(const char *what, uint64_t seed, time_t begun)
{
    const struct play_counts *n = &play_counts;

    printf("%s: seed %#" PRIx64 ": %" PRIu64 " system calls in %" PRIu64
           " plays, %" PRIu64 " kernel entries, %" PRIu64 " ticks, %" PRIu64
           " interrupts, %" PRIu64 " stray accesses, %" PRIu64
           " resets foretold; %ld s; nothing broken\ncalls by number:",
           what, seed, n->calls, n->plays, n->entries, n->ticks, n->interrupts,
           n->faults, n->resets, (long)(time(NULL) - begun));
    for (unsigned i = 0; i < 32; i++) {
        if (n->by_number[i] != 0) {
            printf(" %u:%" PRIu64, i, n->by_number[i]);
        }
    }
    putchar('\n');
}

static void
soak(uint64_t calls, uint64_t seed)
{
    time_t begun = time(NULL);
    uint64_t play = seed;

    printf("soak: seed %#" PRIx64 "\n", seed);
    fflush(stdout);
    while (play_counts.calls < calls) {
        play += 0xd1342543de82ef95u;
        play_seeded(play, CALLS_PER_PLAY);
    }
    tell("soak", seed, begun);
}

static int
replay(const char *path)
{
    static uint8_t bytes[INPUT_MAX];
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    play_input(bytes, size);
    return 0;
}

/* Effect: the inputs of a corpus, in the order of their names. */
static int
replay_all(const char *folder)
{
    char path[4096];
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    int failed = count < 0;

    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.') {
            snprintf(path, sizeof(path), "%s/%s", folder, names[i]->d_name);
            failed |= replay(path);
        }
        free(names[i]);
    }
    if (count >= 0) {
        free(names);
    }
    return failed;
}

extern void (*expect_failed)(const char *file, int line);

int
main(int argc, char **argv)
{
    time_t begun = time(NULL);
    char *end = argv[argc > 1];
    int failed = 0;

    if (argc == 3 && strcmp(argv[1], "-p") == 0) {
        play_seeded(strtoull(argv[2], NULL, 0), CALLS_PER_PLAY);
        return 0;
    }
    if (argc < 2 || (strtoull(argv[1], &end, 0), *end == '\0')) {
        uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0)
                                 : (uint64_t)begun * 0x9e3779b97f4a7c15u;

        expect_failed = abort_with_play;
        soak(argc > 1 ? strtoull(argv[1], NULL, 0) : 10000000u, seed);
        return 0;
    }
    for (int i = 1; i < argc && failed == 0; i++) {
        failed = strcmp(argv[i], "-c") == 0 ? replay_all(argv[++i])
                                            : replay(argv[i]);
    }
    tell("corpus", 0, begun);
    return failed;
}
