import time, cProfile, pstats, threading
from tests.runtime.test_survival import *


def test_x(context, site, content):
    module = content.modules["knowledge-harvesting"]
    in_rotation(context, site, module)
    c0 = time.process_time()
    th0 = time.thread_time()
    t0 = time.time()
    p = cProfile.Profile()
    in_rotation(context, site, module)
    print(
        "wall",
        time.time() - t0,
        "cpu",
        time.process_time() - c0,
        "main thread",
        time.thread_time() - th0,
    )


def test_y(browser, site, content):
    module = content.modules["knowledge-harvesting"]
    context = browser.new_context()
    in_rotation(context, site, module)
    c0 = time.process_time()
    th0 = time.thread_time()
    t0 = time.time()
    in_rotation(context, site, module)
    print(
        "wall",
        time.time() - t0,
        "cpu",
        time.process_time() - c0,
        "main thread",
        time.thread_time() - th0,
    )
    p = cProfile.Profile()
    p.enable()
    in_rotation(context, site, module)
    p.disable()
    pstats.Stats(p).sort_stats("tottime").print_stats(15)
