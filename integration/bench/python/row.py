"""The item of an order, with what its indexes need."""

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
    row |= {"owner": owner, "history": [change], "listing": listing,
            "statusShard": f"{order['status']}#{shard}"}
    return {name: attribute(value) for name, value in row.items()}


def attribute(value) -> dict:
    """As DynamoDB's protocol writes it. `boto3.dynamodb.types` does the same, and slower."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, dict):
        return {"M": {name: attribute(inner) for name, inner in value.items()}}
    return {"L": [attribute(inner) for inner in value]}
