"""先试一句: how the draft would be found by a sentence, before it is submitted. Nothing is stored, and the draft is in no index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.copies.follow_changes import read_docs, refresh
from service.copies.propose_scenarios import propose_scenarios
from service.domain.industries import resolve_industries
from service.domain.matching import Fit, Match, Ranked
from service.domain.open_profile import open_profile
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_content import ProfileContent, content_of, with_content
from service.domain.providers import Provider, ScenarioTag, StoredCapability, StoredCase, TagOrigin
from service.domain.reading import NeedReading
from service.errors import Invalid, NotFound, TooLarge
from service.identity.actors import require_known
from service.runtime import Runtime
from service.search.documents import build_doc
from service.search.exclusions import excluded_codes
from service.search.explain import Explainer
from service.search.passages import passages
from service.search.ranking import rank
from service.search.retrieve import Reach, retrieve
from service.search.weights import load_weights
from service.store.queries.embeddings import read_embeddings, text_hash
from service.store.queries.profile_changes import find_open_change
from service.store.queries.providers import read_providers
from service.store.unit_of_work import reading

_RIVALS_MOST = 200
"""So many of the best providers for the sentence stand beside the draft; in a pool of that size these are all."""


@dataclass(frozen=True, slots=True)
class TriedDraft:
    """What the sentence was read as, and how the draft fares.

    `place`, `published_place`: among those that fit, of the draft and of what is published; None: it does not fit, or is not found.
    `of`: how many fit, the draft included. `match`: why, and what is missing; None when no passage of it touches the sentence.
    `excluded`: the draft says that it does not do this. `listed`: the entry is public. `has_draft`: else the published entry was tried.
    """

    reading: NeedReading
    place: int | None
    published_place: int | None
    of: int
    match: Match | None
    excluded: bool
    listed: bool
    has_draft: bool


def try_draft(runtime: Runtime, actor: Actor, provider_id: str, text: str) -> TriedDraft:
    """Try one sentence.

    Raises:
        NotFound: there is no such firm, or it is another one's.
        Invalid, TooLarge: nothing readable, or too long.
        Unavailable: the search engine does not answer.

    Cost: a match, the reading of at most two hundred documents, and the encoding of the draft's texts.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    if len(text) > runtime.settings.need_max_characters:
        raise TooLarge(f"最多 {runtime.settings.need_max_characters} 个字。", fields={"q": "写得太长了，留一两句。"})
    with reading(runtime.database) as session:
        stored = read_providers(session, [provider_id])
        change = find_open_change(session, provider_id)
    if not stored:
        raise NotFound("没有这家服务商。")
    refresh(runtime)
    knowledge = runtime.knowledge()
    need = knowledge.reader.read(text)
    if not any(character.isalnum() for character in need.folded):
        raise Invalid("没有读到文字。", fields={"q": "请像企业那样写一句话，例如：三十几台啤机，晚班开没开看不到。"})
    reach = Reach(runtime.settings.candidates_per_leg, runtime.settings.wishes_max)
    found = retrieve(runtime.encoder, runtime.engine, knowledge, need, reach=reach)
    before = rank(found.candidates, found.interpretation, knowledge, load_weights())
    draft, vectors = _draft(runtime, stored[0], change.content if change else content_of(stored[0]))
    listed = draft.is_listed(runtime.today)
    aside = runtime.scratch_engine()
    rivals = [line.provider_id for line in before if line.provider_id != provider_id][:_RIVALS_MOST]
    aside.put([*read_docs(runtime, rivals), build_doc(draft, knowledge, runtime.today, vectors.get)], position=0)
    beside = retrieve(runtime.encoder, aside, knowledge, need, reach=reach)
    after = rank(beside.candidates, beside.interpretation, knowledge, load_weights())
    line = next((each for each in after if each.provider_id == provider_id), None)
    place = _place(after, provider_id)
    answer = beside.interpretation.reading
    asked = answer.chosen or tuple(share.code for share in answer.scenarios[:1])
    excluded = bool(set(asked) & excluded_codes(knowledge.exclusions.of(draft)))
    return TriedDraft(
        reading=answer,
        place=None if excluded else place,
        published_place=_place(before, provider_id),
        of=sum(1 for each in after if each.fit is not Fit.WEAK),
        match=Explainer(knowledge, beside.interpretation)(place or 0, line, draft) if line else None,
        excluded=excluded,
        listed=listed,
        has_draft=change is not None,
    )


def _place(ranked: Sequence[Ranked], provider_id: str) -> int | None:
    fitting = [line.provider_id for line in ranked if line.fit is not Fit.WEAK]
    return fitting.index(provider_id) + 1 if provider_id in fitting else None


def _draft(runtime: Runtime, published: Provider, wanted: ProfileContent) -> tuple[Provider, dict[str, NDArray[np.float32]]]:
    """The firm as it would be published, with the scenarios its texts would be given, and the vectors of its texts."""
    knowledge = runtime.knowledge()
    draft = open_profile(with_content(published, wanted, lambda names: resolve_industries(knowledge.taxonomy, names)[0]))
    texts = {each.id: each.text for each in passages(draft, knowledge.exclusions)}
    hashes = {text: text_hash(text) for text in texts.values()}
    with reading(runtime.database) as session:
        kept = read_embeddings(session, runtime.encoder.fingerprint, list(hashes.values()))
    fresh = [text for text, key in hashes.items() if key not in kept]
    vectors = {text: kept[key] for text, key in hashes.items() if key in kept}
    vectors |= dict(zip(fresh, runtime.encoder.encode(fresh), strict=True)) if fresh else {}
    stored: tuple[StoredCapability | StoredCase, ...] = (*published.capabilities, *published.cases)
    wished: tuple[StoredCapability | StoredCase, ...] = (*draft.capabilities, *draft.cases)
    before = {each.id: each for each in stored}
    changed = [each for each in wished if each.id not in before or before[each.id].content != each.content]
    ids = [each.id for each in changed if each.id in texts]
    told = [texts[each] for each in ids]
    proposed = propose_scenarios(knowledge, told, np.stack([vectors[text] for text in told])) if told else []
    tags = {
        item: tuple(ScenarioTag(code, TagOrigin.PROPOSED, share) for code, share in scenarios)
        for item, scenarios in zip(ids, proposed, strict=True)
    }
    capabilities = tuple(replace(each, tags=_declared(each, tags)) for each in draft.capabilities)
    cases = tuple(replace(each, tags=tags.get(each.id, each.tags)) for each in draft.cases)
    return replace(draft, capabilities=capabilities, cases=cases), vectors


def _declared(item: StoredCapability, tags: Mapping[str, tuple[ScenarioTag, ...]]) -> tuple[ScenarioTag, ...]:
    """New tags of a capability, with what the firm itself declares first."""
    if item.id not in tags:
        return item.tags
    shares = {tag.code: tag.confidence for tag in tags[item.id]}
    told = [ScenarioTag(code, TagOrigin.DECLARED, shares.get(code, 0.0)) for code in item.content.scenarios]
    return (*told, *(tag for tag in tags[item.id] if tag.code not in item.content.scenarios))
