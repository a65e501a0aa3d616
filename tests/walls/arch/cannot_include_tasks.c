/* SPDX-License-Identifier: MIT */
/* The insides of a task. expects: no task.h */
#include "task.h"
