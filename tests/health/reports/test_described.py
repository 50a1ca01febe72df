"""Reports and comparisons are as the API's description says, to the last field."""

import pytest

from tests.api.described import faults

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the_demo")]


def meant(name):
    return {"$ref": f"#/components/schemas/{name}"}


def test_the_content_of_each_report(the_demo):
    for case in the_demo.values():
        for report in (case.report, *case.earlier):
            assert faults(meant("ReportContent"), report.content) == []
