"""Makes invoices with one of the other makers: `maker.py <maker> <folder> <lines> <count>`."""

import json
import subprocess
import sys
from html import escape
from io import BytesIO
from pathlib import Path

# Those that pdf-worker embeds, so that each maker has to cut them down to what it prints.
FONTS = Path(__file__).parents[3] / "functions/pdf-worker/fonts"
REGULAR, SEMIBOLD = FONTS / "Inter-Regular.otf", FONTS / "Inter-SemiBold.otf"

HEADINGS = ["#", "Description", "Quantity", "Unit price", "Tax", "Net (EUR)"]


def money(minor: int) -> str:
    return f"{minor / 100:,.2f}"


def content(event: dict) -> tuple[list[str], list[list[str]], list[tuple[str, str]]]:
    """The heads, the rows and the totals, as they are printed."""
    order = event["order"]
    buyer = order["buyer"]
    address = buyer["address"]
    heads = ["Chinook Records GmbH", "Schönhauser Allee 180", "10119 Berlin, DE",
             buyer["name"], address["line1"], f"{address['postalCode']} {address['city']}",
             buyer["email"], f"Invoice no. {order['invoice']['number']}",
             f"Issue date {order['invoice']['issuedAt'][:10]}", f"Order {order['orderId']}"]
    rows = [[str(number), f"{line['description']} {line['sku']}", line["quantity"],
             money(line["unitPriceMinor"]), f"{line['taxRateBasisPoints'] / 100:g}%",
             money(line["netMinor"])]
            for number, line in enumerate(order["lines"], 1)]
    totals = order["totals"]
    sums = [("Net", money(totals["netMinor"])), ("Tax", money(totals["taxMinor"])),
            ("Total", f"EUR {money(totals['grossMinor'])}")]
    return heads, rows, sums


def html(event: dict) -> str:
    heads, rows, sums = content(event)
    cells = lambda row, tag: "".join(f"<{tag}>{escape(text)}</{tag}>" for text in row)
    faces = "".join(
        f"@font-face{{font-family:Embedded;font-weight:{weight};src:url({font.as_uri()})}}"
        for font, weight in [(REGULAR, 400), (SEMIBOLD, 600)])
    return (
        f"<!doctype html><meta charset=utf-8><style>{faces}@page{{size:A4;margin:20mm}}"
        "body{font:9pt Embedded}h1,th{font-weight:600}"
        "table{width:100%;border-collapse:collapse}"
        "td,th{border-bottom:.4pt solid #ccc;padding:5pt;text-align:right}"
        "td:nth-child(2),th:nth-child(2){text-align:left}thead{display:table-header-group}</style>"
        f"<h1>Invoice</h1>{''.join(f'<div>{escape(head)}</div>' for head in heads)}"
        f"<table><thead><tr>{cells(HEADINGS, 'th')}</tr></thead>"
        f"{''.join(f'<tr>{cells(row, chr(116) + chr(100))}</tr>' for row in rows)}</table>"
        f"{''.join(f'<p>{name} {escape(amount)}</p>' for name, amount in sums)}"
    )


def with_quadratic_curves(font: Path) -> BytesIO:
    """The font as ReportLab can read it, which knows no cubic curves."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, newTable

    font = TTFont(font)
    glyphs, names = font.getGlyphSet(), font.getGlyphOrder()
    font["loca"], font["glyf"] = newTable("loca"), (outlines := newTable("glyf"))
    outlines.glyphOrder, outlines.glyphs = names, {}
    for name in names:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1, reverse_direction=True))
        outlines[name] = pen.glyph()
    del font["CFF "]
    font["maxp"].tableVersion = 0x00010000
    for limit in ["maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs",
                  "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"]:
        setattr(font["maxp"], limit, 1 if limit == "maxZones" else 0)
    font["post"].formatType = 3
    font.sfntVersion = "\0\1\0\0"
    target = BytesIO()
    font.save(target)
    target.seek(0)
    return target


def reportlab_maker():
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    for name, font in [("Regular", REGULAR), ("SemiBold", SEMIBOLD)]:
        pdfmetrics.registerFont(TTFont(name, with_quadratic_curves(font)))
    normal = ParagraphStyle("normal", fontName="Regular", fontSize=9, leading=12)
    title = ParagraphStyle("title", fontName="SemiBold", fontSize=21, leading=30)
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.lightgrey),
             ("FONTNAME", (0, 0), (-1, -1), "Regular"), ("FONTNAME", (0, 0), (-1, 0), "SemiBold"),
             ("ALIGN", (2, 0), (-1, -1), "RIGHT"), ("FONTSIZE", (0, 0), (-1, -1), 9)]

    def make(event: dict) -> bytes:
        heads, rows, sums = content(event)
        table = Table([HEADINGS, *([row[0], Paragraph(escape(row[1]), normal), *row[2:]]
                                   for row in rows)],
                      colWidths=[20, 220, 50, 70, 40, 80], repeatRows=1, style=style)
        parts = [Paragraph("Invoice", title), *(Paragraph(escape(head), normal) for head in heads),
                 table, Table([list(pair) for pair in sums], style=style[1:2])]
        target = BytesIO()
        SimpleDocTemplate(target, pagesize=A4).build(parts)
        return target.getvalue()

    return make


def weasyprint_maker():
    from weasyprint import HTML

    return lambda event: HTML(string=html(event)).write_pdf()


def chromium_maker():
    def make(event: dict) -> bytes:
        source, target = Path("/tmp/peer-invoice.html"), Path("/tmp/peer-invoice.pdf")
        source.write_text(html(event))
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu",
                        "--no-pdf-header-footer", f"--print-to-pdf={target}", str(source)],
                       check=True, capture_output=True)
        return target.read_bytes()

    return make


def main() -> None:
    maker, folder, lines, count = sys.argv[1:]
    make = {"reportlab": reportlab_maker, "weasyprint": weasyprint_maker,
            "chromium": chromium_maker}[maker]()
    for number in range(int(count)):
        event = json.loads((Path(folder) / f"{lines}-{number}.json").read_text())
        assert make(event).startswith(b"%PDF")


if __name__ == "__main__":
    main()
