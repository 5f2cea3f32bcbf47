/* SPDX-License-Identifier: Apache-2.0 */
/* The only C++ file: lld has no C API. lld keeps global state, hence the lock. */
#include <cstring>
#include <lld/Common/Driver.h>
#include <llvm/Support/raw_ostream.h>
#include <mutex>
#include <string>
#include <vector>

LLD_HAS_DRIVER(elf)

extern "C" bool lld_run(const char *const *args, size_t count, char **messages) {
    static std::mutex lock;
    std::lock_guard<std::mutex> guard(lock);
    std::vector<const char *> list(args, args + count);
    std::string text;
    llvm::raw_string_ostream stream(text);
    lld::Result result = lld::lldMain(list, stream, stream, {{lld::Gnu, &lld::elf::link}});
    *messages = strdup(text.c_str());
    return result.retCode == 0;
}
