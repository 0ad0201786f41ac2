//! Where in a value something is, as a JSON Pointer (RFC 6901); it is written only for a fault.

use std::fmt;

#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    Whole,
    Field(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Field(of, name) => {
                write!(f, "{of}/{}", name.replace('~', "~0").replace('/', "~1"))
            }
            Self::Item(of, index) => write!(f, "{of}/{index}"),
        }
    }
}
