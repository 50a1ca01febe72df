from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "briefs"

    def ready(self) -> None:
        from briefs.models import KeptBrief
        from history.models.redaction import ELSEWHERE

        # A report that is kept says words of its day, also those that are struck out later.
        ELSEWHERE.append(KeptBrief.objects.strike_out)
