"""How long until a learner can read: Chromium on a slow connection and a slow processor."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.tools.browser import ARGUMENTS, chromium

# Chromium's own "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms to the server; at 90%, as
# its developer tools apply it.
SLOW_4G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6e6 / 8 * 0.9,
    "uploadThroughput": 750e3 / 8 * 0.9,
}
PROCESSOR_SLOWDOWN = 4
PAINTED = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return paint && paint.startTime;
}"""


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def milliseconds_until_readable(folder: Path, rounds: int = 3) -> float:
    """From the start of the navigation until the first screen's text is painted; the best."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/index.html"
    measured = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for _ in range(rounds):
            page = browser.new_page()
            tools = page.context.new_cdp_session(page)
            tools.send("Network.enable")
            tools.send("Network.emulateNetworkConditions", SLOW_4G)
            tools.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR_SLOWDOWN})
            page.goto(address, wait_until="load")
            painted = page.wait_for_function(PAINTED)
            measured.append(painted.json_value())
            page.close()
        browser.close()
    server.shutdown()
    server.server_close()
    return float(min(measured))
