# SPDX-License-Identifier: Apache-2.0
"""Drives Debian's chromium through chromedriver: the WebDriver protocol is JSON over HTTP."""
import base64
import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

TAB, DOWN, ENTER = "\ue004", "\ue015", "\ue007"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--hide-scrollbars", "--disable-background-networking"]


class Browser:
    def __init__(self, port, profile):
        self.base = f"http://127.0.0.1:{port}"
        capabilities = {"goog:chromeOptions": {
            "binary": shutil.which("chromium"),
            "args": [*ARGUMENTS, f"--user-data-dir={profile}"]},
            "goog:loggingPrefs": {"browser": "ALL"}}
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.base += f"/session/{answer['sessionId']}"

    def _send(self, method, path, values=None):
        data = json.dumps(values).encode() if values is not None else None
        request = urllib.request.Request(self.base + path, data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()[:400]}") from error

    def open(self, path):
        self._send("POST", "/url", {"url": pathlib.Path(path).resolve().as_uri()})

    def run(self, script):
        """The value that the script returns."""
        return self._send("POST", "/execute/sync", {"script": script, "args": []})

    def press(self, *keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._send("POST", "/actions", {"actions": [{"type": "key", "id": "k",
                                                     "actions": actions}]})

    def point(self, x, y, click=False):
        actions = [{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0}]
        if click:
            actions += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._send("POST", "/actions", {"actions": [{"type": "pointer", "id": "m",
                                                     "actions": actions}]})

    def resize(self, width, height):
        self._devtools("Emulation.setDeviceMetricsOverride",
                       {"width": width, "height": height, "deviceScaleFactor": 1,
                        "mobile": width < 500})

    def prefer(self, scheme):
        self._devtools("Emulation.setEmulatedMedia",
                       {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def _devtools(self, command, parameters):
        return self._send("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def messages(self):
        """What the console has, and what could not be loaded."""
        return [entry["message"] for entry in self._send("POST", "/se/log", {"type": "browser"})]

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self._send("GET", "/screenshot")))

    def close(self):
        self._send("DELETE", "")


def _free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextlib.contextmanager
def browser(work):
    """A browser whose profile lies in `work`; it and its driver end with the block."""
    port = _free_port()
    driver = subprocess.Popen(["chromedriver", f"--port={port}", "--log-level=OFF"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for attempt in range(100):
            try:
                page = Browser(port, pathlib.Path(work) / "profile")
                break
            except urllib.error.URLError:
                if attempt == 99:
                    raise
                time.sleep(0.1)
        yield page
        page.close()
    finally:
        driver.terminate()
        driver.wait()
