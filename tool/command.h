/* SPDX-License-Identifier: MIT */
/*
 * The commands of `sluice`. Each gets the words from its own name on
 * (argv[0] is "check") and returns the exit status of the program. The global
 * option --root and --help are gone from argv already.
 */
#pragma once

#define EXIT_OK 0     /* done */
#define EXIT_ERRORS 1 /* the manifest, or what was built from it, is wrong */
#define EXIT_USAGE 2  /* bad command line or syntax, or a tool is missing */

/* Effect: reads the manifest and those it names, prints every error. */
int command_check(int argc, char **argv);
/* Effect: writes what an image project needs before it compiles. */
int command_plan(int argc, char **argv);
/* Effect: places everything by measured size and writes the final tables. */
int command_layout(int argc, char **argv);
/* Effect: verifies the linked parts and writes the image's one ELF. */
int command_pack(int argc, char **argv);
/* Effect: prints flash and RAM per task, the kernel and padding. */
int command_size(int argc, char **argv);
/* Effect: prints how deep each stack can get, and what was promised. */
int command_stack(int argc, char **argv);
/* Effect: prints who may call, post to, map and aim what. */
int command_audit(int argc, char **argv);
/* Effect: runs the image as its board says; the verdict is the status. */
int command_run(int argc, char **argv);
/* Effect: configures and builds the image by CMake. */
int command_build(int argc, char **argv);
