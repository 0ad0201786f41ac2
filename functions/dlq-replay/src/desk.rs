//! Where an operator works: the clients, and where everything lies.

use aws_config::SdkConfig;
use order_events::Timestamp;
use order_store::{DynamoDbStore, OrderStore};

use crate::content::{Content, ContentReader};
use crate::error::DlqError;
use crate::filter::Filter;
use crate::letter::Letter;
use crate::look::Look;
use crate::verdict::{Verdict, verdict};

/// Where everything lies.
#[derive(Debug, Clone)]
pub struct Places {
    pub orders_table: String,
    /// Documents and markers.
    pub invoices_bucket: String,
    /// Where the event source mapping puts the stream records that it gives up on.
    pub stream_failures_bucket: String,
    /// Snapshots, progress and history of replays.
    pub replays_bucket: String,
    /// The FIFO queue of status changes, which replays go to.
    pub status_changes_queue_url: String,
    /// The FIFO queue behind it.
    pub dead_letter_queue_url: String,
    /// The queues behind the subscriptions.
    pub subscription_queue_urls: Vec<String>,
}

/// The desk with all that belongs on it.
#[derive(Debug)]
pub struct Desk {
    pub sqs: aws_sdk_sqs::Client,
    pub s3: aws_sdk_s3::Client,
    pub orders: Box<dyn OrderStore>,
    pub places: Places,
    pub contents: ContentReader,
    pub now: fn() -> Timestamp,
}

impl Places {
    /// The queues named in `text`, with commas between them; `none` names none.
    #[must_use]
    pub fn subscriptions(text: &str) -> Vec<String> {
        let urls = text
            .split(',')
            .filter(|url| !url.is_empty() && *url != "none");
        urls.map(str::to_owned).collect()
    }
}

impl Desk {
    /// A desk that reaches everything through clients configured by `sdk`.
    #[must_use]
    pub fn new(sdk: &SdkConfig, places: Places, now: fn() -> Timestamp) -> Self {
        let dynamodb = aws_sdk_dynamodb::Client::new(sdk);
        let orders = DynamoDbStore::reader(dynamodb, places.orders_table.clone());
        Self {
            sqs: aws_sdk_sqs::Client::new(sdk),
            s3: aws_sdk_s3::Client::new(sdk),
            orders: Box::new(orders),
            places,
            contents: ContentReader::default(),
            now,
        }
    }

    /// Begins to go over all the dead letters that `filter` could mean.
    ///
    /// # Errors
    /// If a queue does not answer.
    pub async fn look(&self, filter: &Filter) -> Result<Look<'_>, DlqError> {
        Look::begin(self, filter.source).await
    }

    /// What replaying `letter` as it is would do.
    ///
    /// # Errors
    /// If the order or its markers can't be looked up.
    pub async fn judge(&self, letter: &Letter) -> Result<Verdict, DlqError> {
        self.judge_content(letter, &self.contents.read(&letter.payload))
            .await
    }

    /// What sending `content` in the place of `letter` would do.
    ///
    /// # Errors
    /// If the order or its markers can't be looked up.
    pub async fn judge_content(
        &self,
        letter: &Letter,
        content: &Content,
    ) -> Result<Verdict, DlqError> {
        let standing = match content {
            Content::Event(event) => Some(self.standing(event.event_id.order_id).await?),
            _ => None,
        };
        Ok(verdict(letter.about.source, content, standing.as_ref()))
    }
}
