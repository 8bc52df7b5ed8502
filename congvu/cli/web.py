"""The web server's process, started by `congvu serve` and `congvu demo` with the port and the number of its parent.

Without an access log: addresses of lookup pages are secrets.
"""

import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from congvu.cli.serving import end_with

if __name__ == "__main__":
    end_with(int(sys.argv[2]))
    Server(
        "congvu.wsgi:application",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
