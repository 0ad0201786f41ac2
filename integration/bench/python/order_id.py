"""Ids that are in the order of their time (UUID version 7, RFC 9562), and that time as text."""

import os
from datetime import datetime, timezone


def new_order_id(unix_millis: int) -> str:
    random = int.from_bytes(os.urandom(10), "big")
    number = (unix_millis << 80) | random
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def rfc3339(unix_millis: int) -> str:
    at = datetime.fromtimestamp(unix_millis / 1_000, timezone.utc)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{unix_millis % 1_000:03d}Z"
