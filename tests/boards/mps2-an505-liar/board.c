/* SPDX-License-Identifier: MIT */
#include "../../../boards/mps2-an505/board.c"
