"""One change of many stories: all of it in one transaction, or nothing."""

from base.refusals import Refused


class Bulk:
    """Stories of one project that are changed together, through the verbs of each."""

    def __init__(self, project, stories):
        self.project, self.stories = project, stories

    def plan_into(self, sprint, *, by):
        return self._each(by, lambda story: story.plan_into(sprint, by=by))

    def hand_to(self, owner, *, by):
        return self._each(by, lambda story: story.hand_to(owner, by=by))

    def file_under(self, theme, *, by):
        return self._each(by, lambda story: story.file_under(theme, by=by))

    def add_labels(self, labels, *, by):
        return self._each(by, lambda story: story.label([*story.labels, *labels], by=by))

    def drop(self, *, by):
        return self._each(by, lambda story: story.drop(by=by))

    def _each(self, by, verb):
        """The lock is taken once for all, so that nobody changes them in between."""
        with self.project.changed_by(by):
            for story in self.stories:
                try:
                    verb(story)
                except Refused as refusal:
                    refusal.sentence = f"{story.key}: {refusal.sentence} Nothing was changed."
                    raise
        return len(self.stories)
