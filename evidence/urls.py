"""Addresses of what proves it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
