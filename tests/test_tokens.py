from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from playbook.tokens import Scheme, token, tokens

ON_PAPER = ("ink", "ink-soft", "accent", "warn", "good")
TEXT_PAIRS = [
    *((text, paper) for text in ON_PAPER for paper in ("paper", "paper-raised")),
    *((text, tint) for text in ("ink", "ink-soft", "accent") for tint in ("accent-soft",)),
    *((text, tint) for text in ("ink", "ink-soft", "warn") for tint in ("warn-soft",)),
    *((text, tint) for text in ("ink", "ink-soft", "good") for tint in ("good-soft",)),
    ("accent-ink", "accent"),
]
EDGE_PAIRS = [
    (edge, paper) for edge in ("line-strong", "focus") for paper in ("paper", "paper-raised")
]
SCHEMES: tuple[Scheme, ...] = ("light", "dark", "print")


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _lightness(colour: str) -> float:
    """CIE L*, which is what is left of a colour in grey print."""
    luminance = _luminance(colour)
    return 903.3 * luminance if luminance <= 0.008856 else 116 * luminance ** (1 / 3) - 16


def test_contrast_follows_wcag() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "background"), TEXT_PAIRS)
def test_text_has_contrast_of_4_5_or_more(text: str, background: str, scheme: Scheme) -> None:
    assert _contrast(token(text, scheme), token(background, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "background"), EDGE_PAIRS)
def test_edges_of_controls_have_contrast_of_3_or_more(
    edge: str, background: str, scheme: Scheme
) -> None:
    assert _contrast(token(edge, scheme), token(background, scheme)) >= 3


def test_first_four_categories_stay_apart_in_grey_print() -> None:
    lightness = [_lightness(token(f"cat-{step}")) for step in range(1, 5)]
    assert min(abs(one - other) for one, other in combinations(lightness, 2)) >= 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sequential_scale_runs_one_way(scheme: Scheme) -> None:
    lightness = [_lightness(token(f"seq-{step}", scheme)) for step in range(1, 6)]
    assert lightness == sorted(lightness, reverse=scheme == "light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_diverging_scale_is_strongest_at_its_ends(scheme: Scheme) -> None:
    middle = token("div-3", scheme)
    distance = [_contrast(token(f"div-{step}", scheme), middle) for step in range(1, 6)]
    assert distance[0] > distance[1] > distance[2] < distance[3] < distance[4]


def test_type_scale_grows_by_a_fifth() -> None:
    sizes = [float(token(f"text-{size}").removesuffix("rem")) for size in ("s", "m", "l", "xl")]
    for smaller, larger in pairwise(sizes):
        assert larger / smaller == pytest.approx(1.2, abs=0.001)


def test_dark_and_print_name_no_token_that_light_lacks() -> None:
    assert list(tokens("dark")) == list(tokens("print")) == list(tokens("light"))


def test_print_is_light_whatever_the_screen() -> None:
    assert token("accent", "print") == token("accent", "light")
    assert token("paper", "print") == "#ffffff"


def test_unknown_token_is_answered_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="accent-soft"):
        token("acccent")
