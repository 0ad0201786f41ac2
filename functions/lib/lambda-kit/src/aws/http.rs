//! How the SDK speaks to AWS: HTTP/1.1 over TLS, trusting the root certificates of Mozilla, which
//! are built in.
//!
//! The SDK's own client reads the system's certificates at each cold start, and brings HTTP/2 and
//! proxies along, which no service and no function here uses.

use std::error::Error;
use std::io;
use std::time::Duration;

use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::ErrorKind;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::{
    CaptureConnection, HttpConnector as TcpConnector, HttpInfo, capture_connection,
};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};

/// How long a connection may take to be there.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// A client that keeps connections for all that are built with it.
pub(super) fn client() -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Connector::new());
    http_client_fn(move |_, _| connector.clone())
}

#[derive(Debug)]
struct Connector(Client<HttpsConnector<TcpConnector>, SdkBody>);

impl Connector {
    fn new() -> Self {
        let mut tcp = TcpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT_TIMEOUT));
        let https = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
            .expect("ring knows the versions of TLS that rustls has by default")
            // Without TLS to an emulator.
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(https);
        Self(client)
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut request = match request.try_into_http1x() {
            Ok(request) => request,
            Err(error) => {
                return HttpConnectorFuture::ready(Err(ConnectorError::user(error.into())));
            }
        };
        // By this, the SDK keeps a connection from being used again after a failure.
        let connection = capture_connection(&mut request);
        if let Some(capture) = request.extensions().get::<CaptureSmithyConnection>() {
            capture.set_connection_retriever(move || metadata(&connection));
        }
        let response = self.0.request(request);
        HttpConnectorFuture::new(async move {
            let response = response.await.map_err(classified)?;
            HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
                .map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

fn metadata(connection: &CaptureConnection) -> Option<ConnectionMetadata> {
    let mut extras = http::Extensions::new();
    connection
        .connection_metadata()
        .as_ref()?
        .get_extras(&mut extras);
    let info = extras.get::<HttpInfo>();
    let poisoned = connection.clone();
    let mut builder = ConnectionMetadata::builder()
        .proxied(false)
        .poison_fn(move || {
            if let Some(connected) = poisoned.connection_metadata().as_ref() {
                connected.poison();
            }
        });
    builder
        .set_local_addr(info.map(HttpInfo::local_addr))
        .set_remote_addr(info.map(HttpInfo::remote_addr));
    Some(builder.build())
}

/// What kind of failure it is, which decides whether the SDK tries again.
fn classified(error: ClientError) -> ConnectorError {
    let is_connect = error.is_connect();
    let error = Box::new(error);
    let in_http: Option<&hyper::Error> = cause(&*error);
    let is = |test: fn(&hyper::Error) -> bool| in_http.is_some_and(test);
    if is(hyper::Error::is_timeout) || cause(&*error).is_some_and(is_timed_out) {
        ConnectorError::timeout(error)
    } else if is(hyper::Error::is_user) {
        ConnectorError::user(error)
    } else if is(hyper::Error::is_incomplete_message) {
        // The service closed a connection that was kept open.
        ConnectorError::other(error, Some(ErrorKind::TransientError))
    } else if is_connect
        || is(hyper::Error::is_closed)
        || is(hyper::Error::is_canceled)
        || cause::<io::Error>(&*error).is_some()
    {
        ConnectorError::io(error)
    } else {
        ConnectorError::other(error, None)
    }
}

fn is_timed_out(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::TimedOut
}

/// The first error of this type in the chain of causes.
fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    causes.find_map(|error| error.downcast_ref())
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// Calls a server that takes one request and answers with these bytes, then closes.
    async fn call(answer: &'static [u8]) -> Result<HttpResponse, ConnectorError> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 1_024];
            let count = stream.read(&mut request).await.unwrap();
            stream.write_all(answer).await.unwrap();
            count
        });
        let mut request = HttpRequest::new(SdkBody::from("hello"));
        request.set_uri(uri).unwrap();
        request.set_method("POST").unwrap();
        let response = Connector::new().call(request).await;
        assert!(server.await.unwrap() > 0);
        response
    }

    #[tokio::test]
    async fn an_answer_comes_back() {
        let response = call(b"HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\nok").await;
        let response = response.unwrap();
        assert_eq!(response.status().as_u16(), 202);
    }

    #[tokio::test]
    async fn a_connection_that_closes_before_the_answer_can_be_tried_again() {
        let error = call(b"").await.unwrap_err();
        assert_eq!(
            error.as_other(),
            Some(ErrorKind::TransientError),
            "{error:?}"
        );
    }

    #[tokio::test]
    async fn nobody_listening_is_a_failure_of_input_and_output() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_uri(uri).unwrap();
        let error = Connector::new().call(request).await.unwrap_err();
        assert!(error.is_io(), "{error:?}");
    }
}
