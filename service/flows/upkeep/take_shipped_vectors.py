"""Fill the embeddings cache with the vectors that come with the product."""

from service.copies.shipped_vectors import FILE_NAME, read_shipped
from service.runtime import Runtime
from service.store import unit_of_work
from service.store.queries.embeddings import add_embeddings


def take_shipped_vectors(runtime: Runtime) -> int:
    """Store those that fit the running encoder, and return how many; 0: there are none for it, whatever is needed is computed.

    Cost: about 0.2 s for 4,000; one that is stored already stays.
    """
    fingerprint = runtime.encoder.fingerprint
    vectors = read_shipped(runtime.settings.fixtures_dir / FILE_NAME, fingerprint)
    if vectors:
        with unit_of_work.writing(runtime.database) as session:
            add_embeddings(session, fingerprint, vectors)
    return len(vectors)
