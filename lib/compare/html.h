/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: the parts of the page. */
#ifndef BPF_AOT_COMPARE_HTML_H
#define BPF_AOT_COMPARE_HTML_H

#include "show.h"

/* Text with what HTML reserves replaced; for attributes in double quotes, too. */
void html_text(FILE *out, const char *text);
/* The place of a comparison. */
void html_id(FILE *out, size_t index);

/* Two bars a figure. */
void html_bars(FILE *out, const struct comparison *c);
/* A bar a program: ours by the kernel's, of the named figure, with a line at 1. */
void html_ratios(FILE *out, const struct comparisons *all, const struct target_row *row,
                 const char *title);
void html_listing(FILE *out, const struct comparison *c, size_t index);

#endif
