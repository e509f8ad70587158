from django.http import HttpRequest, HttpResponse


def own(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(key)


confirm = stop = own
