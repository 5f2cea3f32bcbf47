# SPDX-License-Identifier: Apache-2.0
# All from Debian packages; cmake/bootstrap.sh installs them by name.
find_package(LLVM CONFIG PATHS /usr/lib/llvm-22/lib/cmake/llvm NO_DEFAULT_PATH)
if(NOT LLVM_FOUND OR NOT LLVM_VERSION_MAJOR EQUAL 22)
  message(FATAL_ERROR "bpf-aot is built with LLVM 22; install llvm-22-dev (cmake/bootstrap.sh does)")
endif()
find_package(LLD CONFIG PATHS /usr/lib/llvm-22/lib/cmake/lld NO_DEFAULT_PATH)
if(NOT LLD_FOUND)
  message(FATAL_ERROR "lld 22 is missing; install liblld-22-dev (cmake/bootstrap.sh does)")
endif()
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBELF REQUIRED IMPORTED_TARGET libelf)
pkg_check_modules(LIBBPF REQUIRED IMPORTED_TARGET libbpf)
pkg_check_modules(LIBPCAP REQUIRED IMPORTED_TARGET libpcap)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)

set(LLVM_TOOLS /usr/lib/llvm-22/bin)
