"""The platform without files-in (`indexer`) and pages-out (`web`)."""

import os

# Before anything imports NumPy: its matrices are small here, and a second BLAS thread would only spin on a core another request needs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
