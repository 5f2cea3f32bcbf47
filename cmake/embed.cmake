# SPDX-License-Identifier: Apache-2.0
# cmake -DIN=file -DOUT=file.inc -P embed.cmake: the bytes of a file for a C initialiser.
file(READ ${IN} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${OUT} "${bytes}\n")
