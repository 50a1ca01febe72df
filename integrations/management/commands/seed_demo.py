from django.core.management.base import BaseCommand
from django.utils import timezone

from integrations.demo.demo import Demo


class Command(BaseCommand):
    help = "Load the demonstration: three teams with months of history. Again changes nothing."

    def handle(self, **options):
        for sentence in Demo(timezone.now().date()).run_side_by_side():
            self.stdout.write(sentence)
