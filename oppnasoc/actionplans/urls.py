from django.urls import path

from . import tending_views, views

urlpatterns = [
    path("", views.action_plans, name="action_plans"),
    path("ny/", tending_views.new, name="plan_new"),
    path("<int:pk>-<slug:slug>/", views.action_plan, name="action_plan"),
    path("<int:pk>/forslag/", views.proposal, name="plan_proposal"),
    path("<int:pk>/upplagor/", views.editions, name="plan_editions"),
    path("<int:pk>/pdf/", views.plan_pdf, name="plan_pdf"),
    path("<int:pk>/skriv/", tending_views.write, name="plan_write"),
    path("<int:pk>/inledning/", tending_views.frame, name="plan_frame"),
    path("<int:pk>/anta/", tending_views.adopt, name="plan_adopt"),
    path("<int:pk>/revidera/", tending_views.revise, name="plan_revise"),
    path("<int:pk>/ta-tillbaka/", tending_views.take_back, name="plan_take_back"),
    path("<int:pk>/avsluta/", tending_views.end, name="plan_end"),
    path("<int:pk>/ta-upp/", tending_views.take_up, name="plan_take_up"),
    path("<int:pk>/mal/", tending_views.add_goal, name="goal_new"),
    path("mal/<int:pk>/", tending_views.edit_goal, name="goal_edit"),
    path("mal/<int:pk>/ta-bort/", tending_views.leave_out_goal, name="goal_leave_out"),
    path("mal/<int:pk>/ta-med/", tending_views.put_back_goal, name="goal_put_back"),
    path("mal/<int:pk>/siffra/", tending_views.count, name="goal_count"),
    path("mal/<int:pk>/atgard/", tending_views.add_measure, name="measure_new"),
    path("atgard/<int:pk>/", tending_views.edit_measure, name="measure_edit"),
    path("atgard/<int:pk>/ta-bort/", tending_views.leave_out_measure, name="measure_leave_out"),
    path("atgard/<int:pk>/ta-med/", tending_views.put_back_measure, name="measure_put_back"),
    path("atgard/<int:pk>/lage/", tending_views.tell, name="measure_tell"),
    path("atgard/<int:pk>/stoppa/", tending_views.stop, name="measure_stop"),
    path("atgard/<int:pk>/fraga/", tending_views.follow, name="measure_matter"),
]
