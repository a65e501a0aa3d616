/* SPDX-License-Identifier: MIT */
/* A task has one folder of sources; what all consoles share comes in here. */
#include "../lib/console.c"
