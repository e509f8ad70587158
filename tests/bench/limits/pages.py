from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from .models import Row


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """L3."""
    return render(request, "page.html", {"row": Row.objects.get(pk=pk)})


def rows(request: HttpRequest) -> HttpResponse:
    """L3-list."""
    found = Row.objects.order_by("-said_on", "-id")[:20]
    return render(request, "list.html", {"rows": found})


urlpatterns = [path("row/<int:pk>/", page), path("rows/", rows)]
