//! Requests, as API Gateway hands them to the function ("Input format of a Lambda function for
//! proxy integration", API Gateway Developer Guide).

use serde_json::{Value, json};

/// One request of a customer.
#[derive(Debug)]
pub(super) struct Request {
    method: &'static str,
    resource: &'static str,
    order_id: Option<String>,
    idempotency_key: Option<String>,
    body: Option<Value>,
}

impl Request {
    pub(super) fn place() -> Self {
        Self {
            method: "POST",
            resource: "/orders",
            order_id: None,
            idempotency_key: None,
            body: Some(order()),
        }
    }

    /// With a key that differs with `number`.
    pub(super) fn place_with_key(number: u64) -> Self {
        Self {
            idempotency_key: Some(format!("5d2f0b8e-7c1a-4e57-9d5c-{number:012}")),
            ..Self::place()
        }
    }

    pub(super) fn get(order_id: &str) -> Self {
        Self {
            method: "GET",
            resource: "/orders/{orderId}",
            order_id: Some(order_id.to_owned()),
            idempotency_key: None,
            body: None,
        }
    }

    pub(super) fn confirm(order_id: &str) -> Self {
        Self {
            method: "POST",
            resource: "/orders/{orderId}/transitions",
            order_id: Some(order_id.to_owned()),
            idempotency_key: None,
            body: Some(json!({"to": "CONFIRMED"})),
        }
    }

    /// The event, for a customer who has `token`.
    pub(super) fn event(&self, token: &str) -> String {
        let path = self
            .order_id
            .iter()
            .fold(self.resource.to_owned(), |path, id| {
                path.replace("{orderId}", id)
            });
        let mut headers = json!({
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate, br",
            "Authorization": format!("Bearer {token}"),
            "Content-Type": "application/json",
            "Host": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
            "User-Agent": USER_AGENT,
            "X-Amzn-Trace-Id": "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",
            "X-Forwarded-For": "203.0.113.26",
            "X-Forwarded-Port": "443",
            "X-Forwarded-Proto": "https",
        });
        if let Some(key) = &self.idempotency_key {
            headers["Idempotency-Key"] = key.as_str().into();
        }
        let event = json!({
            "resource": self.resource,
            "path": path,
            "httpMethod": self.method,
            "headers": headers,
            "multiValueHeaders": multi_value(&headers),
            "queryStringParameters": null,
            "multiValueQueryStringParameters": null,
            "pathParameters": self.order_id.as_ref().map(|id| json!({"orderId": id})),
            "stageVariables": null,
            "requestContext": {
                "resourceId": "2gxmpl",
                "resourcePath": self.resource,
                "httpMethod": self.method,
                "extendedRequestId": "JJbxmplHYosFVYQ=",
                "requestTime": "24/Nov/2026:06:02:30 +0000",
                "path": format!("/prod{path}"),
                "accountId": "123456789012",
                "protocol": "HTTP/1.1",
                "stage": "prod",
                "domainPrefix": "a1b2c3d4e5",
                "requestTimeEpoch": 1_795_500_150_123_u64,
                "requestId": "77375676-xmpl-4b79-853a-f982474efe18",
                "identity": {
                    "cognitoIdentityPoolId": null,
                    "accountId": null,
                    "cognitoIdentityId": null,
                    "caller": null,
                    "sourceIp": "203.0.113.26",
                    "principalOrgId": null,
                    "accessKey": null,
                    "cognitoAuthenticationType": null,
                    "cognitoAuthenticationProvider": null,
                    "userArn": null,
                    "userAgent": USER_AGENT,
                    "user": null,
                },
                "domainName": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
                "apiId": "a1b2c3d4e5",
            },
            "body": self.body.as_ref().map(Value::to_string),
            "isBase64Encoded": false,
        });
        event.to_string()
    }
}

const USER_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// The same headers, each with a list of one value.
fn multi_value(headers: &Value) -> Value {
    let headers = headers.as_object().into_iter().flatten();
    headers
        .map(|(name, value)| (name.clone(), json!([value])))
        .collect()
}

/// An order of two lines.
fn order() -> Value {
    json!({
        "buyer": {
            "name": "Eva Köhler",
            "email": "eva@example.com",
            "address": {
                "line1": "Theodor-Heuss-Straße 34",
                "postalCode": "70174",
                "city": "Stuttgart",
                "country": "DE",
            },
        },
        "currency": "EUR",
        "lines": [
            {
                "description": "Chair",
                "quantity": "2",
                "unitPriceMinor": 4_999,
                "taxRateBasisPoints": 1_900,
            },
            {
                "description": "Book",
                "quantity": "1.5",
                "unitPriceMinor": 1_250,
                "taxRateBasisPoints": 700,
            },
        ],
    })
}
