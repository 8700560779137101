"""Write the vectors that come with the product: of the scenario bank's sentences and of the demonstration firms (`make vectors`)."""

from service.copies.embed import embed_texts
from service.copies.know import bank_sentences
from service.copies.open_providers import read_open_providers
from service.copies.shipped_vectors import FILE_NAME, write_shipped
from service.runtime import Runtime
from service.search.passages import passages
from service.store import unit_of_work
from service.store.queries.codes import read_utterances
from service.store.queries.embeddings import text_hash
from service.store.queries.providers import all_ids


def ship_vectors(runtime: Runtime) -> int:
    """Write the file from a database with the shipped bank and the fixture pool; returns the number of vectors."""
    knowledge = runtime.knowledge()
    with unit_of_work.reading(runtime.database) as session:
        sentences = bank_sentences(knowledge.taxonomy, read_utterances(session), knowledge.segmenter)
        providers = read_open_providers(session, all_ids(session))
    told = (passage.text for provider in providers for passage in passages(provider, knowledge.exclusions))
    texts = list(dict.fromkeys([*(text for _, _, text in sentences), *told]))
    vectors = embed_texts(runtime.database, runtime.encoder, texts)
    hashes = [text_hash(text) for text in texts]
    write_shipped(runtime.settings.fixtures_dir / FILE_NAME, runtime.encoder.fingerprint, dict(zip(hashes, vectors, strict=True)))
    return len(texts)
