/* SPDX-License-Identifier: MIT */
/* What a task links. expects: no print.h */
#include "print.h"
