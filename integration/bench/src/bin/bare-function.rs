//! A Lambda function that does nothing of its own: for each event, the one call to DynamoDB that
//! placing an order takes, and an answer of the usual size.
//!
//! It neither parses, checks, prices nor signs anything, and waits in plain system calls. What it
//! takes is the way over loopback with its wake-ups, which no function comes below.

use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// Bytes of the row of an order of two lines, as order-api writes it.
const ROW: usize = 2_000;
/// Bytes of the answer to such an order.
const ANSWER: usize = 1_400;

/// A connection that is kept open.
struct Client {
    host: String,
    stream: BufReader<TcpStream>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "it shares no code with what it is held against"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let table = env::var("ORDERS_TABLE")?;
    let mut runtime = Client::connect(&env::var("AWS_LAMBDA_RUNTIME_API")?)?;
    let endpoint = env::var("AWS_ENDPOINT_URL")?;
    let mut dynamodb = Client::connect(endpoint.trim_start_matches("http://"))?;
    let process = std::process::id();
    let row = "x".repeat(ROW);
    let answer = format!(
        r#"{{"statusCode":201,"headers":{{}},"body":"{}"}}"#,
        "x".repeat(ANSWER)
    );
    for number in 0_u64.. {
        let event = runtime.call("GET /2018-06-01/runtime/invocation/next", "", "")?;
        let put = format!(
            r#"{{"TableName":"{table}","Item":{{"orderId":{{"S":"{process}-{number}"}},"createdAt":{{"S":"-"}},"row":{{"S":"{row}"}}}},"ConditionExpression":"attribute_not_exists(orderId)"}}"#
        );
        dynamodb.call(
            "POST /",
            "X-Amz-Target: DynamoDB_20120810.PutItem\r\n",
            &put,
        )?;
        let path = format!("POST /2018-06-01/runtime/invocation/{event}/response");
        runtime.call(&path, "", &answer)?;
    }
    Ok(())
}

impl Client {
    fn connect(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            host: address.to_owned(),
            stream: BufReader::new(stream),
        })
    }

    /// Sends a request in one write, and reads the answer to its end; the id of the event in it, if
    /// it has one.
    fn call(&mut self, method_and_path: &str, header: &str, body: &str) -> io::Result<String> {
        let (host, length) = (&self.host, body.len());
        let request = format!(
            "{method_and_path} HTTP/1.1\r\nHost: {host}\r\n{header}Content-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut id, mut length) = (String::new(), 0);
        let mut line = String::new();
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                if line == "\r\n" {
                    break;
                }
                if line.starts_with("HTTP/1.1 2") {
                    continue;
                }
                return Err(io::Error::other(line));
            };
            match name {
                "content-length" => length = value.parse().map_err(io::Error::other)?,
                "lambda-runtime-aws-request-id" => value.clone_into(&mut id),
                _ => {}
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer)?;
        Ok(id)
    }
}
