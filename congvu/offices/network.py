"""Where a request comes from, coarse and unreadable: guessing is counted by network, not by person."""

import hashlib
import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network_key(request: HttpRequest) -> str:
    """A keyed hash of the sender's network (/24 of IPv4, /48 of IPv6); the address itself is never stored."""
    address = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104
    prefix = ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False)
    return hashlib.blake2b(str(prefix).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()
