from health.models.reading import Finding, Reading
from health.models.report import HealthReport, ReportView

__all__ = ["Finding", "HealthReport", "Reading", "ReportView"]
