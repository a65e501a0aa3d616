/* SPDX-License-Identifier: MIT */
/* The port's contract. expects: no port/arch.h */
#include "port/arch.h"
