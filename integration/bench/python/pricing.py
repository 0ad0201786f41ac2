"""What an order costs, in integers: each line rounded on its own, the tax once per rate."""

from decimal import Decimal

SCALE = 10_000
WHOLE = 10_000


def divide_rounded(dividend: int, divisor: int) -> int:
    """Half away from zero, for what is not negative."""
    return (dividend + divisor // 2) // divisor


def priced(order: dict) -> dict:
    lines = [line_of(line) for line in order["lines"]]
    groups: dict[tuple[int, str], int] = {}
    for line in lines:
        tax = (line["taxRateBasisPoints"], line["taxCategory"])
        groups[tax] = groups.get(tax, 0) + line["netMinor"]
    subtotals = [
        {"taxRateBasisPoints": rate, "taxCategory": category, "netMinor": net,
         "taxMinor": divide_rounded(net * rate, WHOLE)}
        for (rate, category), net in sorted(groups.items())
    ]
    net = sum(subtotal["netMinor"] for subtotal in subtotals)
    tax = sum(subtotal["taxMinor"] for subtotal in subtotals)
    totals = {"netMinor": net, "taxMinor": tax, "grossMinor": net + tax,
              "taxSubtotals": subtotals}
    return {**order, "lines": lines, "totals": totals}


def line_of(line: dict) -> dict:
    quantity = Decimal(line["quantity"])
    rate = line["taxRateBasisPoints"]
    product = int(quantity * SCALE) * line["unitPriceMinor"]
    return {
        "taxCategory": "STANDARD" if rate else "ZERO_RATED",
        **line,
        "quantity": str(line["quantity"]),
        "netMinor": divide_rounded(product, SCALE),
    }
