/* SPDX-License-Identifier: MIT */
/* Kernel state. expects: no kernel.h */
#include "kernel.h"
