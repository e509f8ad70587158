"""Addresses of what everybody expects of an authority's site, and the municipality's settings."""

from django.urls import path

from . import barriers, settings_views, site_map, views

urlpatterns = [
    path("personuppgifter/", views.personal_data, name="personal_data"),
    path("personuppgifter/register/", views.register, name="personal_data_register"),
    path("personuppgifter/register.csv", views.register_csv, name="personal_data_csv"),
    path("kakor/", views.cookies, name="cookies"),
    path("kontakt/", views.contact, name="contact"),
    path("press/", views.press, name="press"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("tillganglighet/andringar/", views.accessibility_versions, name="accessibility_versions"),
    path("tillganglighet/anmal/", barriers.barrier, name="barrier"),
    path("lattlast/", views.easy_read, name="easy_read"),
    path("installningar/", settings_views.settings, name="settings"),
    path("installningar/utseende/", settings_views.look, name="look"),
    path("installningar/utseende/prov/", settings_views.look_sample, name="look_sample"),
    path("installningar/utseende/prov.css", settings_views.look_css, name="look_css"),
    path("installningar/kontakt/", settings_views.contact_settings, name="contact_settings"),
    path("sitemap.xml", site_map.index, name="sitemap"),
    path("sitemap-<int:part>.xml", site_map.part, name="sitemap_part"),
    path("robots.txt", site_map.robots, name="robots"),
    path(".well-known/security.txt", site_map.security, name="security_txt"),
]
