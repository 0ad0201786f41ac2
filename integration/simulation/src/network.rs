//! The wire between the AWS SDK and the simulated services: where calls go wrong.
//!
//! The functions use their real clients. Only the last step, from an HTTP request to its answer,
//! is ours.

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use futures::future::pending;

use crate::service::{Answer, Request, Service};
use crate::sim::{Sim, TaskId};
use crate::weather::Fault;

thread_local! {
    /// The invocation that is being polled.
    static CURRENT: Cell<Option<TaskId>> = const { Cell::new(None) };
}

/// The connection of a client to one service.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) sim: Sim,
    pub(crate) service: Service,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Wire").field(&self.service).finish()
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let task = CURRENT.get().expect("only invocations call services");
        let Self { sim, service } = self.clone();
        HttpConnectorFuture::new(async move {
            let request = Request::from(request);
            let answer = exchange(&sim, task, service, request).await?;
            Ok(http(answer))
        })
    }
}

/// A call, with whatever the weather makes of it.
async fn exchange(
    sim: &Sim,
    task: TaskId,
    service: Service,
    request: Request,
) -> Result<Answer, ConnectorError> {
    let (fault, latency) = {
        let mut world = sim.world();
        let world = &mut *world;
        let fault = world.weather.fault(service, world.now, &mut world.rng);
        let latency = world.rng.u64(2..25);
        (fault, latency)
    };
    if let Some(fault) = fault {
        sim.world()
            .fault(task, Some(service), &format!("{fault:?}"));
    }
    sim.world().call_begins(task, service, &request);
    sim.world().before_sending(service, &request);
    sim.sleep(latency).await;
    match fault {
        Some(Fault::CrashBefore) => die(sim, task).await,
        Some(Fault::CrashLate) => {
            sim.world().arrive_late(task, service, request);
            die(sim, task).await;
        }
        Some(Fault::LostRequest) => return Err(timed_out(sim).await),
        Some(Fault::Hang) => pending().await,
        Some(Fault::Throttled) => return Ok(service.throttled()),
        Some(Fault::WriteConflict) if service == Service::S3 && request.is_conditional() => {
            return Ok(sim.world().write_conflict(&request));
        }
        _ => {}
    }
    if fault == Some(Fault::Twice) {
        sim.world().arrive(Some(task), service, &request);
    }
    let refuses_some = fault == Some(Fault::Partial);
    let answer = if refuses_some {
        sim.world().arrive_in_part(task, service, &request)
    } else {
        sim.world().arrive(Some(task), service, &request)
    };
    match fault {
        Some(Fault::CrashAfter) => die(sim, task).await,
        Some(Fault::LostAnswer) => return Err(timed_out(sim).await),
        _ => {}
    }
    sim.sleep(latency).await;
    Ok(answer)
}

async fn die(sim: &Sim, task: TaskId) -> ! {
    sim.world().kill(task, "crash");
    pending().await
}

async fn timed_out(sim: &Sim) -> ConnectorError {
    sim.sleep(5_000).await;
    ConnectorError::timeout("no answer within 5 s".into())
}

fn http(answer: Answer) -> HttpResponse {
    let status = answer
        .status
        .try_into()
        .expect("services answer with real status codes");
    let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
    for (name, value) in answer.headers {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A future whose calls are those of the invocation `task`.
pub(crate) struct Calling<F> {
    pub(crate) task: TaskId,
    pub(crate) future: Pin<Box<F>>,
}

impl<F: Future> Future for Calling<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let before = CURRENT.replace(Some(self.task));
        let polled = self.future.as_mut().poll(context);
        CURRENT.set(before);
        polled
    }
}
