"""Let the network that reads needs learn from marked sentences and from sentences whose verdict is known.

Two tasks share the layers: the kind of every token, and the verdict of the whole text. The lowest layers stay those of the encoder:
they know the language from far more text than ours.
Source of the method: J. Devlin and others, "BERT" (2019), section 4 (fine-tuning); optimiser: AdamW (I. Loshchilov, F. Hutter, 2019).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array
from numpy.typing import NDArray

from indexer.learned_topics import MOST_TOPICS, LearnedTopic
from indexer.network_layers import Base, Dropout, Shape, lower_states, padded, pass_layer, tensors_of
from service.search.scope import SCOPES
from service.search.spans.network import BEGINS, EXCLUDES, TAGS, TOPICS, tokens_within

LOWER_LAYERS, LEARNED_LAYERS = 4, 4
_COLUMNS = TOPICS
_EXCLUSION = "x"
_TEXTS_OF_A_STEP = 24
_RATE = 1.2e-4
_HEADS_FASTER = 5.0
_DROPOUT = 0.1
_RARITY = 0.35
"""A rare verdict counts more, by this power of its rarity."""
_BEGINNING_WEIGHT = 0.3
_ASIDE_WEIGHT = 1.3
_TOPICS_WEIGHT = 0.7
_SORTED_TOGETHER = 40

Weights = dict[str, Any]
"""`layers`: a list of layers; `tag`, `attention`, `mix`, `scope`: (weight, bias) of the heads."""


@dataclass(frozen=True, slots=True)
class LearnedText:
    """A folded text to learn from.

    `labels`: one for each character as `MarkedSentence` has them, None when the text is not marked.
    `scope`: place of the right verdict in `SCOPES`, None when it is not known. `weight`: how much the verdict counts.
    `of_provider`: a provider's text, whose labels tell only what it excludes. `topics`: which characters mean which scenario.
    """

    text: str
    labels: tuple[str, ...] | None = None
    scope: int | None = None
    weight: float = 1.0
    of_provider: bool = False
    topics: tuple[LearnedTopic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Batch:
    """Shape: `groups` (texts, topics, tokens), the rows of a topic sum to 1; `meant` (texts, topics, scenarios)."""

    states: NDArray[np.float32]
    mask: NDArray[np.float32]
    tags: NDArray[np.int32]
    begins: NDArray[np.int32]
    excludes: NDArray[np.bool_]
    scopes: NDArray[np.int32]
    weights: NDArray[np.float32]
    groups: NDArray[np.float32]
    meant: NDArray[np.float32]


def train_network(
    base: Base, texts: Sequence[LearnedText], codes: Sequence[str], *, epochs: int, tell: Callable[[str], None] = lambda _: None
) -> dict[str, NDArray[Any]]:
    """The learned tensors as `need_reader.npz` holds them, `codes` of the scenarios among them.

    Cost: about 5 minutes an epoch for 11,000 texts on two cores.
    """
    states, places = lower_states(base, [each.text for each in texts], LOWER_LAYERS)
    key = jax.random.PRNGKey(0)
    weights = _first_weights(base, len(codes), key)
    columns = {code: column for column, code in enumerate(codes)}
    steps = max(1, epochs * -(-len(texts) // _TEXTS_OF_A_STEP))
    schedule = optax.warmup_cosine_decay_schedule(0, _RATE, steps // 10, steps, _RATE / 20)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=0.01))
    state = optimiser.init(weights)

    @jax.jit
    def step(weights: Weights, state: optax.OptState, batch: Any, key: Array) -> tuple[Weights, optax.OptState, Array]:  # noqa: ANN401
        loss, slope = jax.value_and_grad(_loss)(weights, _Batch(*batch), base.shape, Dropout(key, _DROPOUT))
        change, state = optimiser.update(slope, state, weights)
        change = {
            name: part if name == "layers" else jax.tree.map(lambda each: each * _HEADS_FASTER, part) for name, part in change.items()
        }
        return optax.apply_updates(weights, change), state, loss

    random, number = np.random.default_rng(0), 0
    for epoch in range(epochs):
        losses = []
        for rows in _orders([len(each) for each in states], random):
            batch = _batch(texts, states, places, rows, columns)
            fields = tuple(getattr(batch, name) for name in _Batch.__slots__)
            weights, state, loss = step(weights, state, fields, jax.random.fold_in(key, number))
            losses.append(float(loss))
            number += 1
        tell(f"epoch {epoch + 1}: mean loss {np.mean(losses):.3f}")
    return {**_stored(weights), "codes": np.array(list(codes))}


def token_labels(labels: Sequence[str] | None, places: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The kind of each token (place in `TAGS`, `len(TAGS)` for an exclusion, −1 for none known) and whether a span begins there."""
    tags, begins = np.full(len(places), -1, np.int32), np.zeros(len(places), np.int32)
    kinds = (*TAGS, _EXCLUSION)
    for row, (start, end) in enumerate(places):
        own = list(labels[max(start, 0) : end]) if labels is not None and end > max(start, 0) else []
        if own:
            letters = [label.partition("-")[2] for label in own]
            tags[row] = kinds.index(max(sorted(set(letters)), key=letters.count))
            begins[row] = any(label.startswith("B") for label in own)
    return tags, begins


def _first_weights(base: Base, scenarios: int, key: Array) -> Weights:
    hidden = base.weights["embeddings.word_embeddings.weight"].shape[1]

    def head(number: int, outputs: int, spread: float) -> tuple[Array, Array]:
        return jax.random.normal(jax.random.fold_in(key, number), (hidden, outputs)) * spread, jnp.zeros(outputs)

    return {
        "layers": [base.layer(LOWER_LAYERS + number) for number in range(LEARNED_LAYERS)],
        "tag": head(1, _COLUMNS + scenarios, 0.02),
        "attention": head(2, 1, 0.02),
        "mix": head(3, hidden, 0.05),
        "scope": head(4, len(SCOPES), 0.02),
    }


def _forward(weights: Weights, states: Array, mask: Array, shape: Shape, drop: Dropout) -> tuple[Array, Array]:
    x = states
    for number, layer in enumerate(weights["layers"]):
        x = pass_layer(shape, layer, x, (1 - mask)[:, None, None, :] * -1e9, drop.of(number))
    share = jax.nn.softmax((x @ weights["attention"][0] + weights["attention"][1])[..., 0] + (1 - mask) * -1e9, -1)
    pooled = (x * share[..., None]).sum(1)
    mixed = jnp.tanh(pooled @ weights["mix"][0] + weights["mix"][1])
    return x @ weights["tag"][0] + weights["tag"][1], mixed @ weights["scope"][0] + weights["scope"][1]


def _loss(weights: Weights, batch: _Batch, shape: Shape, drop: Dropout) -> Array:
    """Cross-entropy of the tokens' kinds and of the verdicts, each text's tokens counted by the share of texts that are marked."""
    told, scopes = _forward(weights, jnp.asarray(batch.states), jnp.asarray(batch.mask), shape, drop)
    kinds = len(TAGS)
    known = (batch.tags >= 0) & ~batch.excludes[:, None]
    tags = jnp.where(known, batch.tags, 0)
    weight = jnp.array([1.0, 1.0, _ASIDE_WEIGHT, _ASIDE_WEIGHT, 1.0, 1.0])[tags] * known
    of_tags = (optax.softmax_cross_entropy_with_integer_labels(told[..., :kinds], tags) * weight).sum()
    of_tags += _BEGINNING_WEIGHT * (optax.sigmoid_binary_cross_entropy(told[..., BEGINS], batch.begins) * known).sum()
    of_texts = (batch.tags >= 0) & batch.excludes[:, None]
    meant = (batch.tags == kinds) & of_texts
    of_exclusions = (optax.sigmoid_binary_cross_entropy(told[..., EXCLUDES], meant * 1.0) * of_texts).sum()
    of_exclusions += _BEGINNING_WEIGHT * (optax.sigmoid_binary_cross_entropy(told[..., EXCLUDES + 1], batch.begins) * meant).sum()
    of_scopes = (optax.softmax_cross_entropy_with_integer_labels(scopes, batch.scopes) * batch.weights).mean()
    marked, asked = known.any(1).mean(), of_texts.any(1).mean()
    topics = jax.nn.log_softmax(jnp.einsum("bgt,btc->bgc", batch.groups, told[..., _COLUMNS:]), -1)
    asked_topics = jnp.asarray(batch.meant).any(-1)
    chances = jax.nn.logsumexp(jnp.where(jnp.asarray(batch.meant) > 0, topics, -1e9), -1)
    of_topics = -jnp.where(asked_topics, chances, 0).sum() / jnp.maximum(asked_topics.sum(), 1)
    tokens = 2 * marked * of_tags / jnp.maximum(known.sum(), 1) + 2 * asked * of_exclusions / jnp.maximum(of_texts.sum(), 1)
    return jnp.asarray(tokens + 0.5 * of_scopes + _TOPICS_WEIGHT * of_topics)


def _orders(lengths: Sequence[int], random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Rows of each step, in random order; texts of about one length go together, so that little is padded."""
    rows = random.permutation(len(lengths))
    groups: list[NDArray[np.int64]] = []
    for start in range(0, len(rows), _TEXTS_OF_A_STEP * _SORTED_TOGETHER):
        part = sorted(rows[start : start + _TEXTS_OF_A_STEP * _SORTED_TOGETHER].tolist(), key=lambda row: lengths[row])
        groups.extend(np.array(part[at : at + _TEXTS_OF_A_STEP]) for at in range(0, len(part), _TEXTS_OF_A_STEP))
    yield from (groups[place] for place in random.permutation(len(groups)))


def _batch(
    texts: Sequence[LearnedText],
    states: Sequence[NDArray[np.float16]],
    places: Sequence[NDArray[np.int64]],
    rows: NDArray[np.int64],
    columns: Mapping[str, int],
) -> _Batch:
    tokens, hidden = padded(max(len(states[row]) for row in rows)), states[rows[0]].shape[1]
    count = _TEXTS_OF_A_STEP
    counts = np.bincount([each.scope for each in texts if each.scope is not None], minlength=len(SCOPES))
    rarity = (counts.max() / np.maximum(counts, 1)) ** _RARITY
    rarity = rarity * counts.sum() / max(float((rarity * counts).sum()), 1e-9)
    batch = _Batch(
        np.zeros((count, tokens, hidden), np.float32),
        np.zeros((count, tokens), np.float32),
        np.full((count, tokens), -1, np.int32),
        np.zeros((count, tokens), np.int32),
        np.zeros(count, np.bool_),
        np.zeros(count, np.int32),
        np.zeros(count, np.float32),
        np.zeros((count, MOST_TOPICS, tokens), np.float32),
        np.zeros((count, MOST_TOPICS, len(columns)), np.float32),
    )
    batch.mask[:, 0] = 1
    for place, row in enumerate(rows.tolist()):
        text, length = texts[row], len(states[row])
        batch.states[place, :length], batch.mask[place, :length] = states[row], 1
        batch.tags[place, :length], batch.begins[place, :length] = token_labels(text.labels, places[row])
        batch.excludes[place] = text.of_provider
        batch.scopes[place] = text.scope or 0
        batch.weights[place] = 0.0 if text.scope is None else text.weight * rarity[text.scope]
        for number, topic in enumerate(text.topics):
            own = tokens_within(places[row], topic.spans)
            if own.any():
                batch.groups[place, number, :length] = own / own.sum()
                batch.meant[place, number, [columns[code] for code in topic.codes if code in columns]] = 1
    return batch


def _stored(weights: Weights) -> dict[str, NDArray[np.float16]]:
    found: dict[str, NDArray[Any]] = {"lower_layers": np.array([LOWER_LAYERS])}
    for number, layer in enumerate(weights["layers"]):
        found |= {f"layer.{number}.{name}": tensor for name, tensor in tensors_of(layer).items()}
    for name in ("tag", "attention", "mix", "scope"):
        weight, bias = weights[name]
        found |= {f"reader.{name}.weight": np.asarray(weight.T), f"reader.{name}.bias": np.asarray(bias)}
    return {name: np.ascontiguousarray(tensor, np.float16) for name, tensor in found.items()}
