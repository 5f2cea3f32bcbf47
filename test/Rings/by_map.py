#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sorts the events of each line of -json -follow by the name of their map; each map's own stay in
their order. by_map.py <IN >OUT"""
import json
import sys

for line in sys.stdin:
    result = json.loads(line)
    result["events"].sort(key=lambda event: event["map"])
    print(json.dumps({name: result[name] for name in ("retval", "events")}))
