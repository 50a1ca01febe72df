from django.urls import path

from today import pages

urlpatterns = [path("", pages.dashboard, name="dashboard")]
