"""The catalogue is what a harvester of the national portal accepts."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from pyshacl import validate
from rdflib import BNode, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from oppnasoc.opendata.datasets import datasets
from oppnasoc.ui.models import Municipality

from .shapes import SHAPES

pytestmark = pytest.mark.django_db
CC_BY = URIRef("http://creativecommons.org/licenses/by/4.0/")


def fetched(accept: str = "", query: str = "") -> tuple[str, Graph]:
    headers = {"accept": accept} if accept else {}
    answer = Client().get(f"/datasets/dcat{query}", headers=headers)
    assert answer.status_code == 200
    mime = answer["Content-Type"].split(";")[0]
    return mime, Graph().parse(data=answer.content, format=mime)


def test_the_shapes_accept_it_and_would_refuse_less() -> None:
    _mime, graph = fetched()
    shapes = Graph().parse(data=SHAPES, format="turtle")
    conforms, _report, text = validate(graph, shacl_graph=shapes)
    assert conforms, text
    for subject in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution):
        less = Graph() + graph
        for thing in graph.subjects(RDF.type, subject):
            less.remove((thing, DCTERMS.title, None))
            less.remove((thing, DCTERMS.license, None))
        assert not validate(less, shacl_graph=shapes)[0], subject


def test_everything_has_an_address_of_its_own() -> None:
    _mime, graph = fetched()
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]
    assert all(str(s).startswith("http") for s in graph.subjects())
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == len(datasets())
    assert set(graph.objects(None, DCTERMS.license)) == {CC_BY}


def test_both_forms_say_the_same() -> None:
    mime, graph = fetched()
    assert mime == "application/rdf+xml"
    for accept, query in (("text/turtle", ""), ("", "?format=ttl")):
        other, turtle = fetched(accept, query)
        assert other == "text/turtle"
        assert isomorphic(graph, turtle)
    assert fetched("text/html,*/*;q=0.8")[0] == "application/rdf+xml"
    assert Client().get("/datasets/dcat?format=x").status_code == 400


def test_the_publisher_is_known_by_its_number() -> None:
    _mime, graph = fetched()
    ours = f"{settings.SITE_URL}/datasets/dcat#utgivare"
    assert set(graph.objects(None, DCTERMS.publisher)) == {URIRef(ours)}
    site = Municipality.load()
    site.organisation_number = "212000-0001"
    site.save()
    _mime, graph = fetched()
    known = URIRef("http://dataportal.se/organisation/SE2120000001")
    assert set(graph.objects(None, DCTERMS.publisher)) == {known}


def test_every_address_in_it_answers() -> None:
    _mime, graph = fetched()
    urls = {str(url) for url in graph.objects(None, DCAT.accessURL)}
    assert len(urls) == sum(len(dataset.forms) for dataset in datasets())
    for url in urls:
        assert Client().get(url.removeprefix(settings.SITE_URL)).status_code == 200, url
