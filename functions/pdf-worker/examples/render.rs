//! Renders an event to a PDF, for whoever works on the template:
//! `cargo run -p pdf-worker --example render -- five-lines out.pdf --open`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant, SystemTime};

use clap::Parser;
use order_events::OrderStatusChanged;
use pdf_worker::document::{DocumentKind, Fonts, Renderer};
use serde::de::DeserializeOwned;

/// Renders the document of an event as PDF.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  cargo run -p pdf-worker --example render -- five-lines out.pdf --open
  cargo run -p pdf-worker --example render -- order.json out.pdf --seller my-seller.json
  cargo run -p pdf-worker --example render -- arabic out.pdf --fonts ~/fonts/cjk
  cargo run -p pdf-worker --example render -- order.json out.pdf --template my.typ --watch")]
struct Arguments {
    /// A file with an event (`order-status-changed.v1`), or the name of one in `samples/`.
    event: String,
    /// Where the PDF goes.
    pdf: PathBuf,
    /// A file with a seller, or the name of one in `samples/`.
    #[arg(long, default_value = "seller")]
    seller: String,
    /// A folder of fonts for what the embedded ones lack, as `FONTS_DIR` on AWS.
    #[arg(long)]
    fonts: Option<PathBuf>,
    /// Another template than the one that is compiled in, as `TEMPLATE_FILE` on AWS.
    #[arg(long)]
    template: Option<PathBuf>,
    /// Shows the PDF with the program that the desktop has for it.
    #[arg(long)]
    open: bool,
    /// Renders again whenever the event, the seller or the template is saved.
    #[arg(long)]
    watch: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&*error);
            ExitCode::FAILURE
        }
    }
}

/// Prints what went wrong, and why.
fn tell(error: &dyn Error) {
    eprint!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprint!(": {error}");
        cause = error.source();
    }
    eprintln!();
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    render(arguments)?;
    if arguments.open {
        let opener = if cfg!(target_os = "macos") {
            "open"
        } else {
            "xdg-open"
        };
        let child = Command::new(opener).arg(&arguments.pdf).spawn();
        child.map_err(|error| format!("cannot run `{opener}`, open the file yourself: {error}"))?;
    }
    if arguments.watch {
        watch(arguments)?;
    }
    Ok(())
}

/// Renders again and again, until the program is stopped.
fn watch(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut seen = saved(arguments)?;
    loop {
        std::thread::sleep(Duration::from_millis(200));
        let now = saved(arguments)?;
        if now != seen {
            seen = now;
            // A half-written file is no reason to end.
            if let Err(error) = render(arguments) {
                tell(&*error);
            }
        }
    }
}

fn render(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let event: OrderStatusChanged = read(&arguments.event)?;
    let fonts = match &arguments.fonts {
        Some(folder) => Fonts::embedded().with_folder(folder)?,
        None => Fonts::embedded(),
    };
    let mut renderer = Renderer::with_fonts(read(&arguments.seller)?, fonts);
    if let Some(file) = &arguments.template {
        renderer = renderer.with_template(text(file)?);
    }
    let kind = match event.order.credit_note {
        Some(_) => DocumentKind::CreditNote,
        None => DocumentKind::Invoice,
    };
    let started = Instant::now();
    let pdf = renderer.render(kind, &event)?;
    let took = started.elapsed();
    fs::write(&arguments.pdf, &pdf)?;
    let (path, size) = (arguments.pdf.display(), pdf.len());
    println!("wrote the {kind} to {path}: {size} bytes in {took:.1?}");
    Ok(())
}

/// When the files were last saved that the document is made of.
fn saved(arguments: &Arguments) -> Result<Vec<SystemTime>, Box<dyn Error>> {
    let mut files = vec![path(&arguments.event)?, path(&arguments.seller)?];
    files.extend(arguments.template.clone());
    let modified = files.iter().map(|file| Ok(fs::metadata(file)?.modified()?));
    modified.collect()
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T, Box<dyn Error>> {
    let path = path(name)?;
    let value = serde_json::from_str(&text(&path)?);
    value.map_err(|error| format!("cannot read `{}`: {error}", path.display()).into())
}

fn text(path: &Path) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(path);
    text.map_err(|error| format!("cannot read `{}`: {error}", path.display()).into())
}

/// The file of that name, or the sample.
fn path(name: &str) -> Result<PathBuf, String> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let candidates = [
        PathBuf::from(name),
        samples.join(name).with_extension("json"),
    ];
    let found = candidates.into_iter().find(|path| path.is_file());
    found.ok_or_else(|| {
        let names = fs::read_dir(samples).into_iter().flatten().flatten();
        let mut names: Vec<String> = names
            .filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        let names = names.join("`, `");
        format!("expected a file or one of the samples `{names}`, found `{name}`")
    })
}
