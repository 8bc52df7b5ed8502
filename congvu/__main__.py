"""`python -m congvu` is `congvu`."""

import sys

from congvu.cli import main

sys.exit(main())
