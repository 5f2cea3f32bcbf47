/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of codes.def by their codes. */
#include "classic/codes.h"

#include <linux/bpf_common.h>
#include <linux/filter.h>

static const struct classic_row rows[] = {
#define CLASSIC_CODE(code, check, convert, mnemonic, operand)                                      \
    {code, CHECK_##check, CONVERT_##convert, mnemonic, OPERAND_##operand},
#include "classic/codes.def"
};

const struct classic_row *classic_row(uint16_t code) {
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].code == code) {
            return &rows[i];
        }
    }
    return NULL;
}
