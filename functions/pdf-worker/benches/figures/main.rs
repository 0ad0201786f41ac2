//! What documents cost a process: time of the processor, a cold start, bytes and memory.
//!
//! `cargo bench -p pdf-worker --bench figures` prints a table; with `-- --help` there is more.

mod orders;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use clap::{Parser, Subcommand};
use comfy_table::{Table, presets};
use order_events::DocumentKind;
use pdf_worker::document::Renderer;
use rustix::time::{ClockId, clock_gettime};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MEBIBYTE: f64 = 1_024.0 * 1_024.0;
/// How often a process is started to see what its first document costs.
const COLD_STARTS: usize = 21;

/// Measures what documents cost.
#[derive(Parser)]
struct Arguments {
    /// How many distinct documents to render while memory is watched.
    #[arg(long, default_value_t = 5_000)]
    documents: u64,
    #[command(subcommand)]
    task: Option<Task>,
    /// What cargo gives to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Task {
    /// Renders distinct documents and nothing else, to be measured from outside.
    Render { lines: usize, documents: u64 },
    /// Writes the events of the same documents into a folder, for other programs.
    Events {
        folder: PathBuf,
        lines: usize,
        documents: u64,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    match arguments.task {
        Some(Task::Render { lines, documents }) => {
            let renderer = renderer()?;
            for number in 0..documents {
                render(&renderer, number, lines)?;
            }
            Ok(())
        }
        Some(Task::Events {
            folder,
            lines,
            documents,
        }) => {
            fs::create_dir_all(&folder)?;
            for number in 0..documents {
                let event = orders::confirmed(number, lines);
                let path = folder.join(format!("{lines}-{number}.json"));
                fs::write(path, serde_json::to_vec(&event)?)?;
            }
            Ok(())
        }
        None => measure(arguments.documents),
    }
}

fn measure(documents: u64) -> Result<(), Box<dyn Error>> {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(["what", "median", "90 % within", "bar"]);
    let renderer = renderer()?;

    for (lines, count, bar) in [(5, 400, "10 ms"), (100, 40, "60 ms")] {
        let [median, most] = spread(processor_times(&renderer, lines, count)?);
        let what = format!("processor time, {lines} lines, warm");
        table.add_row([what, millis(median), millis(most), bar.to_owned()]);
    }
    let [median, most] = spread(cold_starts()?);
    let what = "cold process to its first PDF and its end".to_owned();
    table.add_row([what, millis(median), millis(most), "30 ms".to_owned()]);
    for (lines, bar) in [(5, "60 kB"), (100, "")] {
        let size = render(&renderer, 0, lines)?;
        let what = format!("file with its e-invoice, {lines} lines");
        let size = format!("{:.1} kB", f64::from(u32::try_from(size)?) / 1_000.0);
        table.add_row([what, size, String::new(), bar.to_owned()]);
    }
    for (after, resident) in memory(&renderer, documents)? {
        let what = format!("memory after {after} documents");
        let resident = format!("{:.1} MiB", resident / MEBIBYTE);
        table.add_row([what, resident, String::new(), "120 MiB".to_owned()]);
    }
    println!("{table}");
    Ok(())
}

fn processor_times(
    renderer: &Renderer,
    lines: usize,
    count: u64,
) -> Result<Vec<Duration>, Box<dyn Error>> {
    let mut times = Vec::new();
    for number in 0..count + 10 {
        let started = processor_time();
        render(renderer, number, lines)?;
        // The first ones warm the process up.
        if number >= 10 {
            times.push(processor_time().saturating_sub(started));
        }
    }
    Ok(times)
}

fn cold_starts() -> Result<Vec<Duration>, Box<dyn Error>> {
    let program = std::env::current_exe()?;
    let start = |_| {
        let started = Instant::now();
        let status = Command::new(&program).args(["render", "5", "1"]).status()?;
        if !status.success() {
            return Err(format!("the process ended with {status}").into());
        }
        Ok(started.elapsed())
    };
    (0..COLD_STARTS).map(start).collect()
}

/// Resident bytes, at ten times on the way.
fn memory(renderer: &Renderer, documents: u64) -> Result<Vec<(u64, f64)>, Box<dyn Error>> {
    let mut samples = Vec::new();
    for number in 1..=documents {
        // From a number that no other measurement uses.
        render(renderer, 1_000_000 + number, 5)?;
        if number % (documents / 10).max(1) == 0 {
            samples.push((number, resident()?));
        }
    }
    Ok(samples)
}

fn render(renderer: &Renderer, number: u64, lines: usize) -> Result<usize, Box<dyn Error>> {
    let event = orders::confirmed(number, lines);
    Ok(renderer.render(DocumentKind::Invoice, &event)?.len())
}

fn renderer() -> Result<Renderer, Box<dyn Error>> {
    let seller = include_str!("../../samples/seller.json");
    Ok(Renderer::new(serde_json::from_str(seller)?))
}

/// Of all threads of this process.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds)
        + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or_default())
}

fn resident() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next());
    let kibibytes: u32 = kibibytes.ok_or("expected VmRSS in the status")?.parse()?;
    Ok(f64::from(kibibytes) * 1_024.0)
}

/// The median, and what nine of ten stay within.
fn spread(mut times: Vec<Duration>) -> [Duration; 2] {
    times.sort_unstable();
    [times[times.len() / 2], times[times.len() * 9 / 10]]
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
