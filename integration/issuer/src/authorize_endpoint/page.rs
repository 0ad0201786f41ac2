//! The page that asks who one is.

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse};

use super::{CONSOLE, Question};
use crate::role::Role;

/// Nothing is loaded, and no other page may show this one.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// The page for `question`, with what was wrong with the last answer.
pub(super) fn ask(question: &Question, fault: Option<&str>) -> impl IntoResponse + use<> {
    let hidden: String = [
        ("response_type", Some("code")),
        ("client_id", Some(CONSOLE)),
        ("redirect_uri", Some(question.redirect_uri.as_str())),
        ("scope", question.scope.as_deref()),
        ("state", question.state.as_deref()),
        ("nonce", question.nonce.as_deref()),
        ("code_challenge", Some(question.challenge.as_str())),
        ("code_challenge_method", Some("S256")),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .fold(String::new(), |inputs, (name, value)| {
        let value = escaped(value);
        inputs + &format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
    });
    let roles: String = Role::ALL.into_iter().map(choice).collect();
    let fault = fault.map_or_else(String::new, |fault| {
        format!("<p role=\"alert\" class=\"fault\">{}</p>", escaped(fault))
    });
    page(&format!(
        "<h1>Who are you?</h1>
<p>This is the sign-in of the stack on this machine. It asks for no password.</p>
{fault}<form method=\"post\" action=\"/authorize\">{hidden}
<fieldset><legend>Role</legend>{roles}</fieldset>
<label for=\"subject\">Name</label>
<input id=\"subject\" name=\"subject\" maxlength=\"255\" autocomplete=\"off\" aria-describedby=\"hint\">
<p id=\"hint\" class=\"hint\">Orders belong to a name. Without one, it is that of the role.</p>
<button type=\"submit\">Sign in</button>
</form>"
    ))
}

/// The page for a request that can't be answered.
pub(super) fn refuse(reason: &str) -> impl IntoResponse + use<> {
    page(&format!(
        "<h1>This can't be signed in to</h1><p role=\"alert\">{}</p>",
        escaped(reason)
    ))
}

fn choice(role: Role) -> String {
    let (name, what) = match role {
        Role::Customer => ("Customer", "places orders and sees their own"),
        Role::Admin => ("Administrator", "sees and moves everybody's orders"),
        Role::Ops => ("Operations", "sends parked messages again"),
    };
    let value = role.as_str();
    let checked = if role == Role::Customer {
        " checked"
    } else {
        ""
    };
    format!(
        "<label class=\"role\"><input type=\"radio\" name=\"role\" value=\"{value}\" required{checked}>\
         <span><b>{name}</b><br>{what}</span></label>"
    )
}

fn page(body: &str) -> impl IntoResponse + use<> {
    let style = include_str!("page.css");
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Who are you?</title><style>{style}</style></head><body><main>{body}</main></body></html>"
    );
    let headers = [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, Html(html))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escaped("\"><script>&"), "&quot;&gt;&lt;script&gt;&amp;");
    }
}
