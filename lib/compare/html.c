#include "show.h"
void show_html(struct session *s, const struct comparisons *all, FILE *out) {
}
