"""Loaded by Python at the emulator's start, since this folder is on its PYTHONPATH.

The emulator answers with several small writes. With Nagle's algorithm on, each answer waits for
the client's delayed acknowledgement, some 40 ms.
"""

import http.server

http.server.BaseHTTPRequestHandler.disable_nagle_algorithm = True
