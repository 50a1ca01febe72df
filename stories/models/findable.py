import re
from typing import Self, TypeVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
    TrigramWordSimilarity,
)
from django.db.models import Case, Expression, F, FloatField, Model, Q, Value, When
from django.db.models.functions import Greatest

from projects.models.project import OfProjectQuerySet, Project

# Without the grammar of one language: teams write in theirs. The index holds the same expression.
WORDS = SearchVector("title", "body", config="simple")
INDEXES = [
    GinIndex(WORDS, name="story_words"),
    GinIndex(OpClass(F("title"), name="gin_trgm_ops"), name="story_title_likeness"),
]
CALLED_SO = 2.0  # the score of a story whose number was typed: above every likeness
_Row = TypeVar("_Row", bound=Model, covariant=True)
FOUND = ("\ue000", "\ue001")  # around what was found; private characters, so no text holds them


class FindableQuerySet(OfProjectQuerySet[_Row]):
    """Words for finding: by whole words and their beginnings, and by titles written alike."""

    def mentioning(self, text: str) -> Self:
        """Those that `matching` finds, and the one of that key, in whatever order they are."""
        wanted = Q(title__trigram_word_similar=text)
        if (number := number_of(text.strip().removeprefix("#"))) is not None:
            wanted |= Q(number=number)
        project, _, number_in_key = text.strip().rpartition("-")
        if project and (number := number_of(number_in_key)) is not None:
            called = Project.objects.filter(key=project.upper()).order_by().values("pk")[:1]
            wanted |= Q(project=called, number=number)
        if (query := words_of(text)) is not None:
            wanted |= Q(words=query)
        return self.alias(words=WORDS).filter(wanted)

    def matching(self, text: str) -> Self:
        """The best first, with `found`: a stretch of the description around the words."""
        query = words_of(text)
        alike: Expression = TrigramWordSimilarity(text, "title")
        wanted = Q(title__trigram_word_similar=text)
        if (number := number_of(text.strip().removeprefix("#"))) is not None:
            wanted |= Q(number=number)
            alike = Case(
                When(number=number, then=Value(CALLED_SO)), default=alike, output_field=FloatField()
            )
        if query is None:
            return self.filter(wanted).annotate(score=alike).order_by("-score", "-pk")
        headline = SearchHeadline(
            "body",
            query,
            config="simple",
            start_sel=FOUND[0],
            stop_sel=FOUND[1],
            max_words=24,
            min_words=12,
        )
        score = Greatest(SearchRank(WORDS, query), alike)
        found = self.alias(words=WORDS).filter(wanted | Q(words=query))
        return found.annotate(score=score, found=headline).order_by("-score", "-pk")


def number_of(text: str) -> int | None:
    """The number of a story, if that is all the text is: 42 finds TV-42."""
    plausible = text.isascii() and text.isdecimal() and len(text) <= 9
    if plausible:
        return int(text)
    return None


def words_of(text: str) -> SearchQuery | None:
    """Every word has to begin a word of the story; None where the text holds no word."""
    words = re.findall(r"\w+", text)[:12]
    if not words:
        return None
    return SearchQuery(
        " & ".join(f"{word}:*" for word in words), search_type="raw", config="simple"
    )
