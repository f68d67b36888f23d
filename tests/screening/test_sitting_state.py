"""Whatever is done in a sitting, in whatever order, its saved events say all of it."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.screening.sittings import Clock, Prepared, names, sitting

from resift.decisions import VERDICTS, Event, Verb, standing
from resift.screening.session import Session

REPORTS = 25
WORDS = st.sampled_from(["", "one", "two words", "Grün"])


class Sitting(RuleBasedStateMachine):
    """Ada screens 25 reports; at times she stops and comes back."""

    @initialize(every=st.integers(2, 7), order=st.permutations(names(REPORTS)))
    def begin(self, every: int, order: list[str]) -> None:
        self.saved: list[Event] = []
        self.clock, self.every, self.order = Clock(), every, order
        self.session = sitting(REPORTS, self.saved, **self._passed())

    def _passed(self) -> dict[str, object]:
        return {"clock": self.clock, "training": Prepared(*self.order), "every": self.every}

    @property
    def waits(self) -> bool:
        return self.session.report is not None

    @precondition(lambda self: self.waits)
    @rule(verb=st.sampled_from(sorted(VERDICTS)), note=WORDS, times=st.integers(1, 4))
    def decide(self, verb: Verb, note: str, times: int) -> None:
        for _ in range(times):
            on = self.session.report
            if on is not None:
                event = self.session.decide(verb, ["E1"] if verb is Verb.EXCLUDE else [], note, report=on)
                assert (event.record, self.session.decided[on].id) == (on, event.id)

    @precondition(lambda self: self.waits)
    @rule(criterion=st.sampled_from(["I1", "E1", "I9"]), answer=st.sampled_from(["yes", "no", "unclear", ""]))
    def judge(self, criterion: str, answer: str) -> None:
        on = self.session.report
        self.session.judge(criterion, answer)
        card = self.session.card()
        assert card is not None
        assert (card.report, card.draft.judgements.get(criterion, "")) == (on, answer)

    @precondition(lambda self: self.waits)
    @rule(text=WORDS, tag=st.sampled_from(["protocol", "ask Bo"]))
    def remark(self, text: str, tag: str) -> None:
        on, had = self.session.report, tag in self.session.card().draft.tags
        self.session.note(text)
        self.session.tag(tag)
        card = self.session.card()
        assert (card.report, card.draft.note, tag in card.draft.tags) == (on, text, not had)

    @precondition(lambda self: self.waits)
    @rule()
    def later(self) -> None:
        on, known = self.session.report, dict(self.session.decided)
        self.session.later()
        assert self.session.decided == known
        assert self.session.report != on or self.session.progress.put_off == len(self.session.left)

    @rule()
    def explore(self) -> None:
        on = self.session.report
        self.session.explore()
        assert self.session.report == on

    @rule(which=st.integers(0, 24))
    def reopen(self, which: int) -> None:
        entries = self.session.history()
        if entries:
            report = entries[which % len(entries)].report
            self.session.reopen(report)
            assert self.session.report == report

    @precondition(lambda self: self.waits)
    @rule(text=st.sampled_from(["A fictional abstract.", "Another fictional one."]))
    def edit(self, text: str) -> None:
        on = self.session.report
        self.session.edit_abstract(text, "the publisher's page")
        card = self.session.card()
        assert (card.report, card.record.abstract, card.source) == (on, text, "the publisher's page")

    @rule(term=st.sampled_from(["friend*", "garden"]))
    def term(self, term: str) -> None:
        self.session.add_term("I1", term)
        assert term in self.session.criteria["I1"].terms

    @rule(times=st.integers(1, 6))
    def undo(self, times: int) -> None:
        for _ in range(times):
            stood = standing(self.saved)
            taken = self.session.undo()
            assert taken == (stood[-1] if stood else None)
            assert standing(self.saved) == stood[:-1]
            if taken is not None and taken.verb in VERDICTS:
                assert self.session.report == taken.record

    @rule()
    def come_back(self) -> None:
        self.session = self._again(self.saved)

    def _again(self, saved: list[Event]) -> Session:
        return sitting(self.session.queue, saved, **self._passed())

    @invariant()
    def the_fold_of_the_log_is_what_the_session_says(self) -> None:
        last = {e.record: e.id for e in standing(self.saved) if e.verb in VERDICTS}
        assert {r: e.id for r, e in self.session.decided.items()} == last

    @invariant()
    def a_sitting_that_was_broken_off_comes_back_as_it_was(self) -> None:
        shown = self.session.card()
        again = self._again(list(self.saved))
        assert again.card() == shown
        assert again.progress == self.session.progress
        assert again.criteria == self.session.criteria
        assert again.history() == self.session.history()
        assert again.left == self.session.left


TestSitting = Sitting.TestCase
