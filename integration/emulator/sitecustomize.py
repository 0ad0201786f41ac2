"""Loaded by Python at the emulator's start, since this folder is on its PYTHONPATH.

Two things are mended here that the emulator has no setting for.
"""

import datetime
import http.server
import importlib.abc
import importlib.util
import json
import os
import sys

# The emulator answers with several small writes. With Nagle's algorithm on, each answer waits for
# the client's delayed acknowledgement, some 40 ms.
http.server.BaseHTTPRequestHandler.disable_nagle_algorithm = True


class DeliverMail(importlib.abc.MetaPathFinder):
    """Has SNS deliver e-mails and text messages, which it would only mention in its log: to the
    file INBOX_FILE, one JSON object a line."""

    def find_spec(self, name, path, target=None):
        if name != "ministack.services.sns":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def load_and_mend(sns):
            load(sns)
            deliver_to(sns, os.environ["INBOX_FILE"])

        spec.loader.exec_module = load_and_mend
        return spec


def deliver_to(sns, inbox):
    fan_out = sns._fanout

    def fan_out_and_deliver(
        topic_arn, msg_id, message, subject, message_structure="", message_attributes=None, *rest, **named
    ):
        attributes = message_attributes or {}
        fan_out(topic_arn, msg_id, message, subject, message_structure, attributes, *rest, **named)
        for subscription in sns._topic_by_arn_any_scope(topic_arn)["subscriptions"]:
            kind = subscription["protocol"]
            if kind not in ("email", "sms") or not subscription["confirmed"]:
                continue
            body = sns._resolve_message_for_protocol(message, message_structure, kind)
            if not sns._matches_filter_policy(subscription, attributes, body):
                continue
            mail = {
                "id": f"{msg_id}/{subscription['endpoint']}",
                "kind": kind,
                "to": subscription["endpoint"],
                **({"subject": subject} if kind == "email" else {}),
                "body": body,
                "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds"),
                **{name: value["StringValue"] for name, value in attributes.items()},
            }
            with open(inbox, "a", encoding="utf-8") as file:
                file.write(json.dumps(mail) + "\n")

    sns._fanout = fan_out_and_deliver


sys.meta_path.insert(0, DeliverMail())
