from django.urls import path

from . import board_views, enter_views, inquiry_views, slip_views, views

urlpatterns = [
    path("sag-nagot/", views.say, name="say"),
    path("sag-nagot/tack/", views.receipt, name="receipt"),
    path("sag-nagot/at-nagon/", enter_views.enter, name="enter"),
    path("hjalp-nu/", views.help_now, name="help_now"),
    path("vi-undrar/", inquiry_views.inquiries, name="inquiries"),
    path("vi-undrar/ny/", inquiry_views.ask, name="inquiry_new"),
    path("vi-undrar/<int:pk>/avsluta/", inquiry_views.close, name="inquiry_close"),
    path("vi-undrar/<int:pk>/ta-tillbaka/", inquiry_views.take_back, name="inquiry_take_back"),
    path("vi-undrar/<int:pk>/fraga-igen/", inquiry_views.put_back, name="inquiry_put_back"),
    path("vi-undrar/<int:pk>/langre-tid/", inquiry_views.extend, name="inquiry_extend"),
    path("vi-undrar/<int:pk>/vad-det-blev/", inquiry_views.tell, name="inquiry_tell"),
    path("vi-undrar/<int:pk>-<slug:slug>/", inquiry_views.inquiry, name="inquiry"),
    path("lappar/", slip_views.sheets, name="slips"),
    path("lappar/nytt-ark/", slip_views.new_sheet, name="sheet_new"),
    path("lappar/skriv-in/", slip_views.type_in, name="slip_type_in"),
    path("lappar/<int:pk>/angra/", slip_views.undo, name="slip_undo"),
    path("lappar/bilder/", slip_views.pictures, name="slip_pictures"),
    path("lappar/bilder/<int:pk>/", slip_views.picture, name="slip_picture"),
    path("lappar/bilder/<int:pk>/ta-bort/", slip_views.remove_picture, name="slip_picture_remove"),
    path("anslag/plats/<int:pk>/", board_views.board, name="noticeboard_place"),
    path("anslag/plats/<int:pk>/pdf/", board_views.board_pdf, name="noticeboard_place_pdf"),
    path("anslag/<slug:slug>/", board_views.board, name="noticeboard"),
    path("anslag/<slug:slug>/pdf/", board_views.board_pdf, name="noticeboard_pdf"),
]
