"""What DCAT-AP-SE 3 asks of a catalogue, as SHACL shapes of ours.

From https://docs.dataportal.se/dcat/sv/: what is mandatory, what is recommended and we have, and
that a harvester can keep everything by its address.
"""

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix our: <urn:shapes:> .

our:licence sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:in ( <http://creativecommons.org/licenses/by/4.0/>
            <http://creativecommons.org/publicdomain/zero/1.0/> ) .
our:title sh:path dcterms:title ; sh:minCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true .
our:description sh:path dcterms:description ; sh:minCount 1 ; sh:datatype rdf:langString .
our:publisher sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ;
    sh:class foaf:Agent .

our:Catalog a sh:NodeShape ; sh:targetClass dcat:Catalog ; sh:nodeKind sh:IRI ;
    sh:property our:title, our:description, our:publisher, our:licence,
        [ sh:path dcat:dataset ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:class dcat:Dataset ] ,
        [ sh:path dcterms:language ; sh:nodeKind sh:IRI ; sh:minCount 1 ] ,
        [ sh:path foaf:homepage ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .

our:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:nodeKind sh:IRI ;
    sh:property our:title, our:description, our:publisher,
        [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
          sh:class vcard:Organization ] ,
        [ sh:path dcat:distribution ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
          sh:class dcat:Distribution ] ,
        [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
          sh:pattern "^http://publications.europa.eu/resource/authority/data-theme/" ] ,
        [ sh:path dcterms:accessRights ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .

our:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ; sh:nodeKind sh:IRI ;
    sh:property our:licence,
        [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:downloadURL ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcterms:format ; sh:minCount 1 ; sh:maxCount 1 ] .

our:Agent a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path foaf:name ; sh:minCount 1 ] .

our:Contact a sh:NodeShape ; sh:targetClass vcard:Organization ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path vcard:fn ; sh:minCount 1 ] ,
        [ sh:path vcard:hasEmail ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:pattern "^mailto:" ] .
"""
