/* SPDX-License-Identifier: MIT */
/* A task has one folder of sources; what all runners share comes in here. */
#include "../../lib/act.c"
#include "../../lib/tap.c"
