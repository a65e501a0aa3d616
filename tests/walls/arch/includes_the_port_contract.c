/* SPDX-License-Identifier: MIT */
/* Its own doors open. expects: clean */
#include "trap.h"
