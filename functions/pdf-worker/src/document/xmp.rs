//! The declaration in a PDF's metadata that it carries an e-invoice (Factur-X 1.09, chapter 6:
//! "XMP metadata extension schema").
//!
//! Typst writes the metadata as one plain stream near the end of the file, and has no way to add to it. So
//! text is put in, and what stands behind it moves: the offsets in the cross-reference table (ISO
//! 32000-1, section 7.5.4) are the only other thing to change.

use super::RenderError;

/// Where PDF/A wants schemas that it does not know to be described; one bag holds them all.
const SCHEMAS: &str = "<pdfaExtension:schemas><rdf:Bag>";
const END: &str = "</rdf:RDF>";

const SCHEMA: &str = concat!(
    "<rdf:li rdf:parseType=\"Resource\">",
    "<pdfaSchema:schema>Factur-X</pdfaSchema:schema>",
    "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "</pdfaSchema:namespaceURI>",
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix>",
    "<pdfaSchema:property><rdf:Seq>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>DocumentFileName</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>",
    "<pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>Name of the attached file with the invoice's data",
    "</pdfaProperty:description></rdf:li>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>DocumentType</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>",
    "<pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>Kind of the document</pdfaProperty:description></rdf:li>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>Version</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>",
    "<pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>Version of the standard</pdfaProperty:description></rdf:li>",
    "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>ConformanceLevel</pdfaProperty:name>",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>",
    "<pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>Profile of the standard</pdfaProperty:description></rdf:li>",
    "</rdf:Seq></pdfaSchema:property></rdf:li>",
);

const PROPERTIES: &str = concat!(
    "<rdf:Description rdf:about=\"\" ",
    "xmlns:fx=\"urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#\">",
    "<fx:DocumentType>INVOICE</fx:DocumentType>",
    "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
    "<fx:Version>1.0</fx:Version>",
    "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
    "</rdf:Description>",
);

/// The file with the declaration in its metadata.
///
/// # Errors
/// [`RenderError::Metadata`] if Typst wrote the file in another way than it does: nothing is guessed.
pub(super) fn declare_e_invoice(pdf: &[u8]) -> Result<Vec<u8>, RenderError> {
    declare(pdf).ok_or(RenderError::Metadata)
}

fn declare(pdf: &[u8]) -> Option<Vec<u8>> {
    let dictionary = last(pdf, b"/Type/Metadata")?;
    let length_at = last(&pdf[..dictionary], b"/Length ")? + "/Length ".len();
    let digits = pdf[length_at..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let length: usize = number(&pdf[length_at..length_at + digits])?;
    let start = dictionary + first(&pdf[dictionary..], b"stream\n")? + "stream\n".len();
    let end = start.checked_add(length).filter(|end| *end <= pdf.len())?;

    let metadata = std::str::from_utf8(&pdf[start..end]).ok()?;
    let (before, rest) = metadata.split_once(SCHEMAS)?;
    let (middle, after) = rest.split_once(END)?;
    let metadata = [before, SCHEMAS, SCHEMA, middle, PROPERTIES, END, after].concat();
    let new_length = metadata.len().to_string();
    let moved = metadata.len() - length + new_length.len() - digits;

    let table = last(pdf, b"\nxref\n").filter(|table| *table >= end)? + 1;
    let mut declared = Vec::with_capacity(pdf.len() + moved);
    declared.extend_from_slice(&pdf[..length_at]);
    declared.extend_from_slice(new_length.as_bytes());
    declared.extend_from_slice(&pdf[length_at + digits..start]);
    declared.extend_from_slice(metadata.as_bytes());
    declared.extend_from_slice(&pdf[end..table]);
    write_table(&mut declared, &pdf[table..], length_at, moved)?;
    Some(declared)
}

/// The cross-reference table and what follows it, for a file in which everything behind `from` has
/// moved by `moved`.
fn write_table(file: &mut Vec<u8>, old: &[u8], from: usize, moved: usize) -> Option<()> {
    let trailer = first(old, b"trailer")?;
    let pointer = last(old, b"startxref\n")? + "startxref\n".len();
    for line in old[..trailer].split_inclusive(|byte| *byte == b'\n') {
        // An entry in use: ten digits of an offset, five of a generation, `n`.
        let offset = line
            .get(..10)
            .and_then(number)
            .filter(|_| line.get(17) == Some(&b'n'));
        match offset.filter(|offset| *offset > from) {
            Some(offset) => {
                file.extend_from_slice(format!("{:010}", offset + moved).as_bytes());
                file.extend_from_slice(&line[10..]);
            }
            None => file.extend_from_slice(line),
        }
    }
    file.extend_from_slice(&old[trailer..pointer]);
    let digits = old[pointer..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let table = number(&old[pointer..pointer + digits])? + moved;
    file.extend_from_slice(table.to_string().as_bytes());
    file.extend_from_slice(&old[pointer + digits..]);
    Some(())
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn first(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

fn last(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .rposition(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_behind_the_metadata_moves_and_nothing_else() {
        let metadata = format!("<x>{SCHEMAS}</rdf:Bag>{END}</x>");
        let head = format!(
            "%PDF\n1 0 obj\n<</Length {}/Type/Metadata>>\nstream\n",
            metadata.len()
        );
        let body = format!("{head}{metadata}\nendstream\nendobj\n");
        let catalog = body.len();
        let body = format!("{body}2 0 obj\n<<>>\nendobj\n");
        let table = format!(
            "xref\n0 3\n0000000000 65535 f\r\n0000000005 00000 n\r\n{catalog:010} 00000 n\r\n\
             trailer\n<</Size 3>>\nstartxref\n{}\n%%EOF",
            body.len()
        );
        let declared = declare(format!("{body}{table}").as_bytes()).unwrap();
        let text = String::from_utf8(declared).unwrap();
        assert!(text.contains(SCHEMA) && text.contains(PROPERTIES));
        assert!(text.contains("0000000005 00000 n"), "{text}");
        let catalog = format!("{:010} 00000 n", text.find("2 0 obj").unwrap());
        assert!(text.contains(&catalog), "{text}");
        let table = text.find("xref\n0 3").unwrap();
        assert!(
            text.ends_with(&format!("startxref\n{table}\n%%EOF")),
            "{text}"
        );
        let start = text.find("stream\n").unwrap() + 7;
        let length = text.find("\nendstream").unwrap() - start;
        assert!(text.contains(&format!("/Length {length}/")), "{text}");
    }

    #[test]
    fn another_kind_of_file_is_refused() {
        assert!(declare(b"%PDF-1.7").is_none());
        assert!(declare(b"<</Length 99999/Type/Metadata>>\nstream\n").is_none());
    }
}
