"""The item of an order, with what its indexes need: as `order-store` writes it, and as long."""

import os

SHARDS = 8


def attributes(order: dict, owner: str) -> dict:
    listing = {
        "version": order["version"], "status": order["status"], "updatedAt": order["updatedAt"],
        "buyerName": order["buyer"]["name"], "currency": order["currency"],
        "grossMinor": order["totals"]["grossMinor"],
    }
    shard = int(order["orderId"][-2:], 16) % SHARDS
    change = {"version": order["version"], "status": order["status"], "at": order["updatedAt"],
              "by": owner}
    row = {name: value for name, value in order.items() if name != "nextStatuses"}
    row |= {"lines": [line_of(line) for line in order["lines"]],
            "totals": totals_of(order["totals"]),
            "owner": owner, "history": [change], "listing": listing,
            "statusShard": f"{order['status']}#{shard}"}
    # awslambdaric sets it for each event.
    if trace := os.environ.get("_X_AMZN_TRACE_ID"):
        row["traceHeader"] = trace
    return {name: attribute(value) for name, value in row.items()}


def line_of(line: dict) -> dict:
    row = {name: value for name, value in line.items()
           if name not in ("taxRateBasisPoints", "taxCategory")}
    return row | {"tax": tax_of(line), "discountMinor": 0}


def totals_of(totals: dict) -> dict:
    groups = [{"tax": tax_of(group), "netMinor": group["netMinor"], "taxMinor": group["taxMinor"],
               "discountMinor": 0} for group in totals["taxSubtotals"]]
    return {"netMinor": totals["netMinor"], "taxMinor": totals["taxMinor"],
            "grossMinor": totals["grossMinor"], "discountMinor": 0, "shippingMinor": 0,
            "taxGroups": groups}


def tax_of(taxed: dict) -> dict:
    return {"rateBasisPoints": taxed["taxRateBasisPoints"], "category": taxed["taxCategory"]}


def attribute(value) -> dict:
    """As DynamoDB's protocol writes it. `boto3.dynamodb.types` does the same, and slower."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, dict):
        return {"M": {name: attribute(inner) for name, inner in value.items()}}
    return {"L": [attribute(inner) for inner in value]}
