//! What to do next, from what became of the letters so far.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use order_events::Timestamp;

use super::progress::{State, StopCause};
use super::request::Action;
use super::run::Run;

/// For how long nothing may be heard of letters that the others wait for.
const UNHEARD: Duration = Duration::from_mins(10);
/// For how long a run listens at least: nobody may have done so before it.
const LISTENING: Duration = Duration::from_secs(30);

impl Run<'_> {
    /// Letters a second. Who takes letters away need spare nobody.
    pub(super) fn rate(&self) -> NonZeroU32 {
        match self.request.ask.action {
            Action::Replay => self.request.ask.rate,
            Action::Discard => NonZeroU32::MAX,
        }
    }

    /// How many letters may be sent now.
    pub(super) fn may_send(&self) -> usize {
        let counts = self.progress.marks.counts();
        let ask = &self.request.ask;
        match (self.progress.state, ask.action, ask.canary) {
            (State::Canary, _, Some(canary)) => {
                let begun = counts.selected - counts.waiting;
                canary.get().saturating_sub(begun).min(counts.waiting)
            }
            (State::Running, Action::Discard, _) => counts.waiting,
            (State::Running, Action::Replay, _) => {
                let room = self.progress.trial.room(ask.breaker_percent);
                room.saturating_sub(self.progress.on_trial())
                    .min(counts.waiting)
            }
            _ => 0,
        }
    }

    /// The next state.
    pub(super) fn decide(&mut self, now: Timestamp) {
        if self.progress.stop_requested {
            return self.stop(StopCause::Operator, now);
        }
        let counts = self.progress.marks.counts();
        if self.progress.state == State::Canary {
            self.decide_on_canary(now);
        } else if counts.waiting > 0 {
            self.progress.state = State::Running;
            let fails = self.progress.trial.fails(self.request.ask.breaker_percent);
            if fails || (self.may_send() == 0 && self.is_silent(now)) {
                self.stop(StopCause::Breaker, now);
            }
        } else if counts.sent > 0 {
            self.progress.state = State::Waiting;
        } else {
            self.progress.state = State::Done;
            self.progress.finished_at = Some(now);
        }
    }

    fn decide_on_canary(&mut self, now: Timestamp) {
        let counts = self.progress.marks.counts();
        let ask = &self.request.ask;
        let sent = counts.selected - counts.waiting;
        if sent < ask.canary.map_or(0, NonZeroUsize::get) {
            return;
        }
        let known = counts.processed + counts.returned;
        if counts.sent > 0 {
            if self.is_silent(now) {
                self.stop(StopCause::Canary, now);
            }
        } else if counts.returned * 100 > usize::from(ask.breaker_percent) * known {
            self.stop(StopCause::Canary, now);
        } else {
            self.progress.state = State::Running;
        }
    }

    /// Whether nothing was heard for too long of letters that were sent.
    fn is_silent(&self, now: Timestamp) -> bool {
        let last_sent_at = self.progress.last_sent_at.unwrap_or(now);
        now.since(last_sent_at) >= UNHEARD && now.since(self.taken_up_at) >= LISTENING
    }

    pub(super) fn stop(&mut self, cause: StopCause, now: Timestamp) {
        self.progress.state = State::Stopped;
        self.progress.stopped_because = Some(cause);
        self.progress.finished_at = Some(now);
    }
}
