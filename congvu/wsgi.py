"""Where the web server enters."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.settings")
application = get_wsgi_application()

from congvu.ledger.durability import refuse_unsafe_database  # noqa: E402 (needs the settings)

refuse_unsafe_database()
