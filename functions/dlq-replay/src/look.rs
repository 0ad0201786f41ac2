//! Going over the dead letters of all sources, in batches, each letter once.

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;
use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::error::DlqError;
use crate::letter::{Letter, Source};
use crate::source::queue::{Depth, Queue};
use crate::source::stream_failures::StreamFailures;

/// For how long a letter is hidden at least, in seconds.
const SHORTEST_HIDING: u64 = 30;
/// Letters that a look gets through in a second, at least.
const SLOWEST_LOOK: u64 = 150;
/// Longest time that SQS hides a message, in seconds.
const LONGEST_HIDING: u64 = 12 * 60 * 60;

/// So long before a letter is visible again, it counts as visible.
const MARGIN: Duration = Duration::from_secs(10);

/// Seconds in which nothing comes, before a queue counts as seen that should hold more: somebody
/// else looks at it, and will be done in a moment.
const EMPTY_LOOKS: u32 = 3;

/// A look at the dead letters. While it lasts, what it has seen is hidden from others; so end it
/// with [`Look::give_back`].
#[derive(Debug)]
pub struct Look<'a> {
    desk: &'a Desk,
    queues: VecDeque<OneQueue<'a>>,
    /// Those that were seen to their end.
    seen: Vec<OneQueue<'a>>,
    objects: Option<VecDeque<String>>,
}

#[derive(Debug)]
struct OneQueue<'a> {
    queue: Queue<'a>,
    source: Source,
    hiding: Duration,
    /// As many as it held when the look began, visible or not.
    expected: u64,
    empty_looks: u32,
    known: HashSet<Box<str>>,
    /// How to give back what is in our hands. No more than SQS hides at once: 120,000 messages
    /// ("Amazon SQS FIFO queue quotas", Amazon SQS developer guide).
    receipts: HashMap<Box<str>, Box<str>>,
}

/// A letter that is in our hands for now.
#[derive(Debug)]
pub struct Held {
    pub letter: Letter,
    pub(crate) hold: Hold,
}

/// How to let go of a letter.
#[derive(Debug, Clone)]
pub(crate) enum Hold {
    /// By the receipt, from the queue with this URL, as long as it is hidden.
    Message {
        url: String,
        receipt: String,
        hidden_until: Instant,
    },
    /// The object, once all its records are done.
    Object { key: String, records: usize },
}

/// For how long a look at so many letters hides each of them.
pub(crate) fn hiding(letters: u64) -> Duration {
    Duration::from_secs((SHORTEST_HIDING + letters / SLOWEST_LOOK).min(LONGEST_HIDING))
}

impl Held {
    /// Whether the letter may be deleted: whose time is over is somebody else's by now.
    pub(crate) fn is_ours(&self) -> bool {
        match self.hold {
            Hold::Message { hidden_until, .. } => Instant::now() < hidden_until,
            Hold::Object { .. } => true,
        }
    }
}

impl<'a> Look<'a> {
    pub(crate) async fn begin(desk: &'a Desk, source: Option<Source>) -> Result<Self, DlqError> {
        let wanted = |candidate| source.is_none_or(|source| source == candidate);
        let mut look = Self {
            desk,
            queues: VecDeque::new(),
            seen: Vec::new(),
            objects: wanted(Source::StreamFailures).then(VecDeque::new),
        };
        for (source, queue) in desk.queues() {
            if wanted(source) {
                let depth = queue.depth().await?;
                look.queues.push_back(OneQueue::new(queue, source, depth));
            }
        }
        if let Some(objects) = &mut look.objects {
            objects.extend(desk.stream_failures().keys().await?);
        }
        Ok(look)
    }

    /// The next letters, at least one; `None` if all have been seen.
    ///
    /// # Errors
    /// If a source does not answer.
    pub async fn next(&mut self) -> Result<Option<Vec<Held>>, DlqError> {
        while let Some(queue) = self.queues.front_mut() {
            if let Some(letters) = queue.next().await? {
                return Ok(Some(letters));
            }
            self.seen.extend(self.queues.pop_front());
        }
        while let Some(key) = self.objects.as_mut().and_then(VecDeque::pop_front) {
            let letters = self.desk.stream_failures().letters(&key).await?;
            let records = letters.len();
            if records > 0 {
                let hold = Hold::Object { key, records };
                let letters = letters.into_iter().map(|letter| Held {
                    letter,
                    hold: hold.clone(),
                });
                return Ok(Some(letters.collect()));
            }
        }
        Ok(None)
    }

    /// Gives letters back that will be wanted later: they will be seen again.
    pub(crate) async fn put_back(&mut self, letters: Vec<Held>) -> Result<(), DlqError> {
        for held in letters {
            let (url, receipt) = match held.hold {
                Hold::Message { url, receipt, .. } => (url, receipt),
                Hold::Object { key, .. } => {
                    let objects = self.objects.get_or_insert_default();
                    if !objects.contains(&key) {
                        objects.push_back(key);
                    }
                    continue;
                }
            };
            let id = &*held.letter.about.id;
            for queue in self.queues.iter_mut().chain(&mut self.seen) {
                queue.known.remove(id);
                queue.receipts.remove(id);
            }
            self.desk.queue(&url).give_back(&[receipt]).await?;
        }
        self.again();
        Ok(())
    }

    /// How many messages the queues held when the look began.
    pub(crate) fn expected(&self) -> u64 {
        let queues = self.queues.iter().chain(&self.seen);
        queues.map(|queue| queue.expected).sum()
    }

    /// Forgets that it holds a letter: it is gone for good.
    pub(crate) fn let_go(&mut self, id: &str) {
        for queue in self.queues.iter_mut().chain(&mut self.seen) {
            queue.receipts.remove(id);
        }
    }

    /// Looks at the queues once more, from where they were left.
    pub(crate) fn again(&mut self) {
        for mut queue in mem::take(&mut self.seen) {
            queue.empty_looks = 0;
            self.queues.push_back(queue);
        }
    }

    /// Makes everything visible again that was seen and not taken.
    ///
    /// # Errors
    /// If a queue does not answer: then it comes back by itself, only later.
    pub async fn give_back(self) -> Result<(), DlqError> {
        for OneQueue {
            queue, receipts, ..
        } in self.queues.into_iter().chain(self.seen)
        {
            let receipts: Vec<Box<str>> = receipts.into_values().collect();
            queue.give_back(&receipts).await?;
        }
        Ok(())
    }
}

impl<'a> OneQueue<'a> {
    fn new(queue: Queue<'a>, source: Source, depth: Depth) -> Self {
        let all = depth.waiting + depth.in_flight;
        Self {
            queue,
            source,
            hiding: hiding(all),
            expected: all,
            empty_looks: 0,
            known: HashSet::new(),
            receipts: HashMap::new(),
        }
    }

    async fn next(&mut self) -> Result<Option<Vec<Held>>, DlqError> {
        while self.empty_looks < EMPTY_LOOKS {
            // Counted from before the call, and with time left for sending and deleting.
            let hidden_until = Instant::now() + self.hiding.saturating_sub(MARGIN);
            // Who has seen as many as there are makes nobody else wait for the end of the look.
            let seen_all = self.known.len() as u64 >= self.expected;
            let wait = i32::from(!seen_all);
            let seconds = i32::try_from(self.hiding.as_secs()).unwrap_or(i32::MAX);
            let messages = self.queue.receive(seconds, wait).await?;
            let mut held = Vec::with_capacity(messages.len());
            for message in messages {
                let id = Box::from(message.message_id().unwrap_or_default());
                let receipt = message.receipt_handle().unwrap_or_default();
                self.receipts.insert(Box::clone(&id), Box::from(receipt));
                if self.known.insert(id) {
                    held.push(Held {
                        letter: self.queue.letter(self.source, &message),
                        hold: Hold::Message {
                            url: self.queue.url.to_owned(),
                            receipt: receipt.to_owned(),
                            hidden_until,
                        },
                    });
                }
            }
            if !held.is_empty() {
                self.empty_looks = 0;
                return Ok(Some(held));
            }
            if seen_all {
                return Ok(None);
            }
            // Also if all were seen before: then the look is on its second round.
            self.empty_looks += 1;
        }
        Ok(None)
    }
}

impl Desk {
    pub(crate) fn queue<'a>(&'a self, url: &'a str) -> Queue<'a> {
        Queue {
            sqs: &self.sqs,
            url,
        }
    }

    /// The queues of dead letters.
    pub(crate) fn queues(&self) -> impl Iterator<Item = (Source, Queue<'_>)> {
        let places = &self.places;
        let status_changes = (Source::StatusChanges, &places.dead_letter_queue_url);
        let subscriptions = places.subscription_queue_urls.iter();
        let subscriptions = subscriptions.map(|url| (Source::Subscription, url));
        let all = std::iter::once(status_changes).chain(subscriptions);
        all.map(|(source, url)| (source, self.queue(url)))
    }

    pub(crate) fn stream_failures(&self) -> StreamFailures<'_> {
        StreamFailures {
            s3: &self.s3,
            bucket: &self.places.stream_failures_bucket,
        }
    }
}
