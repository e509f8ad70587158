"""The catalogue of our data as the national data portal harvests it: DCAT-AP-SE 3.

https://docs.dataportal.se/dcat/sv/ – every thing that is described has an address of its own, and
no blank nodes: a harvester keeps what it has by address from night to night.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from oppnasoc.ui.context import municipality

from . import addresses
from .datasets import FORMATS, Dataset, Form, datasets

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA = "http://www.iana.org/assignments/media-types/"
#: A local authority, in the vocabulary that the profile names.
LOCAL = URIRef("http://purl.org/adms/publishertype/LocalAuthority")
PUBLIC = URIRef(f"{AUTHORITY}/access-right/PUBLIC")
SWEDISH = URIRef(f"{AUTHORITY}/language/SWE")
THEME = URIRef(f"{AUTHORITY}/data-theme/SOCI")
AVAILABLE = URIRef("http://data.europa.eu/r5r/availability/stable")
CONTINUOUS = URIRef(f"{AUTHORITY}/frequency/UPDATE_CONT")


def own(fragment: str) -> URIRef:
    """The address of something that the catalogue describes."""
    return URIRef(f"{settings.SITE_URL}{reverse('dcat')}#{fragment}")


def publisher() -> URIRef:
    """The municipality: by its organisation number, or as the catalogue's own when none is set."""
    if number := municipality().organisation_number.replace("-", ""):
        return URIRef(f"http://dataportal.se/organisation/SE{number}")
    return own("utgivare")


def swedish(text: object) -> Literal:
    return Literal(str(text), lang="sv")


def catalogue(modified: datetime | None) -> Graph:
    """The whole catalogue; ``modified`` is when anything in it changed last."""
    site, graph = municipality(), Graph()
    graph.bind("dcat", DCAT)
    graph.bind("vcard", VCARD)
    graph.bind("adms", ADMS)
    of, who, contact = own("katalog"), publisher(), own("kontakt")
    licence = URIRef(addresses.LICENCE)
    graph.add((of, RDF.type, DCAT.Catalog))
    graph.add((of, DCTERMS.title, swedish(f"Öppna data från {site.site_name} {site.short_name}")))
    about = "Frågor, svar, förändringar, grupper och möten i socialtjänsten."
    graph.add((of, DCTERMS.description, swedish(about)))
    graph.add((of, DCTERMS.publisher, who))
    graph.add((of, DCTERMS.license, licence))
    graph.add((of, DCTERMS.language, SWEDISH))
    graph.add((of, FOAF.homepage, URIRef(f"{settings.SITE_URL}{reverse('open_data')}")))
    if modified is not None:
        day = timezone.localdate(modified).isoformat()
        graph.add((of, DCTERMS.modified, Literal(day, datatype=XSD.date)))
    graph.add((who, RDF.type, FOAF.Agent))
    graph.add((who, FOAF.name, swedish(site.name)))
    graph.add((who, DCTERMS.type, LOCAL))
    graph.add((who, FOAF.homepage, URIRef(f"{settings.SITE_URL}/")))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, swedish(site.name)))
    graph.add(
        (contact, VCARD.hasEmail, URIRef(f"mailto:{site.email or settings.DEFAULT_FROM_EMAIL}"))
    )
    for dataset in datasets():
        _add(graph, dataset)
    return graph


def _add(graph: Graph, dataset: Dataset) -> None:
    of = own(dataset.name)
    graph.add((own("katalog"), DCAT.dataset, of))
    graph.add((of, RDF.type, DCAT.Dataset))
    graph.add((of, DCTERMS.title, swedish(dataset.title)))
    graph.add((of, DCTERMS.description, swedish(dataset.about)))
    graph.add((of, DCTERMS.publisher, publisher()))
    graph.add((of, DCAT.contactPoint, own("kontakt")))
    graph.add((of, DCTERMS.accessRights, PUBLIC))
    graph.add((of, DCTERMS.language, SWEDISH))
    graph.add((of, DCTERMS.accrualPeriodicity, CONTINUOUS))
    graph.add((of, DCAT.theme, THEME))
    graph.add((of, DCAT.landingPage, URIRef(f"{settings.SITE_URL}{reverse('open_data')}")))
    graph.add((of, DCAT.keyword, swedish("socialtjänst")))
    graph.add((of, DCAT.keyword, swedish("brukarinflytande")))
    for form in dataset.forms:
        _add_form(graph, of, dataset, form)


def _add_form(graph: Graph, dataset: URIRef, told: Dataset, form: Form) -> None:
    of, url = own(f"{told.name}-{form.name}"), URIRef(form.url)
    graph.add((dataset, DCAT.distribution, of))
    graph.add((of, RDF.type, DCAT.Distribution))
    graph.add((of, DCTERMS.title, swedish(f"{told.title} ({form.label})")))
    graph.add((of, DCAT.accessURL, url))
    if form.is_file:
        graph.add((of, DCAT.downloadURL, url))
    graph.add((of, DCTERMS.license, URIRef(addresses.LICENCE)))
    graph.add((of, DCTERMS["format"], Literal(form.mime)))
    graph.add((of, DCAT.mediaType, URIRef(f"{MEDIA}{form.mime}")))
    graph.add((of, URIRef("http://data.europa.eu/r5r/availability"), AVAILABLE))
    if form.documented:
        description = URIRef(f"{settings.SITE_URL}{reverse('openapi')}")
        graph.add((of, FOAF.page, description))


def written(modified: datetime | None, form: str) -> bytes:
    """The catalogue as RDF/XML (``rdf``) or Turtle (``ttl``); the same bytes for the same facts."""
    name, _mime = FORMATS[form]
    return catalogue(modified).serialize(format=name, encoding="utf-8")
