# SPDX-License-Identifier: Apache-2.0
"""lit format for cmocka tests: test_NAME.c is run as bin/unit/test_NAME of the build."""
import os

import lit.formats
import lit.Test
import lit.util


class UnitFormat(lit.formats.FileBasedTest):
    def getTestsInDirectory(self, test_suite, path_in_suite, lit_config, local_config):
        source = test_suite.getSourcePath(path_in_suite)
        for name in sorted(os.listdir(source)):
            if name.startswith("test_") and name.endswith(".c"):
                yield lit.Test.Test(test_suite, path_in_suite + (name,), local_config)

    def execute(self, test, lit_config):
        name = os.path.splitext(os.path.basename(test.getSourcePath()))[0]
        program = os.path.join(test.config.build_dir, "bin", "unit", name)
        if not os.path.exists(program):
            return lit.Test.FAIL, f"{program} was not built"
        out, err, code = lit.util.executeCommand([program], env=test.config.environment)
        return (lit.Test.FAIL if code else lit.Test.PASS), out + err
