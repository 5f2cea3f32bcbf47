#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sums the values of CPUs in what bpf-aot-run -pretty prints: number of CPUs and sum per entry."""
import json
import sys

for line in sys.stdin:
    if line.startswith('  {"key"'):
        values = [one["value"] for one in json.loads(line)["values"]]
        print("entry:", len(values), "CPUs,", sum(values))
