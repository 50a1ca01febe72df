from django.urls import path

from metrics.dashboard import pages

urlpatterns = [path("", pages.dashboard, name="dashboard")]
