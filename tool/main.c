/* SPDX-License-Identifier: MIT */
/*
 * sluice: one table of commands. --help, --version, --root and --board are
 * handled here; everything else belongs to the command.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sluice/abi.h>

#include "arena.h"
#include "command.h"
#include "diag.h"
#include "model.h"

#define SLUICE_VERSION "0.1.0"

struct command {
    const char *name;
    const char *summary;
    const char *usage;
    const char *help;
    int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
    {"check", "check a manifest, without building", "APP.yaml",
     "Reads the application's manifest, its board and its chip, and prints "
     "every error\nwith its place and what to do about it.\n\n"
     "Example:\n  sluice check images/demo/app.yaml\n",
     command_check},
    {"build", "build the image of a manifest",
     "APP.yaml [-o DIR] [--board NAME]",
     "Configures and builds the image with CMake; the result is "
     "DIR/<name>.elf.\nDIR is build/<name> in the current folder, unless -o "
     "names another; it is made if\nneed be, and holds all else that was "
     "made on the way: gen/ and parts/.\n--board builds for another board than "
     "the "
     "manifest names.\n\n"
     "Example:\n  sluice build images/demo/app.yaml -o build/demo\n",
     command_build},
    {"run", "run a built image as its board says",
     "APP.yaml|IMAGE.elf [options] [-- WORDS]",
     "Starts the board's run command (an emulator) with the image and shows "
     "its console.\nThe image's verdict line ends the run and gives the exit "
     "status:\n0 pass, 1 fail, 2 no verdict.\n\n"
     "  -o DIR              where the manifest's image was built\n"
     "  --timeout S         give up after so many seconds (60)\n"
     "  --load FILE@ADDR    put a file's bytes into memory before the start\n"
     "  --word VALUE@ADDR   put a 32-bit word there\n"
     "  --quiet             do not show the console\n"
     "  -- WORDS            more words for the emulator\n\n"
     "Example:\n  sluice run images/demo/app.yaml --timeout 10\n",
     command_run},
    {"size", "show flash and RAM of each part",
     "APP.yaml [-o DIR] [--save FILE] [--diff FILE]",
     "Prints what each task, the kernel and padding take of flash and RAM; "
     "--save keeps\nthe table in a file, --diff compares with a kept one.\n\n"
     "Example:\n  sluice size images/demo/app.yaml --save sizes.txt\n",
     command_size},
    {"stack", "prove how deep each stack gets", "APP.yaml [-o DIR] [--verbose]",
     "Prints how deep the stack of each task and of the kernel can get, from "
     "the\ninstructions of the linked image, beside what the manifest "
     "promises. --verbose also\nshows the deepest chain of calls, each with "
     "the bytes that it has on the stack.\nThe build makes the same check.\n\n"
     "Example, once the image has been built:\n"
     "  sluice stack images/demo/app.yaml --verbose\n",
     command_stack},
    {"audit", "show who may call, map and aim what", "APP.yaml [-o DIR]",
     "Prints the rights of each task: calls, posts, memory, registers, "
     "interrupts, DMA\nchannels, and how long a channel may hold memory.\n\n"
     "Example:\n  sluice audit images/demo/app.yaml\n",
     command_audit},
    {"plan", "write what an image project compiles with (used by build)",
     "APP.yaml -o GEN",
     "Writes GEN/image.cmake, the tasks' configuration headers and the "
     "linker scripts\nfor measuring.\n\n"
     "Example:\n  sluice plan images/demo/app.yaml -o build/demo/gen/plan\n",
     command_plan},
    {"layout", "place tasks by measured size (used by build)",
     "APP.yaml -o GEN --kernel ELF --tasks DIR",
     "Reads the measured ELF files, places everything, and writes the final "
     "linker\nscripts and kernel tables.\n\n"
     "Example, once the image has been built:\n"
     "  sluice layout images/demo/app.yaml -o build/demo/gen/layout "
     "--kernel build/demo/parts/kernel.measure.elf --tasks build/demo/parts\n",
     command_layout},
    {"pack", "verify and join the linked parts (used by build)",
     "APP.yaml -o IMAGE --kernel ELF --tasks DIR",
     "Verifies the DMA tables and versions of the linked parts and writes "
     "the one ELF.\n\n"
     "Example, once the image has been built:\n"
     "  sluice pack images/demo/app.yaml -o build/demo/demo.elf "
     "--kernel build/demo/parts/kernel.elf --tasks build/demo/parts\n",
     command_pack},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void
print_usage(FILE *out)
{
    fputs("usage: sluice COMMAND [options]\n\n", out);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
    }
    fputs("\n"
          "  sluice COMMAND --help   what it does, with an example\n"
          "  --root DIR              the folder that holds boards/ and "
          "chips/\n"
          "                          (found above the manifest otherwise)\n"
          "  --board NAME            a board in place of the manifest's\n"
          "  --version               version of the tool and of the ABI\n"
          "\n"
          "Exit status: 0 done, 1 the manifest is wrong, 2 it could not be "
          "read, the\ncommand line is wrong, or a program is missing.\n",
          out);
}

static const struct command *
find_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    const char *near;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
        names[i] = commands[i].name;
    }
    near = diag_nearest(name, names, COMMAND_COUNT);
    fprintf(stderr, "sluice: there is no command '%s'\n", name);
    if (near != NULL) {
        fprintf(stderr, "help: did you mean '%s'?\n", near);
    } else {
        fputs("help: 'sluice --help' lists the commands\n", stderr);
    }
    return NULL;
}

/* Options of every command. */
struct common {
    const char *name, *needs;
    void (*set)(const char *value);
};

static const struct common commons[] = {
    {"--root", "a folder", model_set_root},
    {"--board", "the name of a board", model_set_board},
};

static const struct common *
find_common(const char *word)
{
    for (size_t i = 0; i < sizeof(commons) / sizeof(commons[0]); i++) {
        if (strcmp(commons[i].name, word) == 0) {
            return &commons[i];
        }
    }
    return NULL;
}

/* Takes them out of the words, wherever they stand before `--`. */
static bool
take_common(int *argc, char **argv)
{
    bool mine = true; /* what follows `--` is somebody else's */
    int kept = 0;

    for (int i = 0; i < *argc; i++) {
        const struct common *common = mine ? find_common(argv[i]) : NULL;

        mine = mine && strcmp(argv[i], "--") != 0;
        if (common == NULL) {
            argv[kept++] = argv[i];
        } else if (++i < *argc) {
            common->set(argv[i]);
        } else {
            fprintf(stderr, "sluice: %s needs %s\n", common->name,
                    common->needs);
            return false;
        }
    }
    argv[kept] = NULL;
    *argc = kept;
    return true;
}

static bool
wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return true;
        }
    }
    return false;
}

static int
run_command(const struct command *command, int argc, char **argv)
{
    int status;

    if (wants_help(argc, argv)) {
        printf("usage: sluice %s %s\n\n%s", command->name, command->usage,
               command->help);
        return EXIT_OK;
    }
    status = command->run(argc, argv);
    diag_flush();
    if (diag_count() != 0) {
        fprintf(stderr, "%zu error%s\n", diag_count(),
                diag_count() == 1 ? "" : "s");
    }
    return status == EXIT_ERRORS && diag_is_syntax() ? EXIT_USAGE : status;
}

/* Handles the words that stand before a command. */
static int
run(int argc, char **argv)
{
    const struct command *command;

    if (!take_common(&argc, argv)) {
        return EXIT_USAGE;
    }
    if (argc < 2) {
        print_usage(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("sluice " SLUICE_VERSION " (ABI %u)\n", SLUICE_ABI_VERSION);
        return EXIT_OK;
    }
    command = find_command(argv[1]);
    return command == NULL ? EXIT_USAGE
                           : run_command(command, argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
    int status = run(argc, argv);

    arena_free();
    if (fflush(stdout) != 0) {
        perror("sluice: standard output");
        return EXIT_USAGE;
    }
    return status;
}
