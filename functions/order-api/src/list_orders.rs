//! `GET /orders`: a caller's own orders; everybody's for an administrator.

use aws_lambda_events::apigw::ApiGatewayProxyRequest;
use order_core::Subject;
use order_store::{ListQuery, Sort, Whose};
use rest::{Parameters, Problem, Response};

use crate::Call;
use crate::cursor::CursorKey;
use crate::permission::Actor;
use crate::representation::{ListedOrder, OrderList};

/// Orders on a page, unless the caller asks for another number.
const USUAL_LIMIT: usize = 20;

/// All parameters; any other is refused, since it would be misunderstood.
const PARAMETERS: [&str; 7] = ["cursor", "from", "limit", "owner", "sort", "status", "to"];

pub(crate) async fn run(
    call: &Call<'_>,
    request: &ApiGatewayProxyRequest,
    cursors: &CursorKey,
) -> Result<Response, Problem> {
    let query = query(request, &call.actor, cursors)?;
    let page = call.store.list(&query).await?;
    let list = OrderList {
        next_cursor: page.next.map(|last| cursors.seal(&query, last)),
        orders: page
            .rows
            .into_iter()
            .map(|row| ListedOrder::new(row, &call.actor))
            .collect(),
    };
    Ok(rest::answer(200, "application/json", &list))
}

fn query(
    request: &ApiGatewayProxyRequest,
    actor: &Actor,
    cursors: &CursorKey,
) -> Result<ListQuery, Problem> {
    let mut parameters = Parameters::of(request, &PARAMETERS);
    let owner = parameters.read("owner", owner);
    let mut query = ListQuery {
        whose: match owner {
            Some(owner) if actor.is_admin() || owner == actor.subject => Whose::Owner(owner),
            Some(_) => return Err(Problem::insufficient_scope(access::Scope::OrdersAdmin)),
            None if actor.is_admin() => Whose::Everybody,
            None => Whose::Owner(actor.subject.clone()),
        },
        status: parameters.parse("status"),
        from: parameters.parse("from"),
        to: parameters.parse("to"),
        sort: parameters.read("sort", sort).unwrap_or(Sort::NewestFirst),
        limit: parameters.read("limit", limit).unwrap_or(USUAL_LIMIT),
        after: None,
    };
    // Whether a cursor fits can only be told once the filters are known.
    if parameters.are_fine() {
        query.after = parameters.read("cursor", |cursor| {
            let other = "expected the `nextCursor` of a page of this very list";
            cursors.open(&query, cursor).ok_or_else(|| other.to_owned())
        });
    }
    parameters.check()?;
    Ok(query)
}

/// As long as a token may say.
fn owner(text: &str) -> Result<Subject, String> {
    if (1..=255).contains(&text.chars().count()) {
        Ok(Subject::new(text))
    } else {
        Err("expected 1 to 255 characters".to_owned())
    }
}

fn sort(text: &str) -> Result<Sort, String> {
    match text {
        "newest" => Ok(Sort::NewestFirst),
        "oldest" => Ok(Sort::OldestFirst),
        _ => Err("expected `newest` or `oldest`".to_owned()),
    }
}

fn limit(text: &str) -> Result<usize, String> {
    let limit = text.parse().ok();
    limit
        .filter(|limit| (1..=100).contains(limit))
        .ok_or_else(|| "expected a whole number from 1 to 100".to_owned())
}
