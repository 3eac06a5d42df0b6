//! How reports look.

use crate::context::{Context, JOB};
use crate::terminal::Text;
use assay_desk::Problem;
use assay_desk::use_cases::Nothing;
use assay_desk::use_cases::looks::{self, LogoChange, Look, LookChange};
use assay_report::theme::Rgb;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The command on the look of reports.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show or change how reports look, for all vaults: logo, accent colour, name on the cover. Issued reports stay as they are
    Look(Wanted),
}

/// What is to change; nothing shows the look as it is.
#[derive(Debug, Args)]
pub struct Wanted {
    /// A PNG or JPEG file with the logo for the cover
    #[arg(long, conflicts_with = "no_logo")]
    logo: Option<PathBuf>,
    /// Have no logo on the cover
    #[arg(long)]
    no_logo: bool,
    /// The colour of headings, rules and the cover, such as #14365C; a bright one is darkened until text in it can be read
    #[arg(long, value_parser = colour)]
    accent: Option<String>,
    /// The name on the cover, in the place of the organisation that the assessment names
    #[arg(long)]
    organisation: Option<String>,
    /// Go back to the program's own look
    #[arg(long, conflicts_with_all = ["logo", "no_logo", "accent", "organisation"])]
    reset: bool,
}

/// A colour, or nothing for the program's own.
fn colour(text: &str) -> Result<String, String> {
    if !text.is_empty() {
        text.parse::<Rgb>().map_err(|no_colour| no_colour.to_string())?;
    }
    Ok(text.to_owned())
}

/// Does the command.
pub fn run(Command::Look(wanted): Command, context: &Context) -> Result<(), Problem> {
    context.without_passphrase()?;
    let desk = &context.desk;
    let Wanted { logo, no_logo, accent, organisation, reset } = wanted;
    let logo = match logo {
        Some(file) => LogoChange::Take(file.into()),
        None if no_logo => LogoChange::Remove,
        None => LogoChange::Keep,
    };
    let is_change = !matches!(logo, LogoChange::Keep) || accent.is_some() || organisation.is_some();
    let look = if reset {
        looks::reset_look(desk, Nothing {}, &JOB)?
    } else if is_change {
        looks::change_look(desk, LookChange { accent, organisation, logo }, &JOB)?
    } else {
        looks::look(desk, Nothing {}, &JOB)?
    };
    context.show(&look, || text(&look))
}

fn text(look: &Look) -> Text {
    let own =
        |text: &str, otherwise: &str| if text.is_empty() { otherwise.to_owned() } else { text.to_owned() };
    let mut text = Text::of("Reports from now on:");
    let accent = match (look.accent.as_str(), look.drawn.as_str()) {
        ("", _) => "the program's own".to_owned(),
        (chosen, drawn) if chosen == drawn => chosen.to_owned(),
        (chosen, drawn) => format!("{chosen}, drawn as {drawn} so that text in it can be read"),
    };
    let logo = look
        .logo
        .as_ref()
        .map_or("none".to_owned(), |logo| format!("{} by {} pixels", logo.width, logo.height));
    text.line(format_args!("  accent   {accent}"));
    text.line(format_args!(
        "  name     {}",
        own(&look.organisation, "the organisation that the assessment names")
    ));
    text.line(format_args!("  logo     {logo}"));
    text
}
