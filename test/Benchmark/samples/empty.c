/* SPDX-License-Identifier: Apache-2.0 */
/* Calibration: the cost of a run that does nothing. */
#include "../bench.h"

PROG {
    (void)ctx;
    return 0;
}
