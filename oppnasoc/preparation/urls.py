from django.urls import path

from . import views

urlpatterns = [
    path("", views.prepared_list, name="prepared_list"),
    path("ny/", views.start, name="preparation_start"),
    path("<int:pk>-<slug:slug>/", views.prepared, name="prepared"),
    path("<int:pk>/fraga/", views.question, name="prepared_question"),
    path("inbjudan/<int:pk>/", views.invitation, name="preparation_invitation"),
    path("rum/<int:pk>/", views.room, name="preparation"),
    path("rum/<int:pk>/text/", views.text, name="preparation_text"),
    path("rum/<int:pk>/tidigare/", views.wordings, name="preparation_wordings"),
    path("rum/<int:pk>/rad/", views.item_new, name="preparation_item_new"),
    path("rum/<int:pk>/rad/<int:item>/", views.item, name="preparation_item"),
    path("rum/<int:pk>/rad/<int:item>/gor/", views.item_do, name="preparation_item_do"),
    path("rum/<int:pk>/bjud-in/", views.invite, name="preparation_invite"),
    path("rum/<int:pk>/lamna/", views.leave, name="preparation_leave"),
    path("rum/<int:pk>/slapp/", views.sheet, name="preparation_sheet"),
    path("rum/<int:pk>/slapp/gor/", views.sheet_do, name="preparation_sheet_do"),
]
