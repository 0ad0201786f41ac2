//! As much HTTP/1.1 as the measured programs speak: requests with a `Content-Length`, one after
//! the other on a connection that stays open.
//!
//! By hand, because the time matters at which a request had arrived and an answer had left, and
//! because an answer must leave in one write: in two, it waits 40 ms for a delayed acknowledgement.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// Room that is made for each read, in bytes.
const CHUNK: usize = 16 * 1_024;

/// A server on 127.0.0.1, at a port that the operating system chooses; dropping it closes the port.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    accepting: AbortHandle,
}

/// One client's connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Response<'a> {
    pub(crate) status: &'static str,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) body: &'a [u8],
}

/// The client speaks something else, or more of HTTP than is understood here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("read a request: expected {expected}")]
pub(crate) struct Malformed {
    expected: &'static str,
}

impl Server {
    /// Starts a server; `serve` makes what runs for each connection.
    pub(crate) async fn start<F, T>(serve: F) -> io::Result<Self>
    where
        F: Fn(Connection) -> T + Send + 'static,
        T: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if stream.set_nodelay(true).is_ok() {
                    tokio::spawn(serve(Connection::new(stream)));
                }
            }
        });
        Ok(Self {
            address,
            accepting: accepting.abort_handle(),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Connection {
    fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            received: Vec::with_capacity(CHUNK),
        }
    }

    /// The next request, and when the last of it had arrived. Nothing once the client is gone;
    /// one that can't be understood is told so, and then is gone too.
    pub(crate) async fn next(&mut self) -> Option<(Request, Instant)> {
        loop {
            self.received.reserve(CHUNK);
            let count = self.stream.read_buf(&mut self.received).await.ok()?;
            let arrived = Instant::now();
            if count == 0 {
                return None;
            }
            match parse(&self.received) {
                Ok(None) => {}
                Ok(Some((request, length))) => {
                    self.received.drain(..length);
                    return Some((request, arrived));
                }
                Err(malformed) => {
                    let reason = malformed.to_string();
                    let response = Response {
                        status: "400 Bad Request",
                        headers: &[("connection", "close")],
                        body: reason.as_bytes(),
                    };
                    return self.answer(&response).await.err().and(None);
                }
            }
        }
    }

    /// Sends `response` in one write.
    pub(crate) async fn answer(&mut self, response: &Response<'_>) -> io::Result<()> {
        self.stream.write_all(&response.bytes()).await
    }
}

impl Request {
    /// The value of the header `name`, in whatever case it was written.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

impl Response<'_> {
    fn bytes(&self) -> Vec<u8> {
        let length = self.body.len().to_string();
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        for (name, value) in self.headers.iter().chain([&("content-length", &*length)]) {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        [head.as_bytes(), self.body].concat()
    }
}

/// The first request in `received` and its length, once it is there as a whole.
fn parse(received: &[u8]) -> Result<Option<(Request, usize)>, Malformed> {
    let expected = |expected| Malformed { expected };
    let Some(head) = received.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let body = head + 4;
    let head = std::str::from_utf8(&received[..head]).map_err(|_| expected("a head of text"))?;
    let mut lines = head.split("\r\n");
    let words: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let [method, path, "HTTP/1.1"] = words[..] else {
        return Err(expected("`<method> <path> HTTP/1.1`"));
    };
    let headers: Option<Vec<_>> = lines
        .map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect();
    let headers = headers.ok_or(expected("`<name>: <value>` in each line of the head"))?;
    if header(&headers, "transfer-encoding").is_some() {
        return Err(expected("a body with a `Content-Length`"));
    }
    let length = header(&headers, "content-length").map_or(Ok(0), str::parse);
    let length: usize = length.map_err(|_| expected("a number as `Content-Length`"))?;
    let Some(content) = received.get(body..body + length) else {
        return Ok(None);
    };
    let request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        headers,
        body: content.to_vec(),
    };
    Ok(Some((request, body + length)))
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &[u8] = b"POST /a?b=c HTTP/1.1\r\nX-Target: Put\r\nContent-Length: 4\r\n\r\n{\r\n}";

    #[test]
    fn a_request_is_read_once_it_is_there_as_a_whole() {
        for length in 0..POST.len() {
            assert_eq!(parse(&POST[..length]), Ok(None), "after {length} bytes");
        }
        let (request, length) = parse(POST).unwrap().unwrap();
        assert_eq!(length, POST.len());
        assert_eq!((&*request.method, &*request.path), ("POST", "/a?b=c"));
        assert_eq!(request.header("x-target"), Some("Put"));
        assert_eq!(request.header("accept"), None);
        assert_eq!(request.body, b"{\r\n}");
    }

    #[test]
    fn what_follows_a_request_is_left_for_the_next() {
        let two = [POST, b"GET / HTTP/1.1\r\n\r\n"].concat();
        let (_, length) = parse(&two).unwrap().unwrap();
        let (request, rest) = parse(&two[length..]).unwrap().unwrap();
        assert_eq!((&*request.method, request.body.len()), ("GET", 0));
        assert_eq!(length + rest, two.len());
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "\r\n\r\n",
            "GET / HTTP/2\r\n\r\n",
            "GET /\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "PUT / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
            "PUT / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_answer_says_how_long_it_is() {
        let response = Response {
            status: "202 Accepted",
            headers: &[("a", "b")],
            body: b"{}",
        };
        let text = "HTTP/1.1 202 Accepted\r\na: b\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(response.bytes(), text.as_bytes());
    }
}
