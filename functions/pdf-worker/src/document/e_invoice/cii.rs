//! XML, written from the outside in.

use order_events::Timestamp;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::day;

const NAMESPACES: [(&str, &str); 4] = [
    (
        "xmlns:rsm",
        "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    ),
    (
        "xmlns:ram",
        "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    ),
    (
        "xmlns:udt",
        "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    ),
    (
        "xmlns:qdt",
        "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    ),
];

/// A document in the making.
pub(super) struct Writer {
    xml: quick_xml::Writer<Vec<u8>>,
    /// The elements that are not closed.
    open: Vec<&'static str>,
}

impl Writer {
    pub(super) fn new() -> Self {
        let mut writer = Self {
            xml: quick_xml::Writer::new(Vec::new()),
            open: Vec::new(),
        };
        writer.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        writer.open_with("rsm:CrossIndustryInvoice", NAMESPACES);
        writer
    }

    pub(super) fn open(&mut self, name: &'static str) {
        self.open_with(name, []);
    }

    fn open_with<const N: usize>(&mut self, name: &'static str, attributes: [(&str, &str); N]) {
        self.event(Event::Start(
            BytesStart::new(name).with_attributes(attributes),
        ));
        self.open.push(name);
    }

    /// Closes the last `count` elements.
    pub(super) fn close(&mut self, count: usize) {
        for _ in 0..count {
            let name = self.open.pop().expect("something is open");
            self.event(Event::End(BytesEnd::new(name)));
        }
    }

    pub(super) fn text(&mut self, name: &'static str, text: &str) {
        self.text_with(name, [], text);
    }

    pub(super) fn text_with<const N: usize>(
        &mut self,
        name: &'static str,
        attributes: [(&str, &str); N],
        text: &str,
    ) {
        self.open_with(name, attributes);
        self.event(Event::Text(BytesText::new(text)));
        self.close(1);
    }

    /// A day, in an element of the namespace `kind`.
    pub(super) fn date(&mut self, name: &'static str, kind: &'static str, at: Timestamp) {
        let element = match kind {
            "qdt" => "qdt:DateTimeString",
            _ => "udt:DateTimeString",
        };
        self.open(name);
        self.text_with(element, [("format", "102")], &day(at));
        self.close(1);
    }

    pub(super) fn finish(mut self) -> String {
        self.close(self.open.len());
        String::from_utf8(self.xml.into_inner()).expect("text was written")
    }

    fn event(&mut self, event: Event<'_>) {
        self.xml
            .write_event(event)
            .expect("memory takes everything");
    }
}
