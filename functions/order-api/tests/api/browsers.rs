//! What browsers are told.

use crate::test_api::{TestApi, request};

const CONSOLE: &str = "https://console.example.com";

#[tokio::test]
async fn a_page_of_an_allowed_origin_may_call() {
    let api = TestApi::start().await;
    let preflight = request("OPTIONS", "/orders")
        .header("origin", CONSOLE)
        .header("access-control-request-method", "POST");
    let answer = api.send_as_is(preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some(CONSOLE));
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("GET, POST, PATCH")
    );
    let allowed = answer.header("access-control-allow-headers").unwrap();
    assert!(allowed.contains("idempotency-key"), "{allowed}");
    // An error is for the page to read as well.
    for authorized in [true, false] {
        let get = request("GET", "/orders").header("origin", CONSOLE);
        let answer = if authorized {
            api.send(get).await
        } else {
            api.send_as_is(get).await
        };
        assert_eq!(answer.header("access-control-allow-origin"), Some(CONSOLE));
        let exposed = answer.header("access-control-expose-headers").unwrap();
        assert!(exposed.contains("etag"), "{exposed}");
    }
}

#[tokio::test]
async fn a_page_of_any_other_origin_may_not() {
    let api = TestApi::start().await;
    for origin in [
        "https://example.com",
        "null",
        "http://console.example.com",
        "",
    ] {
        for method in ["OPTIONS", "GET"] {
            let answer = api
                .send(request(method, "/orders").header("origin", origin))
                .await;
            assert_eq!(answer.header("access-control-allow-origin"), None);
            assert_eq!(answer.header("access-control-allow-methods"), None);
            assert_eq!(answer.header("vary"), Some("origin"));
        }
    }
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let api = TestApi::start().await;
    let id = api.place().await;
    let answers = [
        api.send(request("GET", format!("/orders/{id}"))).await,
        api.send(request("GET", format!("/orders/{id}")).header("if-none-match", "*"))
            .await,
        api.send(request("GET", "/elsewhere")).await,
        api.send_as_is(request("GET", "/orders")).await,
        api.send_as_is(request("OPTIONS", "/orders")).await,
    ];
    for answer in answers {
        let header = |name: &str| answer.header(name).unwrap_or_default();
        assert_eq!(header("cache-control"), "private, no-cache");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(header("strict-transport-security").starts_with("max-age="));
    }
}
