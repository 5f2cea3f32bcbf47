#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds a file to a command and interrupts it when it waits for more: interrupt.py FILE COMMAND..."""
import fcntl
import signal
import subprocess
import sys
import termios
import time


def unread(pipe):
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


with open(sys.argv[1], "rb") as file:
    data = file.read()
run = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
run.stdin.write(data)
run.stdin.flush()
while run.poll() is None and unread(run.stdin):
    time.sleep(0.1)
time.sleep(1)
run.send_signal(signal.SIGINT)
print(run.stdout.read().decode(), end="")
print("status", run.wait(timeout=60))
