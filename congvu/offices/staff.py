"""Who is asking: the signed-in official of a request, for pages behind sign-in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from congvu.offices.models import Official


def official_of(request: HttpRequest) -> Official:
    """The official who asks. Raises: PermissionDenied if nobody is signed in."""
    if not isinstance(request.user, Official):
        raise PermissionDenied
    return request.user
