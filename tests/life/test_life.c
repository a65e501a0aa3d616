/* SPDX-License-Identifier: MIT */
/* Every binding of rows.c lives through every scenario. */
#include <stdio.h>
#include <string.h>

#include "life.h"

int
main(int argc, char **argv)
{
    int bad = 0;

    for (uint32_t i = 0; i < life_row_count; i++) {
        const struct life_row *row = &life_rows[i];
        const char *finding;

        if (argc > 1 && strstr(row->name, argv[1]) == NULL) {
            continue;
        }
        finding = life_run(row, row->binding);
        if (finding != NULL) {
            printf("%s: %s: %s\n", row->name, life_scenario, finding);
            bad++;
        }
    }
    printf("%u bindings, %llu lives, %llu accesses of engines\n",
           life_row_count, (unsigned long long)life_count,
           (unsigned long long)life_accesses);
    return bad == 0 ? 0 : 1;
}
