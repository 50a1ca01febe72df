from django.urls import path

import web.converters  # noqa: F401  teaches <row:pk>
from teams import pages as people

urlpatterns = [
    path("teams/<slug:slug>/", people.people, name="people"),
    path("teams/<slug:slug>/memberships/", people.memberships, name="memberships"),
    path("teams/<slug:slug>/memberships/<row:pk>/", people.membership, name="membership"),
    path(
        "teams/<slug:slug>/memberships/<row:pk>/departures/", people.departures, name="departures"
    ),
    path("teams/<slug:slug>/rhythms/", people.rhythms, name="rhythms"),
    path("teams/<slug:slug>/day-rates/", people.day_rates, name="day_rates"),
    path("teams/<slug:slug>/absences/", people.absences, name="absences"),
    path("teams/<slug:slug>/absences/<row:pk>/removals/", people.removals, name="absence_removals"),
    path("teams/<slug:slug>/digests/", people.digests, name="digests"),
]
