//! What subscribers read: the e-mails and text messages that SNS delivered.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Stack;
use crate::error::StackError;

/// An e-mail or a text message as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    pub id: String,
    pub kind: MailKind,
    /// An address or a telephone number.
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    pub body: String,
    /// When it was delivered (RFC 3339).
    pub at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailKind {
    Email,
    Sms,
}

impl Stack {
    /// Everything that was delivered so far, oldest first.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn inbox(&self) -> Result<Vec<Mail>, StackError> {
        inbox(&self.folder)
    }
}

/// As [`Stack::inbox`], for the stack that keeps its files in `folder`.
///
/// # Errors
/// If it can't be read.
pub fn inbox(folder: &Path) -> Result<Vec<Mail>, StackError> {
    let file = file(folder);
    let lines = match fs::read_to_string(&file) {
        Ok(lines) => lines,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StackError::file(file)(error)),
    };
    // What is being written at the moment has no end yet.
    let whole = lines.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let mails = whole.lines().map(serde_json::from_str);
    let mails: Result<_, _> = mails.collect();
    mails.map_err(StackError::aws("SNS"))
}

/// Where the emulator delivers to.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("inbox.jsonl")
}
