from django.urls import path

from pulse.pages import pulse

urlpatterns = [path("teams/<slug:slug>/pulse/", pulse, name="pulse")]
