//! Addresses of this machine, and no others: the only ones that the issuer sends anybody to.

/// Where a browser is sent back to: `http`, a name of this machine, and perhaps a port and a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LoopbackUrl(String);

impl LoopbackUrl {
    /// `None` for any address that leads elsewhere, or that could be read as leading elsewhere.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("http://")?;
        let (authority, _) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        let safe = plain && !text.contains(['#', '\\', '@', '"', '<', '>']);
        (safe && is_this_machine(authority)).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The address with `parameters` in its query.
    pub(crate) fn with(&self, parameters: &[(&str, &str)]) -> String {
        let mut url = self.0.clone();
        for (name, value) in parameters {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(name);
            url.push('=');
            url.push_str(&percent_encoded(value));
        }
        url
    }
}

/// Whether `origin` is that of a page which this machine served.
pub(crate) fn is_origin(origin: &str) -> bool {
    let authority = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    authority.is_some_and(is_this_machine)
}

fn is_this_machine(authority: &str) -> bool {
    let port = ["localhost", "127.0.0.1", "[::1]"]
        .into_iter()
        .find_map(|host| authority.strip_prefix(host));
    match port.map(|port| port.strip_prefix(':').ok_or(port)) {
        Some(Ok(port)) => port.parse::<u16>().is_ok_and(|port| port > 0),
        Some(Err(rest)) => rest.is_empty(),
        None => false,
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded + &char::from(byte).to_string()
        } else {
            encoded + &format!("%{byte:02X}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_this_machine() {
        for url in [
            "http://127.0.0.1:5173",
            "http://localhost:5173/",
            "http://localhost",
            "http://[::1]:80/callback?from=x",
        ] {
            assert!(LoopbackUrl::parse(url).is_some(), "{url}");
        }
        for url in [
            "",
            "127.0.0.1:5173",
            "https://127.0.0.1:5173",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com/",
            "http://localhost@example.com/",
            "http://example.com/?http://localhost",
            "http://127.0.0.1:5173#fragment",
            "http://127.0.0.1:0",
            "http://127.0.0.1:",
            "http://localhost:5173\\@example.com",
            "http://localhost/\r\nset-cookie: a=b",
            "javascript:alert(1)",
        ] {
            assert!(LoopbackUrl::parse(url).is_none(), "{url}");
        }
    }

    #[test]
    fn parameters_join_those_that_are_there() {
        let url = LoopbackUrl::parse("http://localhost:5173").unwrap();
        let with = url.with(&[("code", "a"), ("state", "ä &=")]);
        assert_eq!(with, "http://localhost:5173?code=a&state=%C3%A4%20%26%3D");
        let url = LoopbackUrl::parse("http://localhost/?a=b").unwrap();
        assert_eq!(url.with(&[("code", "c")]), "http://localhost/?a=b&code=c");
    }

    #[test]
    fn origins_of_this_machine_may_use_tls() {
        assert!(is_origin("https://localhost:5173"));
        assert!(!is_origin("https://console.example.com"));
        assert!(!is_origin("null"));
    }
}
