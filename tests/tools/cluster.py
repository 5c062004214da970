"""A Dask scheduler with two workers, until nobody waits for it any more.

Prints its address and the process numbers of the workers.
"""

from __future__ import annotations

import os
import sys

from distributed import Client, LocalCluster

if __name__ == "__main__":
    here = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(**here) as cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
        print(cluster.scheduler_address, *client.run(os.getpid).values(), flush=True)
        sys.stdin.read()
