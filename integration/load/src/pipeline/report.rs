//! What was measured, as rows.

use super::emulator::Figures;
use super::{Measured, Question};
use crate::report::{Row, Section, millis, number};
use crate::run::Failed;

pub(super) fn section(measured: &[Measured], question: &Question, figures: &Figures) -> Section {
    let mut section = Section::new("Pipeline on the local stack: from an order to its invoice");
    for at_rate in measured {
        let Measured {
            rate,
            dropped,
            requests,
            failed,
            sustained,
            emulator_cores,
            machine_cores,
            hops,
        } = at_rate;
        let name = |what: &str| format!("{} orders/s: {what}", number(*rate));
        let [p50, p99] = [0.5, 0.99].map(|share| millis(hops.order_to_pdf.quantile(share)));
        let max = millis(hops.order_to_pdf.max());
        section.row(
            Row::new(
                name("order → PDF"),
                format!("p50 {p50}, p99 {p99}, max {max}"),
            )
            .against(format!("{} orders", hops.order_to_pdf.count())),
        );
        section.row(
            Row::new(
                name("sustained"),
                format!("{} a second", number(*sustained)),
            )
            .against(format!("{dropped} dropped, {}", failures(failed)))
            .ratio(format!("{:.2}", sustained / rate)),
        );
        for (request, times) in requests {
            let [p50, p99] = [0.5, 0.99].map(|share| millis(times.quantile(share)));
            let what = format!("request {request}");
            section.row(Row::new(name(&what), format!("p50 {p50}, p99 {p99}")));
        }
        for (what, mean, share) in hops.shares() {
            section
                .row(Row::new(name(what), millis(mean)).ratio(format!("{:.0} %", share * 100.0)));
        }
        section.row(
            Row::new(
                name("the emulator itself computes"),
                format!("{emulator_cores:.2} cores"),
            )
            .against(format!(
                "of 1 that it can use; all of the machine {machine_cores:.2}"
            )),
        );
    }
    let last = measured.last();
    if let Some(last) = last.filter(|last| !last.keeps_up()) {
        section.note(format!(
            "At {} orders a second it is saturated: {} came through. Most of an order's time goes here: \
             {}. The emulator computes {:.2} cores of the one that a Python process can use, and its \
             own figures below would allow at most {}.",
            number(last.rate),
            number(last.sustained),
            last.hops.longest(),
            last.emulator_cores,
            number(figures.ceiling()),
        ));
    }
    section.note(format!(
        "Each rate for {} s, at equal distances; every order is confirmed as soon as it is placed. \
         Hops are means. Functions are built for development, and share the machine with the emulator.",
        number(question.seconds)
    ));
    section
}

fn failures(failed: &[(Failed, u64)]) -> String {
    if failed.is_empty() {
        return "none failed".to_owned();
    }
    let kinds = failed
        .iter()
        .map(|(kind, count)| format!("{count} × {kind}"));
    kinds.collect::<Vec<_>>().join(", ")
}
