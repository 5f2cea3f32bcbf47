#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What -threads 2 gains: thread_share.py --build BUILD --work DIR

CPU seconds of the busiest thread and of all, for programs of so many rounds of a loop a packet. Reading
and printing are the first thread's; the busiest thread is what a machine with free CPUs waits for."""
import argparse
import os
import struct
import subprocess
import time

PACKETS = 100000
ROUNDS = (1, 200, 2000, 20000)
SOURCE = """
struct xdp_md { unsigned data, data_end; };
__attribute__((section("xdp"), used)) int prog(struct xdp_md *ctx) {
    unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    unsigned sum = 1;
    if (data + 14 > end) {
        return 1;
    }
    for (unsigned i = 0; i < ROUNDS; i++) {
        sum = sum * 31 + data[i % 14];
        asm volatile("" : "+r"(sum));
    }
    return sum & 1 ? 2 : 1;
}
"""


def write_capture(path):
    packet = bytes(range(100))
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number in range(PACKETS):
            out.write(struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet)


def build(options, rounds):
    path = os.path.join(options.work, f"rounds{rounds}")
    subprocess.run(["clang-22", "-O2", "-target", "bpfel", f"-DROUNDS={rounds}", "-x", "c", "-c",
                    "-", "-o", path + ".o"], input=SOURCE, text=True, check=True)
    subprocess.run([os.path.join(options.build, "bin", "bpf-aot"), path + ".o", "-target",
                    "x86-64", "-exe", "-o", path], check=True)
    return path


def seconds_of_threads(command):
    """CPU seconds by thread, as the kernel counts them until shortly before the end."""
    seconds = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                for task in os.listdir(f"/proc/{process.pid}/task"):
                    with open(f"/proc/{process.pid}/task/{task}/schedstat",
                              encoding="ascii") as text:
                        seconds[task] = int(text.read().split()[0]) / 1e9
            except (OSError, IndexError):
                pass
            time.sleep(0.002)
    return sorted(seconds.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--work", required=True)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    capture = os.path.join(options.work, "packets.pcap")
    write_capture(capture)
    print("| rounds | us a packet, 1 thread | 2 threads: busiest | both |")
    print("|--:|--:|--:|--:|")
    for rounds in ROUNDS:
        command = [build(options, rounds), "-pcap", capture, "-threads"]
        one, two = (seconds_of_threads([*command, count]) for count in ("1", "2"))
        cells = (seconds * 1e6 / PACKETS for seconds in (sum(one), two[-1], sum(two)))
        print(f"| {rounds} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
