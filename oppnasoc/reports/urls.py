from django.urls import path

from . import plan_views, views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("period/", views.period, name="report_period"),
    path("planer/", plan_views.plans, name="report_plans"),
    path("planer.csv", plan_views.plans_csv, name="report_plans_csv"),
    path("planer.json", plan_views.plans_json, name="report_plans_json"),
    path("ny/", views.new, name="report_new"),
    path("<int:pk>-<slug:slug>/", views.report, name="report"),
    path("<int:pk>/pdf/", views.report_pdf, name="report_pdf"),
    path("<int:pk>/bilder/", views.slides, name="report_slides"),
    path("<int:pk>/skriv/", views.write, name="report_write"),
    path("<int:pk>/publicera/", views.publish, name="report_publish"),
    path("<int:pk>/ta-tillbaka/", views.withdraw, name="report_withdraw"),
]
