from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "history"

    def ready(self) -> None:
        from history.models.redaction import ELSEWHERE
        from web.models import IdempotencyRecord

        # An answer that is kept for who repeats a request says the words too.
        ELSEWHERE.append(IdempotencyRecord.objects.strike_out)
