/* SPDX-License-Identifier: MIT */
/* Kernel tables. expects: no image.h */
#include "image.h"
