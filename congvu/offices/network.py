"""Where a request comes from, coarse and unreadable: guessing is counted by network, not by person."""

import hashlib
import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network_key(request: HttpRequest) -> str:
    """A keyed hash of the sender's network (/24 of IPv4, /48 of IPv6); the address itself is never stored."""
    address = _sender(request)
    prefix = ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False)
    return hashlib.blake2b(str(prefix).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()


def _sender(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address the request came from.

    Behind a proxy (CONGVU_BEHIND_PROXY=1) it is the last hop of X-Forwarded-For, which the proxy itself wrote; the hops
    before it, and the whole header where there is no proxy, are whatever the sender likes.
    """
    connected = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104
    last_hop = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(last_hop if settings.BEHIND_PROXY and last_hop else connected)
    except ValueError:
        found = ipaddress.ip_address(connected)  # a proxy that writes no address: all that is known is the proxy
    return getattr(found, "ipv4_mapped", None) or found
